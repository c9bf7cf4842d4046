"""From good candidates to a local optimum of the acquisition on a mixed space.

Numbers by BFGS, all starts at once; then for each discrete parameter every other value, the best taken if it improves;
and again, until nothing does.

Notation is that of `varre.search.pool`; s is the number of starts.
"""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from varre.models.ascent import ascend
from varre.models.encoding import Floats, Points
from varre.models.snapping import filled
from varre.search.belief import Belief
from varre.search.moves import Moves
from varre.search.pool import Candidates, configuration
from varre.space import Params

__all__ = ["climb"]

_ROUNDS = 3
_EVALUATIONS = 20
_LONGEST = 0.25
"""Of a range, at most so much in one step."""
_ENOUGH = 1e-2
"""A step that gains less of log EI is the last one: a hundredth of the improvement, but half of the evaluations."""
_HALVINGS = 6
_GAIN = 1e-9
"""Less than this is rounding."""


def climb(belief: Belief, candidates: Candidates, moves: Moves, tried: AbstractSet[Hashable]) -> Params:
    """The best configuration found from ``candidates``, of which there is at least one and none in ``tried``."""
    hill = _Hill(belief, moves, tried)
    V, scores = candidates.V.copy(), candidates.scores.copy()
    live = np.arange(len(V))
    for _ in range(_ROUNDS):
        before = hill.by_gradient(Candidates(V[live], scores[live]))
        after = hill.by_values(before)
        V[live], scores[live] = after.V, after.scores
        live = live[after.scores > before.scores]  # the others are at an optimum
        if not len(live):
            break
    return configuration(belief.encoder.space, V[int(np.argmax(scores))])


@dataclass(frozen=True, slots=True)
class _Hill:
    """The acquisition of one belief over what is feasible and has not been tried."""

    belief: Belief
    moves: Moves
    tried: AbstractSet[Hashable]

    def scored(self, V: Floats) -> Candidates:
        return Candidates(V, self.belief.log_ei(self.belief.encoder.from_units(V)))

    def is_free(self, v: Floats) -> bool:
        space = self.belief.encoder.space
        if not self.tried and not space.constraints:
            return True
        params = configuration(space, v)
        return space.allows(params) and space.key(params) not in self.tried

    def by_gradient(self, current: Candidates) -> Candidates:
        """Move the continuous numbers of all points uphill at once; of each pair keep the better one that is free."""
        encoder = self.belief.encoder
        points = encoder.from_units(current.V)
        free = points.P & (encoder.levels == 0)[None, :]
        if not free.any():
            return current
        top = encoder.to_units(self._top(points, free))
        U = filled(top)
        if encoder.space.constraints:
            U = self._drawn_back(U, current.V)
        new = self.scored(self.moves.snap(U))
        better = new.scores > current.scores
        better[better] = [self.is_free(v) for v in new.V[better]]
        return Candidates(np.where(better[:, None], new.V, current.V), np.where(better, new.scores, current.scores))

    def _top(self, points: Points, free: NDArray[np.bool_]) -> Points:
        def log_ei(X: Floats, rows: NDArray[np.intp]) -> tuple[Floats, Floats]:
            return self.belief.log_ei_and_gradient(replace(points[rows], X=X))

        low, high = np.where(free, 0.0, points.X), np.where(free, 1.0, points.X)
        top = ascend(log_ei, points.X, low, high, longest=_LONGEST, gain=_ENOUGH, evaluations=_EVALUATIONS)
        return replace(points, X=top.x)

    def _drawn_back(self, U: Floats, V: Floats) -> Floats:
        """Points that constraints forbid come back halfway to where the climb began, until they are allowed."""
        space = self.belief.encoder.space
        origin = filled(V)
        for _ in range(_HALVINGS):
            forbidden = ~np.array([space.allows(configuration(space, v)) for v in self.moves.snap(U)])
            if not forbidden.any():
                break
            U = np.where(forbidden[:, None], (U + origin) / 2, U)
        return U

    def by_values(self, current: Candidates) -> Candidates:
        """For each point the best free change of one discrete parameter, if one is better."""
        after = Candidates(current.V.copy(), current.scores.copy())
        starts, V = self.moves.of(current.V)
        if not len(V):
            return after
        steps = self.scored(V)
        gains = np.flatnonzero(steps.scores > current.scores[starts] + _GAIN)
        for i in gains[np.argsort(-steps.scores[gains], kind="stable")]:
            start = starts[i]
            if after.scores[start] == current.scores[start] and self.is_free(V[i]):
                after.V[start], after.scores[start] = V[i], steps.scores[i]
        return after
