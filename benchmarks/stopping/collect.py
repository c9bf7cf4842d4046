"""Trains every configuration of the trainings and keeps their learning curves. Goes on where it was; ten minutes.

    python benchmarks/stopping/collect.py DIRECTORY [--only NAME …]

writes DIRECTORY/NAME.jsonl, a line a training, and when one is complete its table in benchmarks/stopping/tables.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1]))
from lines import add, read
from tables import Table, save
from trainings import TRAININGS, Training

from varre.sweepfile import SweepFile


def main() -> None:
    """Collect what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--only", nargs="*", default=list(TRAININGS), choices=list(TRAININGS))
    arguments = parser.parse_args()
    arguments.directory.mkdir(parents=True, exist_ok=True)
    for name in arguments.only:
        begun = time.process_time()
        path = save(collected(TRAININGS[name], arguments.directory / f"{name}.jsonl"))
        print(f"{path}: {path.stat().st_size / 1e3:.0f} kB, {time.process_time() - begun:.0f} s", flush=True)


def collected(training: Training, path: Path) -> Table:
    """The table of a training; what ``path`` has already is not trained again."""
    known = read(path)
    configurations = grid(training)
    with path.open("a") as file:
        for seed in range(len(known), len(configurations)):
            known.append(list(training.curve(configurations[seed], seed, training.rows)))
            add(file, known[-1])
    return Table(
        training.name, training.about, training.metric, training.goal, training.parameters, configurations, known
    )


def grid(training: Training) -> list[Mapping[str, Any]]:
    """Every configuration, in the order of a grid."""
    space = SweepFile.parse({"method": "grid", "parameters": training.parameters}).space
    return [space.nest(params) for params in space.grid()]


if __name__ == "__main__":
    main()
