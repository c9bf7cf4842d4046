"""From good candidates to a local optimum of the acquisition on a mixed space.

Numbers by L-BFGS-B, all starts in one call (their sum has a gradient that does not mix them); then for each discrete
parameter every other value, the best taken if it improves; and again, until nothing does.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np
from scipy.optimize import fmin_l_bfgs_b

from varre.models.encoding import Encoder, Floats, Points
from varre.search.belief import Belief
from varre.search.pool import Candidate
from varre.space import Params, SearchSpace

__all__ = ["climb"]

_ROUNDS = 3
_STEPS = 40
_MOST_VALUES = 16
"""Of a parameter with more values than this, the nearest ones are tried."""


def climb(
    space: SearchSpace,
    encoder: Encoder,
    belief: Belief,
    candidates: Sequence[tuple[float, Candidate]],
    tried: AbstractSet[Hashable],
) -> Params:
    """The best configuration found from ``candidates`` (log EI and point), none of them in ``tried``."""
    current = list(candidates)
    for _ in range(_ROUNDS):
        current = _by_gradient(space, encoder, belief, current, tried)
        current, moved = _by_values(space, encoder, belief, current, tried)
        if not moved:
            break
    return max(current, key=lambda item: item[0])[1].params


def _by_gradient(
    space: SearchSpace,
    encoder: Encoder,
    belief: Belief,
    current: list[tuple[float, Candidate]],
    tried: AbstractSet[Hashable],
) -> list[tuple[float, Candidate]]:
    """Move the continuous numbers of all points uphill at once."""
    points = encoder.from_units([candidate.units for _, candidate in current])
    free = points.P & (encoder.levels == 0)[None, :]
    if not free.any():
        return current

    def negated(x: Floats) -> tuple[float, Floats]:
        value, slope = belief.log_ei_and_gradient(_with_numbers(points, free, x))
        return -float(value.sum()), -slope[free]

    bounds = [(0.0, 1.0)] * int(free.sum())
    top, _, _ = fmin_l_bfgs_b(negated, points.X[free], bounds=bounds, maxiter=_STEPS)
    moved = _with_numbers(points, free, top)
    after = [_decoded(space, encoder, moved, i) for i in range(len(moved))]
    return _better(space, encoder, belief, current, after, tried)


def _with_numbers(points: Points, free: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], x: Floats) -> Points:
    X = points.X.copy()
    X[free] = x
    return replace(points, X=X)


def _decoded(space: SearchSpace, encoder: Encoder, points: Points, i: int) -> Candidate:
    params = space.decode([0.5 if u is None else u for u in encoder.to_units(points, i)])
    return Candidate(params, space.encode(params))


def _better(
    space: SearchSpace,
    encoder: Encoder,
    belief: Belief,
    before: list[tuple[float, Candidate]],
    after: list[Candidate],
    tried: AbstractSet[Hashable],
) -> list[tuple[float, Candidate]]:
    """Of each pair the better one that may be tried."""
    scores = belief.log_ei(encoder.from_units([candidate.units for candidate in after]))
    return [
        (float(score), new) if score > old[0] and space.key(new.params) not in tried else old
        for old, new, score in zip(before, after, scores, strict=True)
    ]


def _by_values(
    space: SearchSpace,
    encoder: Encoder,
    belief: Belief,
    current: list[tuple[float, Candidate]],
    tried: AbstractSet[Hashable],
) -> tuple[list[tuple[float, Candidate]], bool]:
    """For each point the best change of one discrete parameter, if it is one."""
    moves = [(i, move) for i, (_, candidate) in enumerate(current) for move in _moves(space, candidate)]
    moves = [(i, move) for i, move in moves if space.key(move.params) not in tried]
    if not moves:
        return current, False
    scores = belief.log_ei(encoder.from_units([move.units for _, move in moves]))
    after = list(current)
    moved = False
    for (i, move), score in zip(moves, scores, strict=True):
        if score > after[i][0] + 1e-9:
            after[i] = float(score), move
            moved = True
    return after, moved


def _moves(space: SearchSpace, candidate: Candidate) -> Iterator[Candidate]:
    """The configurations that differ in one discrete parameter, and in what exists because of it."""
    u = [0.5 if unit is None else unit for unit in candidate.units]
    for place, parameter in enumerate(space.parameters):
        cardinality = parameter.distribution.cardinality
        if candidate.units[place] is None or cardinality is None or cardinality == 1:
            continue
        for other in _others(u[place], cardinality):
            params = space.decode([*u[:place], other, *u[place + 1 :]])
            if params.get(parameter.path) != candidate.params.get(parameter.path):
                yield Candidate(params, space.encode(params))


def _others(u: float, cardinality: int) -> list[float]:
    if cardinality <= _MOST_VALUES:
        return [(i + 0.5) / cardinality for i in range(cardinality)]
    steps = (1, 2, 4, 8)
    near = [u + sign * step / cardinality for step in steps for sign in (-1, 1)]
    return [other for other in near if 0.0 < other < 1.0]
