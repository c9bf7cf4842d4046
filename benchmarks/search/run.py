"""Runs the races that are missing, one after the other; stop it at any time and start it again.

    python benchmarks/search/run.py [--peers varre random …] [--tasks …] [--seeds 20] [--minutes 60]

keeps each race in benchmarks/search/records/PEER.jsonl.gz when it is over, and runs none again unless the peer's pins
or the task have changed (of Varre: its code). One process a peer at a time. By itself it runs the whole league: on
every task 20 seeds and 200 trials, with one worker and with eight; of the searchers that take seconds a suggestion 5
seeds and 100 trials, and 200 trials with one worker on three cheap tasks.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from contenders import CONTENDERS, Contender
from machine import processor
from process import DiedError, Process
from race import Outcome, race
from records import RECORDS, Heat, Record, read, write
from tasks import CHEAP, task, tasks

WORKERS = (1, 8)
SEEDS, TRIALS = 20, 200
SLOW_SEEDS, SLOW_TRIALS = 5, 100


def main() -> None:
    """Run what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", nargs="+", default=list(CONTENDERS), choices=list(CONTENDERS))
    parser.add_argument("--tasks", nargs="+", default=tasks(), choices=tasks())
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--workers", type=int, nargs="+", default=list(WORKERS))
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--records", type=Path, default=RECORDS)
    given = parser.parse_args()
    until = time.monotonic() + given.minutes * 60
    for peer in given.peers:
        slow = CONTENDERS[peer].slow
        complete(peer, programme(slow, given.tasks, given.seeds, given.trials, given.workers), given.records, until)


def programme(slow: bool, names: list[str], seeds: int, trials: int, workers: list[int]) -> Iterator[Heat]:
    """The races of one searcher: all tasks with one seed, then with the next, so that a part of it is a fair one."""
    for seed in range(min(seeds, SLOW_SEEDS) if slow else seeds):
        for many in workers:
            for name in names:
                long = not slow or (many == 1 and name in CHEAP)
                yield Heat(name, many, seed, trials if long else min(trials, SLOW_TRIALS))


def complete(peer: str, heats: Iterable[Heat], folder: Path, until: float = math.inf) -> None:
    """Run those that the records lack; what has been superseded is left out of them from the first new race on."""
    records = [record for record in read(peer, folder) if current(record, CONTENDERS[peer])]
    for heat in heats:
        if time.monotonic() > until:
            return
        if not any(record.heat.covers(heat) for record in records):
            fresh = run(peer, heat)
            records = [record for record in records if not heat.covers(record.heat)] + [fresh]
            write(peer, records, folder)


def current(record: Record, contender: Contender) -> bool:
    """Whether neither the searcher nor the task is another since."""
    heat = record.heat
    return record.pins == contender.pins() and heat.task in tasks() and record.table == task(heat.task).digest


def run(peer: str, heat: Heat) -> Record:
    """One race.

    What a searcher had found when it died counts. Raises DiedError where it has not even begun, and StoppedError where
    it was killed.
    """
    own, outcome = task(heat.task), Outcome()
    record = Record(peer, heat, "", CONTENDERS[peer].pins(), own.digest, _machine(), [], [], 0.0)
    process = Process(CONTENDERS[peer].start())
    begun = time.monotonic()
    try:
        given = {"seed": heat.seed, "trials": heat.trials, "workers": heat.workers}
        record = replace(record, version=process.begin(parameters=own.parameters, **given))
        race(process, own, outcome, **given)
        record = replace(record, memory_mb=process.end())
    except DiedError as error:
        if not outcome.ended:
            raise
        print(f"{peer} has died: {error}", file=sys.stderr)
        record = replace(record, died=outcome.ended)
    finally:
        process.close()
    took = time.monotonic() - begun
    print(f"{peer}: {heat.task}, seed {heat.seed}, {heat.workers} worker(s), {took:.0f} s", file=sys.stderr, flush=True)
    return replace(record, incumbents=outcome.incumbents, seconds=outcome.seconds)


def _machine() -> str:
    return f"{processor()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
