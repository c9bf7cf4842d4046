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

__all__ = ["Distances", "covariance", "covariance_and_gradient", "distances", "gradient_in_x"]

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
    return (1.0 + _SQRT5 * r + 5.0 / 3.0 * r**2) * np.exp(-_SQRT5 * r - hamming)


def covariance_and_gradient(distance: Distances, length: Floats) -> tuple[Floats, Floats]:
    """``k`` (n, m) and its derivatives by log ``l`` (d + c, n, m).

    dM/d(r^2) = -5/6 (1 + sqrt5 r) exp(-sqrt5 r) has no singularity at r = 0, which dM/dr / r would have.
    """
    d = len(distance.D)
    r, hamming = _scaled(distance, length)
    decay = np.exp(-_SQRT5 * r - hamming)
    k = (1.0 + _SQRT5 * r + 5.0 / 3.0 * r**2) * decay
    slope = 5.0 / 3.0 * (1.0 + _SQRT5 * r) * decay
    inverse = length**-2.0
    gradient = np.empty((len(length), *r.shape))
    gradient[:d] = slope * distance.D * inverse[:d, None, None]
    gradient[d:] = 2.0 * k * distance.H * inverse[d:, None, None]
    return k, gradient


def _scaled(distance: Distances, length: Floats) -> tuple[Floats, Floats]:
    d = len(distance.D)
    inverse = length**-2.0
    r = np.sqrt(np.tensordot(inverse[:d], distance.D, axes=1))
    return r, np.tensordot(inverse[d:], distance.H, axes=1)


def gradient_in_x(
    a: Points, b: Points, conditional: NDArray[np.bool_], length: Floats, distance: Distances
) -> tuple[Floats, Floats]:
    """``k`` (n, m) and its derivatives by the numbers of ``a``, (d, n, m)."""
    d = a.X.shape[1]
    r, hamming = _scaled(distance, length)
    decay = np.exp(-_SQRT5 * r - hamming)
    k = (1.0 + _SQRT5 * r + 5.0 / 3.0 * r**2) * decay
    slope = -5.0 / 3.0 * (1.0 + _SQRT5 * r) * decay
    gradient = np.empty((d, *r.shape))
    for j in range(d):
        half = a.X[:, j, None] - b.X[None, :, j]
        if conditional[j]:
            half = np.where(a.P[:, j, None] & b.P[None, :, j], np.sin(half), 0.0)
        gradient[j] = slope * half * length[j] ** -2.0
    return k, gradient
