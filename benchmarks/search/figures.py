"""What the league table says, from the records of the races: ranks, regret, "x random", and how sure each is.

Of each race and budget the incumbent is the trial with the best loss *seen* within so many trials, and what counts is
the loss that is *true* of it. A race is known by its task and seed; (k,) are arrays over such races, in one order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ensembles import Array
from records import Record
from tasks import Task

__all__ = ["Estimate", "bootstrap", "draws_for", "incumbent", "ranks", "regret", "times_random"]

RESAMPLES = 2_000
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and its 90% interval."""

    mean: float
    low: float
    high: float

    def map(self, turn: Callable[[float], float]) -> Estimate:
        """The same on another scale, by an ascending function."""
        return Estimate(turn(self.mean), turn(self.low), turn(self.high))


def incumbent(record: Record, budget: int) -> float:
    """The true loss of the best trial seen within so many; infinite before the first that did not fail."""
    found = [true for after, _, true in record.incumbents if after <= budget]
    return found[-1] if found else math.inf


def ranks(found: Mapping[str, Array]) -> dict[str, Array]:
    """Of incumbents (k,) of each searcher, its rank in each race: 1 the best, equal ones share theirs."""
    values = np.array(list(found.values()))
    better = (values[None] < values[:, None]).sum(1)
    equal = (values[None] == values[:, None]).sum(1)
    return dict(zip(found, better + (equal + 1) / 2, strict=True))


def regret(loss: float, task: Task) -> float:
    """0 at the best loss that is known of the task, 1 at the median of random configurations and above it."""
    middle = float(np.median(task.drawn))
    return min(1.0, max(0.0, (loss - task.best) / (middle - task.best)))


def draws_for(loss: float, task: Task) -> float:
    """How many random configurations are drawn on average until one is as good; at most as many as there are draws."""
    as_good = int(np.searchsorted(task.drawn, loss, side="right"))
    return len(task.drawn) / max(1, as_good)


def times_random(own: Sequence[float], random: Sequence[float]) -> Array:
    """The logarithm of "x random" in each race (k,), from the draws for it and those for random search in the same.

    "x random" is the geometric mean of draws a trial, by random search's own, so that this has 1: how many trials of
    it one trial is worth. Both had the same trials, which therefore cancel out. Race by race, so that an interval
    also has the luck of random search in it.
    """
    return np.log(own) - np.log(random)


def bootstrap(values: Array, tasks: Sequence[str]) -> Estimate:
    """The mean of values (k,) with an interval, from a bootstrap over tasks and, within each, over seeds."""
    names = np.array(tasks)
    groups = [values[names == name] for name in sorted(set(tasks))]
    dice = np.random.default_rng(0)
    # As in the mean itself, a task with more races counts for more.
    sums = np.array([dice.choice(group, (RESAMPLES, len(group))).sum(1) for group in groups])
    sizes = np.array([len(group) for group in groups])
    chosen = dice.integers(len(groups), size=(RESAMPLES, len(groups)))
    means = sums[chosen, np.arange(RESAMPLES)[:, None]].sum(1) / sizes[chosen].sum(1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(values.mean()), float(low), float(high))
