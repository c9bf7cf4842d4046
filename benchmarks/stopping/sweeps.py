"""One sweep on a table of learning curves: a searcher proposes, a stopper judges after each row, epochs are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tables import Table

from varre import search, stopping
from varre.runs import Exhausted, History, Observation, Outcome, Seeds, Wait
from varre.space import Params
from varre.sweepfile import Objective, SweepFile

__all__ = ["Answers", "Sweep", "file_of", "run"]

Floats = NDArray[np.float64]

MARKS = (0.125, 0.25, 0.5, 1.0)
"""Shares of the epochs of a sweep in full at which the regret is noted."""


class Answers:
    """What a configuration would have logged, as losses; of a table that lacks it, the nearest that is left."""

    def __init__(self, table: Table) -> None:
        self.file = file_of(table, "random", None)
        objective = self.file.objective or Objective("loss")
        self.params = [self.file.space.flatten(each) for each in table.configurations]
        self.rows = max(len(curve) for curve in table.curves)
        self.curves = [[None if v is None else objective.loss(v) for v in curve] for curve in table.curves]
        self.values = np.array([value_of(curve) for curve in self.curves])
        self._places = {self.file.space.key(params): i for i, params in enumerate(self.params)}

    @property
    def best(self) -> float:
        """The lowest loss of all."""
        return float(self.values.min())

    @property
    def typical(self) -> float:
        """The median loss; what diverged counts as worse than all."""
        return float(np.median(self.values))

    def place(self, params: Params, used: set[int]) -> int:
        """Where a configuration stands in the table."""
        found = self._places.get(self.file.space.key(params))
        if found is not None:
            return found
        u = self._encoded(params)
        # What only one of two configurations has sets them a whole range apart.
        apart = np.where(np.isnan(self._units) == np.isnan(u), np.nan_to_num(self._units - u), 1.0)
        distance = (apart**2).sum(1)
        distance[list(used)] = np.inf
        return int(distance.argmin())

    @cached_property
    def _units(self) -> Floats:
        return np.array([self._encoded(params) for params in self.params])

    def _encoded(self, params: Params) -> Floats:
        return np.array(self.file.space.encode(params), dtype=np.float64)


@dataclass(frozen=True)
class Sweep:
    """What a sweep came to.

    ``spent``: epochs, as a share of those of all its runs in full. ``regret``: of the best value logged, 0 for the
    best of the table and 1 for its median; ``at`` the same when so large a share of the epochs (`MARKS`) was spent.
    ``stopped``: whether the run that would have ended best was stopped; ``lost``: and had not yet logged its best.
    """

    spent: float
    regret: float
    at: tuple[float, ...]
    stopped: bool
    lost: bool
    stops: int


def file_of(table: Table, method: str, rule: Mapping[str, Any] | None) -> SweepFile:
    """The sweep file of a table."""
    raw = {
        "method": method,
        "metric": {"name": table.metric, "goal": table.goal},
        "parameters": table.parameters,
        "early_terminate": rule,
    }
    return SweepFile.parse(raw)


def value_of(curve: list[float | None]) -> float:
    """The value of a run in full: the best before it diverged, if it did not."""
    return float("inf") if None in curve else min(v for v in curve if v is not None)


def run(answers: Answers, file: SweepFile, trials: int, seed: int) -> Sweep:
    """A sweep of one worker. A run that diverges fails at that row."""
    sampler, seeds = search.make(file), Seeds(seed)
    stopper = None if file.early_terminate is None else stopping.make(file.early_terminate)
    seen: list[Observation] = []
    places: list[int] = []
    trace: list[tuple[int, float]] = []
    spent, best = 0, answers.typical
    for number in range(1, trials + 1):
        asked = sampler.ask(History(tuple(seen), number), 1, seeds)
        if isinstance(asked, Wait | Exhausted):
            break
        places.append(answers.place(asked[0].params, set(places)))
        ended = trained(asked[0].params, number, answers.curves[places[-1]], seen, stopper)
        seen.append(ended)
        spent += len(ended.curve) + (ended.outcome is Outcome.FAILED)
        best = min(best, best if ended.outcome is Outcome.FAILED else min(ended.curve))
        trace.append((spent, best))
    return _summed_up(answers, seen, places, trace, trials)


def trained(
    params: Params, number: int, curve: list[float | None], before: list[Observation], stopper: stopping.Stopper | None
) -> Observation:
    """A run, row by row, as the scheduler would have it judged."""
    for row in range(1, len(curve) + 1):
        until = tuple(v for v in curve[:row] if v is not None)
        if len(until) < row:
            return Observation(number, params, until, Outcome.FAILED)
        now = Observation(number, params, until, Outcome.RUNNING)
        if stopper is None or row == len(curve) or not stopper.rungs(row - 1, row):
            continue
        if stopper.decide(now, [*before, now]).stop is not None:
            return Observation(number, params, until, Outcome.STOPPED)
    return Observation(number, params, until, Outcome.FINISHED)


def _summed_up(
    answers: Answers, seen: list[Observation], places: list[int], trace: list[tuple[int, float]], trials: int
) -> Sweep:
    whole = trials * answers.rows
    scale = answers.typical - answers.best

    def regret(share: float) -> float:
        reached = [best for spent, best in trace if spent <= share * whole]
        return ((reached[-1] if reached else answers.typical) - answers.best) / scale

    winner = int(np.argmin(answers.values[places]))
    stopped = seen[winner].outcome is Outcome.STOPPED
    lost = stopped and bool(min(seen[winner].curve) > answers.values[places[winner]])
    stops = sum(each.outcome is Outcome.STOPPED for each in seen)
    return Sweep(trace[-1][0] / whole, regret(1.0), tuple(map(regret, MARKS)), stopped, lost, stops)
