"""What early termination saves and what it loses: the table of benchmarks/results/stopping.md.

    python benchmarks/stopping/run.py [--records FILE] [--seeds 10] [--trials 50] [--only NAME …] [--search NAME …]

plays sweeps on the tables of learning curves. Records are appended to FILE, so that a run cut short goes on where it
was; the table is printed when all are there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1]))
from figures import report
from lines import add, read
from sweeps import Answers, file_of, run
from tables import load, names

RULES: Mapping[str, Mapping[str, Any] | None] = {
    "in full": None,
    "hyperband": {"type": "hyperband", "min_iter": 3},
    "asha": {"type": "asha", "min_iter": 3},
    "median": {"type": "median"},
    "patience": {"type": "patience", "rows": 5},
    "curve": {"type": "curve"},
}
SEARCHES = ("random", "bayes")
Record = dict[str, Any]


def main() -> None:
    """Play what is missing, then print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=Path, default=Path("stopping.jsonl"))
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--only", nargs="*", default=names(), choices=names())
    parser.add_argument("--search", nargs="*", default=list(SEARCHES), choices=list(SEARCHES))
    arguments = parser.parse_args()
    arguments.records.parent.mkdir(parents=True, exist_ok=True)
    known = {key(record): record for record in read(arguments.records)}
    wanted = list(jobs(arguments))
    with arguments.records.open("a") as file:
        for job in wanted:
            if key(job) not in known:
                known[key(job)] = record = job | play(job)
                add(file, record)
    print(report([known[key(job)] for job in wanted], list(RULES)))


def jobs(arguments: argparse.Namespace) -> Iterator[Record]:
    """Every sweep that is asked for, seed by seed, so that a cut leaves all rules equally far."""
    for seed in range(arguments.seeds):
        for name in arguments.only:
            for search in arguments.search:
                for rule in RULES:
                    yield {"table": name, "search": search, "rule": rule, "trials": arguments.trials, "seed": seed}


def play(job: Record) -> Record:
    """One sweep."""
    table = load(job["table"])
    return asdict(run(Answers(table), file_of(table, job["search"], RULES[job["rule"]]), job["trials"], job["seed"]))


def key(record: Record) -> tuple[Any, ...]:
    """What tells a sweep from others."""
    return tuple(record[part] for part in ("table", "search", "rule", "trials", "seed"))


if __name__ == "__main__":
    main()
