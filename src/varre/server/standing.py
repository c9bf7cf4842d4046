"""How a sweep stands: runs by state, the best one, and the best value so far by number; kept up to date run by run."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from varre.runs import FINAL, RunKey, RunState
from varre.sweepfile import Objective

__all__ = ["Outlined", "Staircase", "Standing", "thinned"]

_SPARK_POINTS = 40


class Outlined(Protocol):
    """What the standing of a sweep needs to know of a run."""

    @property
    def key(self) -> RunKey: ...

    @property
    def number(self) -> int | None: ...

    @property
    def state(self) -> RunState: ...

    @property
    def value(self) -> float | None: ...

    @property
    def created(self) -> float: ...

    @property
    def started(self) -> float | None: ...

    @property
    def ended(self) -> float | None: ...

    @property
    def deleted(self) -> float | None: ...


class Staircase:
    """The lowest loss so far, as steps: places, in order, at which it sank. NaN is no loss."""

    def __init__(self) -> None:
        self._losses = array("d")
        self._steps: list[int] = []

    @property
    def steps(self) -> Sequence[tuple[int, float]]:
        """Place and loss of each step; the last one is the lowest loss, at the first place that has it."""
        return [(place, self._losses[place]) for place in self._steps]

    def put(self, place: int, loss: float) -> None:
        """Set the loss of a place."""
        missing = place + 1 - len(self._losses)
        self._losses.extend([math.nan] * missing)
        before = self._losses[place]
        self._losses[place] = loss
        where = bisect_left(self._steps, place)
        if where < len(self._steps) and self._steps[where] == place:
            if not loss <= before:  # a step went up: others show again that it had hidden
                self._rebuild()
                return
        elif math.isnan(loss) or (where and self._losses[self._steps[where - 1]] <= loss):
            return
        else:
            self._steps.insert(where, place)
        end = where + 1
        while end < len(self._steps) and self._losses[self._steps[end]] >= loss:
            end += 1
        del self._steps[where + 1 : end]

    def _rebuild(self) -> None:
        self._steps.clear()
        lowest = math.inf
        for place, loss in enumerate(self._losses):
            if loss < lowest:
                lowest = loss
                self._steps.append(place)


class Standing:
    """One sweep's runs in short. Not for use from several threads at once.

    ``version`` changes with anything that it tells; ``settled`` with the set of runs that have ended and their values,
    which is all that importance looks at.
    """

    def __init__(self, objective: Objective | None) -> None:
        self._objective = objective
        self._keys: list[RunKey] = []
        self._states: list[RunState | None] = []  # None: deleted, or not seen yet
        self._values = array("d")
        self._stairs = Staircase()
        self.counts: Counter[RunState] = Counter()
        self.version = 0
        self.settled = 0
        self.changed = 0.0

    def learn(self, runs: Iterable[Outlined]) -> None:
        """Take in runs as they are now."""
        for run in runs:
            self._put((run.number or 1) - 1, run)

    @property
    def count(self) -> int:
        """How many runs it knows of, deleted ones among them."""
        return len(self._keys)

    @property
    def best(self) -> tuple[RunKey, int, float] | None:
        """Key, number and value of the best run; the first of equals."""
        if not self._stairs.steps:
            return None
        place, _ = self._stairs.steps[-1]
        return self._keys[place], place + 1, self._values[place]

    @property
    def spark(self) -> list[tuple[int, float]]:
        """Best value so far by number: where it changed, and at the newest run; at most forty points."""
        points = [(place + 1, self._values[place]) for place, _ in self._stairs.steps]
        if points and points[-1][0] < len(self._keys):
            points.append((len(self._keys), points[-1][1]))
        return thinned(points, _SPARK_POINTS)

    def _put(self, place: int, run: Outlined) -> None:
        while len(self._keys) <= place:
            self._keys.append(RunKey(""))
            self._states.append(None)
            self._values.append(math.nan)
        self._keys[place] = run.key
        self.changed = max(self.changed, run.created, run.started or 0.0, run.ended or 0.0, run.deleted or 0.0)
        state = None if run.deleted is not None else run.state
        value = math.nan if run.value is None or state is None else run.value
        before, worth = self._states[place], self._values[place]
        if state == before and (value == worth or (math.isnan(value) and math.isnan(worth))):
            return
        self.version += 1
        if state in FINAL or before in FINAL:
            self.settled += 1
        self._count(before, state)
        self._states[place], self._values[place] = state, value
        self._stairs.put(place, value if self._objective is None else self._objective.loss(value))

    def _count(self, before: RunState | None, after: RunState | None) -> None:
        if before is not None:
            self.counts[before] -= 1
        if after is not None:
            self.counts[after] += 1


def thinned(points: list[tuple[int, float]], most: int) -> list[tuple[int, float]]:
    """At most so many of the points, evenly chosen, first and last among them."""
    if len(points) <= most:
        return points
    return [points[round(place * (len(points) - 1) / (most - 1))] for place in range(most)]
