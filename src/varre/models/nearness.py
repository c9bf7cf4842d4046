"""The covariance of many points with fixed ones, by matrix products.

Numbers and categories lie in Euclidean spaces: what `kernel` sums parameter by parameter are squared distances, and
one product gives those of all points with all others, without temporaries of size d n m.

Notation, besides that of `encoding` and `kernel`:
    a         m points;  b  the n fixed ones
    A (m, f)  features of the numbers, sqrt5 / l times x, or (cos x, sin x) on an arc:  |A - B|^2 = 5 r^2
    G (m, g)  features of the categories, 1 / (sqrt2 l) where a point has one of them:  |G - H|^2 = sum_j H_j / l_j^2
    s (m, n)  -2 dk / d(r^2) = 5/3 (1 + sqrt5 r) exp(-sqrt5 r - ...)

    dk / dx_j = -s (x_j - x'_j) / l_j^2,  on an arc  -s sin(x_j - x'_j) / l_j^2 where both are present
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from varre.models.encoding import Floats, Points

__all__ = ["Nearness"]

_SQRT5 = np.sqrt(5.0)
_AT_ONCE = 128
"""Points whose covariances are reckoned in one piece: what is needed on the way stays in a core's cache."""


class Nearness:
    """The covariance with the points ``b`` (n) for length scales ``length`` (d + c,)."""

    def __init__(self, b: Points, conditional: NDArray[np.bool_], length: Floats) -> None:
        self._b = b
        self._conditional = conditional
        d = b.X.shape[1]
        self._weights: Floats = length[:d] ** -2.0
        self._stretch: Floats = _SQRT5 / length[:d]
        self._apart = length[d:] ** -1.0 / np.sqrt(2.0)
        self._choices = b.C.max(axis=0, initial=-1) + 3  # the last is for what no fixed point has
        self._numbers = _to(self._number_features(b))
        self._categories = _to(self._category_features(b))

    def covariance(self, a: Points) -> Floats:
        """``k`` (m, n)."""
        A, G = _from(self._number_features(a)), _from(self._category_features(a))
        k = np.empty((len(a), len(self._b)))
        work = np.empty((2, min(len(a), _AT_ONCE), len(self._b)))
        for start in range(0, len(a), _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            r, polynomial = work[:, : len(k[rows])]
            self._r_and_decay(A[rows], G[rows], r, k[rows])
            np.multiply(r, 1.0 / 3.0, out=polynomial)
            polynomial += 1.0
            polynomial *= r
            polynomial += 1.0
            k[rows] *= polynomial
        return k

    def covariance_and_slope(self, a: Points) -> tuple[Floats, Floats]:
        """``k`` and ``s``, (m, n) each."""
        r, decay = np.empty((2, len(a), len(self._b)))
        self._r_and_decay(_from(self._number_features(a)), _from(self._category_features(a)), r, decay)
        slope = 5.0 / 3.0 * (1.0 + r) * decay
        return 0.6 * slope + r * r / 3.0 * decay, slope

    def slopes_in_x(self, a: Points, weight: Floats) -> Floats:
        """``sum_n w_n dk_n / dx_j`` (m, d), with ``weight`` = ``w s`` (m, n)."""
        b = self._b
        slopes: Floats = a.X * weight.sum(axis=1)[:, None] - weight @ b.X
        arcs = self._conditional
        if arcs.any():
            x, y, there = a.X[:, arcs], b.X[:, arcs], b.P[:, arcs]
            along = np.sin(x) * (weight @ (there * np.cos(y))) - np.cos(x) * (weight @ (there * np.sin(y)))
            slopes[:, arcs] = a.P[:, arcs] * along
        slopes *= -self._weights
        return slopes

    def _r_and_decay(self, A: Floats, G: Floats, r: Floats, decay: Floats) -> None:
        """Put ``sqrt5 r`` and ``exp(-sqrt5 r - sum_j H_j / l_j^2)``, (m, n) each, where they shall be."""
        np.matmul(A, self._numbers, out=r)
        np.sqrt(np.maximum(r, 0.0, out=r), out=r)
        np.matmul(G, self._categories, out=decay)
        decay += r
        np.exp(np.negative(decay, out=decay), out=decay)

    def _number_features(self, points: Points) -> Floats:
        arcs = self._conditional
        straight = points.X[:, ~arcs] * self._stretch[~arcs]
        if not arcs.any():
            return straight
        radius = points.P[:, arcs] * self._stretch[arcs]
        return np.concatenate(
            [straight, radius * np.cos(points.X[:, arcs]), radius * np.sin(points.X[:, arcs])], axis=1
        )

    def _category_features(self, points: Points) -> Floats:
        ends = np.cumsum(self._choices)
        features = np.zeros((len(points), int(self._choices.sum())))
        rows = np.arange(len(points))
        for end, choices, apart, category in zip(ends, self._choices, self._apart, points.C.T, strict=True):
            features[rows, end - choices + np.minimum(category + 1, choices - 1)] = apart
        return features


def _from(A: Floats) -> Floats:
    """``A`` (m, f) made such that its product with `_to` of ``B`` (n, f) holds all squared distances (m, n)."""
    norms = np.einsum("ij,ij->i", A, A)[:, None]
    return np.concatenate([A, norms, np.ones_like(norms)], axis=1)


def _to(B: Floats) -> Floats:
    """See `_from`."""
    norms = np.einsum("ij,ij->i", B, B)[:, None]
    return np.ascontiguousarray(np.concatenate([-2.0 * B, np.ones_like(norms), norms], axis=1).T)
