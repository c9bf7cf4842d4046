"""Along one parameter, the others as in one configuration or averaged over many.

Notation, besides that of `varre.models.gp`:
    m          values of the parameter
    N          configurations averaged over, 1 for a single one

The average of a process over N points is normal, with mean and variance

    1/N sum_b k(x_b, X) a    and    1/N^2 sum_bc k(x_b, x_c) - q' K^-1 q,    q = 1/N sum_b k(X, x_b).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

from varre.models.encoding import Encoder, Floats, Points
from varre.models.kernel import covariance_between
from varre.search.belief import Belief
from varre.search.portrait.settings import Settings
from varre.space import Parameter, Params, Value, identity

__all__ = ["Course", "course", "positions"]

_POSITIONS = 41
_TAIL = 0.01
"""Of a distribution without ends so much is left out on each side: its quantiles 0 and 1 are eight deviations away."""


@dataclass(frozen=True, slots=True)
class Course:
    """Mean and variance (m,) of the signal at ``values``; the last of them where it is absent, if ``can_be_absent``."""

    path: str
    values: tuple[Value, ...]
    mean: Floats
    variance: Floats
    can_be_absent: bool


def course(belief: Belief, settings: Settings, parameter: Parameter, over: Sequence[Params]) -> Course | None:
    """The course along ``parameter``, averaged ``over`` configurations; ``None`` where it cannot be made to exist."""
    values = positions(belief.encoder, parameter)
    rows = [[settings.present(each, parameter.path, value) for each in over] for value in values]
    if any(params is None for row in rows for params in row):
        return None
    without = [settings.absent(each, parameter.path) for each in over]
    can_be_absent = all(params is not None for params in without)
    rows += [without] if can_be_absent else []
    mean, variance = _averages(belief, [params for row in rows for params in row if params is not None], len(over))
    return Course(parameter.path, values, mean, variance, can_be_absent)


def positions(encoder: Encoder, parameter: Parameter) -> tuple[Value, ...]:
    """The values to look at: all of few, else evenly on the axis, which is logarithmic over two decades or more."""
    distribution = parameter.distribution
    if distribution.cardinality is not None and distribution.cardinality <= _POSITIONS:
        return distribution.values()
    end = _TAIL if distribution.kind.endswith("normal") else 0.0
    u = np.linspace(end, 1.0 - end, _POSITIONS)
    ratio = _ratio(encoder, parameter)
    if ratio > 1.0:
        u = np.expm1(u * np.log(ratio)) / (ratio - 1.0)
    values = [distribution.from_unit(each) for each in u.tolist()]
    return tuple({identity(value): value for value in values}.values())


def _ratio(encoder: Encoder, parameter: Parameter) -> float:
    """R of a uniform number over decades, whether or not the model sees it by its logarithm."""
    logarithmic = Encoder(encoder.space, logarithmic=True)
    place = encoder.space.parameters.index(parameter)
    return float(logarithmic.ratios[logarithmic.numbers.index(place)]) if place in logarithmic.numbers else 1.0


def _averages(belief: Belief, configurations: Sequence[Params], N: int) -> tuple[Floats, Floats]:
    """Mean and variance (m,) of each N ``configurations`` (m N)."""
    p = belief.seen
    points = p.encoder.encode(configurations)
    q = p.covariance_with(points).reshape(-1, N, len(p.points)).mean(axis=1)
    v = solve_triangular(p.L, q.T, lower=True, check_finite=False)
    starts = range(0, len(points), N)
    prior = np.array([_own(belief, points[start : start + N]) for start in starts])
    variance = prior - np.einsum("ij,ij->j", v, v)
    return q @ p.alpha, np.maximum(variance, 1e-12 * p.signal)


def _own(belief: Belief, points: Points) -> float:
    p = belief.seen
    return p.signal * float(covariance_between(points, points, p.encoder.conditional, p.length).mean())
