"""Runs the trainings: what the tables of `benchmarks/search` are made from. Goes on where it was; some hours of a core.

    python benchmarks/search/collect.py DIRECTORY [--only NAME …] [--count 1500]

writes DIRECTORY/NAME.jsonl, a line a training: {"params", "seed", "loss" (null: diverged), "seconds"}. Two thirds of
the configurations are drawn at random. The last third vary the best tenth, so that the table is true where searchers
end up. A hundred are trained once more with another seed, which tells the noise.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1]))
from lines import add, read
from trainings import TRAININGS, Training
from variations import sweep, varied

from varre.optimizer import Optimizer

DRAWN = 2 / 3
TWICE = 100

Record = dict[str, Any]


def main() -> None:
    """Collect every training that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--only", nargs="*", default=list(TRAININGS), choices=list(TRAININGS))
    parser.add_argument("--count", type=int, default=1500)
    arguments = parser.parse_args()
    arguments.directory.mkdir(parents=True, exist_ok=True)
    for name in arguments.only:
        collect(TRAININGS[name], arguments.directory / f"{name}.jsonl", arguments.count)
        print(f"{name}: {arguments.count} trainings", flush=True)


def collect(training: Training, path: Path, count: int) -> None:
    """Append what is missing; each record depends on those before it alone, so a cut changes nothing."""
    records = read(path)
    with path.open("a") as file:
        for params, seed in missing(training, records, count):
            record = train(training, params, seed)
            records.append(record)
            add(file, record)


def train(training: Training, params: Record, seed: int) -> Record:
    """One training, timed in seconds of CPU."""
    begun = time.process_time()
    loss = training.loss(params, seed)
    return {
        "params": params,
        "seed": seed,
        "loss": loss if math.isfinite(loss) else None,
        "seconds": round(time.process_time() - begun, 4),
    }


def missing(training: Training, records: list[Record], count: int) -> Iterator[tuple[Record, int]]:
    """The configurations still to be trained, with their seeds; ``records`` grows meanwhile."""
    drawn = round(count * DRAWN)
    if len(records) < drawn:
        source = Optimizer(sweep(training), seed=0)
        for k in range(drawn):
            params = dict(source.ask().params)
            if k >= len(records):
                yield params, k
    while len(records) < count:
        yield varied(training, records[:drawn], len(records)), len(records)
    while len(records) < count + TWICE:
        again = random.Random(len(records)).choice(records[:count])
        yield again["params"], len(records)


if __name__ == "__main__":
    main()
