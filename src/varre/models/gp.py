"""A Gaussian process on a mixed space, its hyperparameters by maximum a posteriori.

Notation, besides that of `encoding` and `kernel`:
    y (n,)    standardised, warped losses
    s2        variance of the signal;  v  variance of the noise
    K (n, n)  s2 k(X, X) + v I;  L its Cholesky factor;  a = K^-1 y
    t         log of (l, s2, v), (d + c + 2,)

    log p(y|t) = -1/2 y'a - sum log L_ii - n/2 log 2 pi       Rasmussen and Williams (2006), eq. 5.8
    gradient   =  1/2 tr((a a' - K^-1) dK/dt)                 eq. 5.9

Priors: length scales log-normal with a location that grows by log(d + c) / 2 (Hvarfner, Hellsten and Nardi 2024),
noise log-normal, favouring little of it. A fit starts from fixed points, never from an earlier fit: the same data give
the same model in every process.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import fmin_l_bfgs_b

from varre.models.encoding import Encoder, Floats, Points
from varre.models.kernel import Distances, covariance, covariance_and_gradient, distances

__all__ = ["GaussianProcess", "fit", "log_posterior"]

_LENGTH_SD = np.sqrt(3.0)
_CATEGORY_SHIFT = 1.0
"""Categories are taken to be more alike than the ends of a number's range, until the data say otherwise."""
_NOISE_MEAN, _NOISE_SD = -9.0, 2.5
_SIGNAL_SD = 1.0
_BOUNDS_LENGTH = (np.log(0.02), np.log(200.0))
_BOUNDS_SIGNAL = (np.log(0.05), np.log(20.0))
_BOUNDS_NOISE = (np.log(1e-8), np.log(1.0))
_STARTS = (0.0, -0.7, 1.2)
"""Where fits begin: all length scales at their prior's mode, at half of it, at three times it."""
_STEPS = 60
_JITTER = 1e-9


@dataclass(frozen=True, slots=True)
class GaussianProcess:
    """A fitted process: data ``points`` (n) and ``y`` (n,), hyperparameters, ``L`` (n, n) lower and ``alpha`` (n,)."""

    encoder: Encoder
    points: Points
    y: Floats
    length: Floats
    signal: float
    noise: float
    L: Floats
    alpha: Floats

    def covariance_with(self, points: Points) -> Floats:
        """Signal covariance of ``points`` (m) with the data, (m, n)."""
        return self.signal * covariance(distances(points, self.points, self.encoder.conditional), self.length)

    def predict(self, points: Points) -> tuple[Floats, Floats]:
        """Posterior mean (m,) and standard deviation (m,) of the signal, without noise."""
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
        return _conditioned(
            self.encoder, self.points + points, np.concatenate([old, y]), self.length, self.signal, self.noise
        )


def _conditioned(
    encoder: Encoder, points: Points, y: Floats, length: Floats, signal: float, noise: float
) -> GaussianProcess:
    K = signal * covariance(distances(points, points, encoder.conditional), length)
    K[np.diag_indices_from(K)] += noise + _JITTER * signal
    L = cholesky(K, lower=True, check_finite=False)
    return GaussianProcess(encoder, points, y, length, signal, noise, L, cho_solve((L, True), y, check_finite=False))


def fit(encoder: Encoder, points: Points, y: Floats) -> GaussianProcess:
    """The process with hyperparameters of maximum posterior density, the best of a few local optima.

    ``points`` (n) and ``y`` (n,), standardised; n is at least 1.
    """
    distance = distances(points, points, encoder.conditional)
    centre = _length_location(encoder) - _LENGTH_SD**2
    bounds = [_BOUNDS_LENGTH] * encoder.dimension + [_BOUNDS_SIGNAL, _BOUNDS_NOISE]
    best: tuple[float, Floats] | None = None
    for start in _STARTS:
        t0 = np.concatenate([centre + start, [0.0, _NOISE_MEAN]])
        low, high = np.array(bounds).T
        found, value, _ = fmin_l_bfgs_b(
            lambda t: _negated(log_posterior(t, encoder, distance, y)),
            np.clip(t0, low, high),
            bounds=bounds,
            maxiter=_STEPS,
        )
        if best is None or value < best[0] - 1e-6:
            best = float(value), found
    assert best is not None
    t = best[1]
    return _conditioned(encoder, points, y, np.exp(t[:-2]), float(np.exp(t[-2])), float(np.exp(t[-1])))


def _negated(value_and_gradient: tuple[float, Floats]) -> tuple[float, Floats]:
    value, gradient = value_and_gradient
    return -value, -gradient


def _length_location(encoder: Encoder) -> Floats:
    """Location (d + c,) of the log-normal prior of the length scales."""
    location = np.full(encoder.dimension, np.sqrt(2.0) + np.log(max(encoder.dimension, 1)) / 2.0)
    location[len(encoder.numbers) :] += _CATEGORY_SHIFT
    return location


def log_posterior(t: Floats, encoder: Encoder, distance: Distances, y: Floats) -> tuple[float, Floats]:
    """Log posterior density, up to a constant, and its gradient (d + c + 2,) at ``t``.

    ``distance`` is `kernel.distances` of the data with themselves. The density of the length scales is that of ``l``,
    not of its logarithm, so that its mode lies where Hvarfner et al. have it.
    """
    n = len(y)
    length, signal, noise = np.exp(t[:-2]), np.exp(t[-2]), np.exp(t[-1])
    k, dk = covariance_and_gradient(distance, length)
    K = signal * k
    K[np.diag_indices_from(K)] += noise + _JITTER * signal
    L = cholesky(K, lower=True, check_finite=False)
    inverse = cho_solve((L, True), np.eye(n), check_finite=False)
    alpha = inverse @ y
    W = np.outer(alpha, alpha) - inverse
    value = -0.5 * float(y @ alpha) - float(np.log(np.diag(L)).sum())
    gradient = np.empty_like(t)
    gradient[:-2] = 0.5 * signal * np.tensordot(dk, W, axes=([1, 2], [0, 1]))
    gradient[-2] = 0.5 * signal * (float(np.sum(W * k)) + _JITTER * float(np.trace(W)))
    gradient[-1] = 0.5 * noise * float(np.trace(W))
    prior, slope = _log_prior(t, _length_location(encoder))
    return value + prior, gradient + slope


def _log_prior(t: Floats, location: Floats) -> tuple[float, Floats]:
    z = (t[:-2] - location) / _LENGTH_SD
    signal, noise = t[-2] / _SIGNAL_SD, (t[-1] - _NOISE_MEAN) / _NOISE_SD
    value = -0.5 * float(z @ z) - float(t[:-2].sum()) - 0.5 * float(signal**2 + noise**2)
    slope = np.concatenate([-z / _LENGTH_SD - 1.0, [-signal / _SIGNAL_SD, -noise / _NOISE_SD]])
    return value, slope
