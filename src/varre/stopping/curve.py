"""Stops a run whose learning curve leaves it hardly a chance to become the best of its sweep.

The chance comes from a model of how the sweep's own finished runs went on from where this one is
(`varre.models.curves`). Beside it stands a bound without any model: losses come down ever more slowly, so a run that
would not reach the best even if it kept on for 0.3 of its remaining rows at its latest pace does not. Both must say
no, and a run that is ahead of all others at its row always goes on: models err where curves cross.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

import numpy as np

from varre.models.curves import Warp, gain_to_come
from varre.runs import Decision, Observation, Outcome, StopReason
from varre.stopping.length import rows_of
from varre.stopping.rungs import among, upwards

__all__ = ["Curve"]

_APART = 1.25
"""Each row at which it looks is so many times the one before: a row more of a long curve tells little."""
_SLOWING = 0.3
_LATEST = 200
"""It learns from so many finished runs at most: the searcher is where the latest are."""

Course = tuple[float, ...]
"""The best loss until each row."""


@dataclass(frozen=True)
class Curve:
    """Stops a run with less than ``chance`` to beat the best, from row ``min_iter`` on.

    There must be ``min_runs`` finished runs to learn from.
    """

    min_iter: int
    min_runs: int
    chance: float
    _courses: dict[int, tuple[Course, Course]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _rungs(self) -> tuple[int, ...]:
        return tuple(sorted({row for row in upwards(self.min_iter, _APART) if row >= 2}))  # one row has no pace

    def rungs(self, before: int, after: int) -> tuple[int, ...]:
        """Rows from ``min_iter`` on, each a quarter further than the one before."""
        return among(self._rungs, before, after)

    def decide(self, run: Observation, peers: Sequence[Observation]) -> Decision:
        """Stop ``run`` if its remaining rows are not worth it."""
        t = len(run.curve)
        if t < self._rungs[0]:
            return Decision()
        own, T = self._course(run), rows_of(run, peers)
        seen = [(p, self._course(p)) for p in peers if p.curve and p.outcome is not Outcome.FAILED]
        whole = [(p.number or 0, c) for p, c in seen if p.outcome is Outcome.FINISHED and len(c) >= T]
        if t >= T or len(whole) < self.min_runs:
            return Decision()
        best = min([course[-1] for _, course in seen])
        leads = own[-1] <= min([course[t - 1] for _, course in seen if len(course) >= t], default=own[-1])
        if leads or _in_reach(own, T, best):
            return Decision()
        return self._judged(own, [course for _, course in sorted(whole)[-_LATEST:]], T, best)

    def _judged(self, own: Course, whole: Sequence[Course], T: int, best: float) -> Decision:
        t = len(own)
        rows = [t - 1, max(1, t // 2) - 1, max(1, t // 4) - 1]
        ends = np.array([course[T - 1] for course in whole])
        warp = Warp.of(best, ends)
        U = warp.shapes(np.array([[course[row] for course in (*whole, own)] for row in rows]).T)
        gain = gain_to_come(U[:-1], U[:-1, 0] - warp(ends), U[-1])
        chance = gain.chance_above(float(U[-1, 0]))
        if chance >= self.chance:
            return Decision()
        expected = warp.loss(max(0.0, float(U[-1, 0]) - max(0.0, gain.mean)))
        return Decision(StopReason("curve", t, expected, best, len(whole), chance=chance, until=T))

    def _course(self, run: Observation) -> Course:
        """The running minimum of a curve, computed once as long as the curve lives."""
        known = self._courses.get(id(run.curve))
        if known is not None and known[0] is run.curve:
            return known[1]
        if len(self._courses) > 20_000:
            self._courses.clear()
        course = tuple(accumulate(run.curve, min))
        self._courses[id(run.curve)] = (run.curve, course)  # holds the curve, so that its id stays its own
        return course


def _in_reach(own: Course, T: int, best: float) -> bool:
    """Whether the pace of its latest half would bring a run to ``best``, slowing down as curves do."""
    t = len(own)
    half = max(1, t // 2)
    pace = (own[half - 1] - own[-1]) / (t - half)
    return own[-1] - _SLOWING * pace * (T - t) <= best
