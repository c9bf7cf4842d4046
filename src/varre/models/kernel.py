"""Covariance on a mixed space: Matérn 5/2 over the numbers, times exponentiated Hamming distance over the categories.

Notation, besides that of `encoding`:
    l (d + c,)    length scales, numbers first
    D (d, n, m)   squared distances per number
    H (c, n, m)   1 where categories differ, else 0
    r (n, m)      sqrt(sum_j D_j / l_j^2)
    k             M(r) exp(-sum_j H_j / l_j^2),  M(r) = (1 + sqrt5 r + 5/3 r^2) exp(-sqrt5 r)

M is Rasmussen and Williams (2006), eq. 4.17. The second factor is that of CoCaBO (Ru et al. 2020) with a weight per
category. A number that may be absent lies on an arc (Swersky et al. 2013): present at (cos x, sin x), absent at the
origin, so that all present values are one unit from an absent one; it stays a positive definite kernel.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from varre.models.encoding import Floats, Points
from varre.models.nearness import Nearness

__all__ = [
    "Distances",
    "Pairs",
    "covariance",
    "covariance_between",
    "covariance_of_pairs",
    "distances",
    "pairs",
    "slopes_by_length",
]

_SQRT5 = np.sqrt(5.0)


class Distances(NamedTuple):
    """``D`` (d, n, m) squared distances of numbers and ``H`` (c, n, m) differences of categories."""

    D: Floats
    H: Floats


def distances(a: Points, b: Points, conditional: NDArray[np.bool_]) -> Distances:
    """How far the points of ``a`` (n) lie from those of ``b`` (m), in each column."""
    d, c = a.X.shape[1], a.C.shape[1]
    D = np.empty((d, len(a), len(b)))
    for j in range(d):
        difference = a.X[:, j, None] - b.X[None, :, j]
        D[j] = difference**2
        if conditional[j]:
            D[j] = _arc(difference, a.P[:, j, None], b.P[None, :, j])
    H = np.empty((c, len(a), len(b)))
    for j in range(c):
        H[j] = a.C[:, j, None] != b.C[None, :, j]
    return Distances(D, H)


def _arc(difference: Floats, in_a: NDArray[np.bool_], in_b: NDArray[np.bool_]) -> Floats:
    """Squared chords: both present, 2 - 2 cos(x - x'); one absent, 1; both absent, 0."""
    squared: Floats = np.where(in_a & in_b, 2.0 - 2.0 * np.cos(difference), (in_a ^ in_b).astype(np.float64))
    return squared


def covariance(distance: Distances, length: Floats) -> Floats:
    """``k`` (n, m) for length scales ``length`` (d + c,)."""
    r, hamming = _scaled(distance, length)
    k: Floats = (1.0 + _SQRT5 * r + 5.0 / 3.0 * r**2) * np.exp(-_SQRT5 * r - hamming)
    return k


def covariance_between(a: Points, b: Points, conditional: NDArray[np.bool_], length: Floats) -> Floats:
    """``k`` (n, m) of the points of ``a`` (n) with those of ``b`` (m), without temporaries of size d n m."""
    return Nearness(b, conditional, length).covariance(a)


class Pairs(NamedTuple):
    """The p = n (n - 1) / 2 pairs of n points: ``rows`` and ``columns`` (p,), distances ``D`` (d, p), ``H`` (c, p).

    A matrix that is symmetric with a constant diagonal is half the work when only these are reckoned.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    D: Floats
    H: Floats


def pairs(points: Points, conditional: NDArray[np.bool_]) -> Pairs:
    """All pairs of ``points``, each once, with their distances in each column."""
    rows, columns = np.tril_indices(len(points), -1)
    D = np.empty((points.X.shape[1], len(rows)))
    for j, x in enumerate(points.X.T):
        D[j] = (x[rows] - x[columns]) ** 2
        if conditional[j]:
            present = points.P[:, j]
            D[j] = _arc(x[rows] - x[columns], present[rows], present[columns])
    H = np.empty((points.C.shape[1], len(rows)))
    for j, category in enumerate(points.C.T):
        H[j] = category[rows] != category[columns]
    return Pairs(rows, columns, D, H)


def covariance_of_pairs(pairs: Pairs, length: Floats) -> tuple[Floats, Floats]:
    """``k`` (p,) and ``-2 dk/d(r^2)`` (p,).

    dM/d(r^2) = -5/6 (1 + sqrt5 r) exp(-sqrt5 r) has no singularity at r = 0, which dM/dr / r would have.
    """
    weights, d = length**-2.0, len(pairs.D)
    r = _SQRT5 * np.sqrt(weights[:d] @ pairs.D)
    decay = np.exp(-r - weights[d:] @ pairs.H)
    slope = (5.0 / 3.0) * (1.0 + r) * decay
    return slope * (3.0 / 5.0) + r * r / 3.0 * decay, slope


def slopes_by_length(pairs: Pairs, length: Floats, k: Floats, slope: Floats, weight: Floats) -> Floats:
    """``sum_p weight_p dk_p / d log l`` (d + c,), with ``k`` and ``slope`` of `covariance_of_pairs`."""
    by_weight = [pairs.D @ (weight * slope), 2.0 * (pairs.H @ (weight * k))]
    slopes: Floats = length**-2.0 * np.concatenate(by_weight)
    return slopes


def _scaled(distance: Distances, length: Floats) -> tuple[Floats, Floats]:
    d = len(distance.D)
    inverse = length**-2.0
    r = np.sqrt(np.tensordot(inverse[:d], distance.D, axes=1))
    return r, np.tensordot(inverse[d:], distance.H, axes=1)
