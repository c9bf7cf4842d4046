"""How long a stopper takes to decide, beside 1,000 runs of 100 epochs: milliseconds of CPU, median and 95th percentile.

    python benchmarks/stopping/speed.py

"first" is a decision of a stopper that has seen nothing yet, in a process that has decided before.
"""

from __future__ import annotations

import time

import numpy as np

from varre import stopping
from varre.runs import Observation, Outcome
from varre.sweepfile import AshaRule, CurveRule, EarlyTermination, HyperbandRule, MedianRule

RUNS, ROWS, LOOK, TIMES = 1_000, 100, 60, 100
RULES: tuple[EarlyTermination, ...] = (HyperbandRule(min_iter=3), AshaRule(), MedianRule(), CurveRule())


def main() -> None:
    """Print the table."""
    print(f"| rule | finished of {RUNS:,} | first | median | 95% |\n| -- | -- | -- | -- | -- |")
    for rule in RULES:
        for finished in (100, RUNS):
            first, *later = timed(rule, finished)
            low, high = np.quantile(later, [0.5, 0.95])
            print(f"| {rule.type} | {finished:,} | {first:.1f} | {low:.1f} | {high:.1f} |", flush=True)


def timed(rule: EarlyTermination, finished: int) -> list[float]:
    """Milliseconds of each decision on runs that are no contenders, so that the whole way is gone."""
    rng = np.random.default_rng(0)
    peers = [run(rng, k, k < finished) for k in range(RUNS)]
    stopping.make(rule).decide(judged(rng), peers[:50])
    stopper, found = stopping.make(rule), []
    for _ in range(TIMES):
        one = judged(rng)
        begun = time.process_time()
        stopper.decide(one, [*peers, one])
        found.append(1e3 * (time.process_time() - begun))
    return found


def run(rng: np.random.Generator, number: int, finished: bool) -> Observation:
    """A run that finished, or one that was stopped after a fifth of its rows."""
    rows = ROWS if finished else ROWS // 5
    losses = 0.2 + rng.random() + np.exp(-0.1 * np.arange(rows)) + 0.01 * rng.standard_normal(rows)
    return Observation(number, {}, tuple(losses.tolist()), Outcome.FINISHED if finished else Outcome.STOPPED)


def judged(rng: np.random.Generator) -> Observation:
    """A run that has levelled off well above the best."""
    losses = 1.0 + np.exp(-0.2 * np.arange(LOOK)) + 0.01 * rng.standard_normal(LOOK)
    return Observation(RUNS + 1, {}, tuple(losses.tolist()), Outcome.RUNNING)


if __name__ == "__main__":
    main()
