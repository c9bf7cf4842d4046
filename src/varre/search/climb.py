"""From good candidates to a local optimum of the acquisition on a mixed space.

Numbers by L-BFGS-B, all starts in one call (their sum has a gradient that does not mix them); then for each discrete
parameter every other value, the best taken if it improves; and again, until nothing does.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import fmin_l_bfgs_b

from varre.models.encoding import Floats, Points
from varre.search.belief import Belief
from varre.search.pool import Candidate
from varre.space import Distribution, Params, SearchSpace, identity

__all__ = ["climb", "moves"]

_ROUNDS = 3
_STEPS = 40
_MOST_VALUES = 16
"""Of a parameter with more values than this, the nearest ones are tried."""

_GAIN = 1e-9
"""Less than this is rounding."""

Scored = tuple[float, Candidate]
"""A candidate with its log EI."""


def climb(belief: Belief, candidates: Sequence[Scored], tried: AbstractSet[Hashable]) -> Params:
    """The best configuration found from ``candidates``, of which there is at least one and none in ``tried``."""
    hill = _Hill(belief, tried)
    current = list(candidates)
    for _ in range(_ROUNDS):
        current, moved = hill.by_values(hill.by_gradient(current))
        if not moved:
            break
    return max(current, key=lambda item: item[0])[1].params


@dataclass(frozen=True, slots=True)
class _Hill:
    """The acquisition of one belief over what has not been tried."""

    belief: Belief
    tried: AbstractSet[Hashable]

    @property
    def space(self) -> SearchSpace:
        return self.belief.encoder.space

    def scores(self, candidates: Sequence[Candidate]) -> list[float]:
        points = self.belief.encoder.from_units([candidate.units for candidate in candidates])
        return [float(score) for score in self.belief.log_ei(points)]

    def is_free(self, candidate: Candidate) -> bool:
        return not self.tried or self.space.key(candidate.params) not in self.tried

    def by_gradient(self, current: list[Scored]) -> list[Scored]:
        """Move the continuous numbers of all points uphill at once; of each pair keep the better one that is free."""
        points = self.belief.encoder.from_units([candidate.units for _, candidate in current])
        free = points.P & (self.belief.encoder.levels == 0)[None, :]
        if not free.any():
            return current
        top = self._top(points, free)
        after = [self._decoded(top, i) for i in range(len(top))]
        return [
            (score, new) if score > old[0] and self.is_free(new) else old
            for old, new, score in zip(current, after, self.scores(after), strict=True)
        ]

    def _top(self, points: Points, free: NDArray[np.bool_]) -> Points:
        def negated(x: Floats) -> tuple[float, Floats]:
            value, slope = self.belief.log_ei_and_gradient(_with_numbers(points, free, x))
            return -float(value.sum()), -slope[free]

        bounds = [(0.0, 1.0)] * int(free.sum())
        top, _, _ = fmin_l_bfgs_b(negated, points.X[free], bounds=bounds, maxiter=_STEPS)
        return _with_numbers(points, free, top)

    def _decoded(self, points: Points, i: int) -> Candidate:
        units = self.belief.encoder.to_units(points, i)
        params = self.space.decode([0.5 if u is None else u for u in units])
        return Candidate(params, self.space.encode(params))

    def by_values(self, current: list[Scored]) -> tuple[list[Scored], bool]:
        """For each point the best change of one discrete parameter, if there is one; and whether there was any."""
        steps = [
            (i, move)
            for i, (_, candidate) in enumerate(current)
            for move in moves(self.space, candidate)
            if self.is_free(move)
        ]
        after = list(current)
        moved = False
        for (i, move), score in zip(steps, self.scores([move for _, move in steps]) if steps else (), strict=True):
            if score > after[i][0] + _GAIN:
                after[i] = score, move
                moved = True
        return after, moved


def _with_numbers(points: Points, free: NDArray[np.bool_], x: Floats) -> Points:
    X = points.X.copy()
    X[free] = x
    return replace(points, X=X)


def moves(space: SearchSpace, candidate: Candidate) -> Iterator[Candidate]:
    """The configurations that differ in one discrete parameter, and in what exists because of it."""
    u = [0.5 if unit is None else unit for unit in candidate.units]
    for place, parameter in enumerate(space.parameters):
        if parameter.path not in candidate.params:
            continue
        here = identity(candidate.params[parameter.path])
        for other in _others(u[place], parameter.distribution):
            params = space.decode([*u[:place], other, *u[place + 1 :]])
            if identity(params[parameter.path]) != here:
                yield Candidate(params, space.encode(params))


def _others(u: float, distribution: Distribution) -> list[float]:
    """Quantiles of the other values of a discrete parameter, or of those near ``u`` where there are many."""
    cardinality = distribution.cardinality
    if cardinality is None or cardinality == 1:
        return []
    if cardinality <= _MOST_VALUES:
        return [distribution.to_unit(value) for value in distribution.values()]
    near = [u + sign * step / cardinality for step in (1, 2, 4, 8) for sign in (-1, 1)]
    return [other for other in near if 0.0 < other < 1.0]
