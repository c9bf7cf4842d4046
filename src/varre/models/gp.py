"""A Gaussian process on a mixed space, its hyperparameters given; `fitting` finds them.

Notation, besides that of `encoding` and `kernel`:
    y (n,)    standardised, warped losses
    s2        variance of the signal;  v  variance of the noise
    K (n, n)  s2 k(X, X) + v I;  L its Cholesky factor;  a = K^-1 y
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular

from varre.models.encoding import Encoder, Floats, Points
from varre.models.kernel import covariance, distances
from varre.models.nearness import Nearness

__all__ = ["JITTER", "GaussianProcess", "conditioned"]

_AT_ONCE = 256
"""Points predicted in one piece: larger arrays go back to the system each time, and cost more to get than to fill."""
JITTER = 1e-9
"""What is added to the diagonal of ``K``, in units of the signal's variance, so that it has a Cholesky factor."""


@dataclass(frozen=True, slots=True)
class GaussianProcess:
    """A fitted process: data ``points`` (n) and ``y`` (n,), hyperparameters, ``L`` (n, n) lower and ``alpha`` (n,).

    ``near`` gives the covariance of other points with the data, without the signal's variance.
    """

    encoder: Encoder
    points: Points
    y: Floats
    length: Floats
    signal: float
    noise: float
    L: Floats
    alpha: Floats
    near: Nearness

    @property
    def mean_at_data(self) -> Floats:
        """Posterior mean of the signal at the data: (n,), or (n, S) with fantasies."""
        return self.y - self.noise * self.alpha

    def covariance_with(self, points: Points) -> Floats:
        """Signal covariance of ``points`` (m) with the data, (m, n)."""
        k = self.near.covariance(points)
        k *= self.signal
        return k

    def predict(self, points: Points) -> tuple[Floats, Floats]:
        """Posterior mean (m,) and standard deviation (m,) of the signal, without noise."""
        pieces = [self._predicted(points[i : i + _AT_ONCE]) for i in range(0, max(len(points), 1), _AT_ONCE)]
        mean, deviation = (np.concatenate(part) for part in zip(*pieces, strict=True))
        return mean, deviation

    def _predicted(self, points: Points) -> tuple[Floats, Floats]:
        k = self.covariance_with(points)
        return k @ self.alpha, self._deviation(k)

    def _deviation(self, k: Floats) -> Floats:
        v = solve_triangular(self.L, k.T, lower=True, check_finite=False)
        deviation: Floats = np.sqrt(np.maximum(self.signal - np.einsum("ij,ij->j", v, v), 1e-12 * self.signal))
        return deviation

    def joint(self, points: Points) -> tuple[Floats, Floats]:
        """Posterior mean (m,) and covariance (m, m) of the signal at ``points``."""
        k = self.covariance_with(points)
        v = solve_triangular(self.L, k.T, lower=True, check_finite=False)
        prior = self.signal * covariance(distances(points, points, self.encoder.conditional), self.length)
        return k @ self.alpha, prior - v.T @ v

    def given(self, points: Points, y: Floats) -> GaussianProcess:
        """The process with further data and the same hyperparameters; ``y`` may be (m,) or (m, S) for S fantasies.

        With (m, S), ``y`` and ``alpha`` of the result are (n + m, S).
        """
        old = self.y if y.ndim == 1 else np.repeat(self.y[:, None], y.shape[1], axis=1)
        return conditioned(
            self.encoder, self.points + points, np.concatenate([old, y]), self.length, self.signal, self.noise
        )


def conditioned(
    encoder: Encoder, points: Points, y: Floats, length: Floats, signal: float, noise: float
) -> GaussianProcess:
    """The process with these hyperparameters and data; ``y`` may be (n,) or (n, S)."""
    near = Nearness(points, encoder.conditional, length)
    K = signal * near.covariance(points)
    K[np.diag_indices_from(K)] += noise + JITTER * signal
    L = cholesky(K, lower=True, check_finite=False)
    alpha = cho_solve((L, True), y, check_finite=False)
    return GaussianProcess(encoder, points, y, length, signal, noise, L, alpha, near)
