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
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.linalg.blas import dsymv as symmetric_product
from scipy.linalg.lapack import dpotrf, dpotri

from varre.models.ascent import ascend
from varre.models.encoding import Encoder, Floats, Points
from varre.models.kernel import (
    Pairs,
    covariance,
    covariance_of_pairs,
    distances,
    pairs,
    slopes_by_length,
)
from varre.models.nearness import Nearness

__all__ = ["GaussianProcess", "fit", "log_posterior"]

_LENGTH_SD = np.sqrt(3.0)
_CATEGORY_SHIFT = 1.0
"""Categories are taken to be more alike than the ends of a number's range, until the data say otherwise."""
_NOISE_MEAN, _NOISE_SD = -9.0, 2.5
_SIGNAL_SD = 1.0
_BOUNDS_LENGTH = (np.log(0.02), np.log(200.0))
_BOUNDS_SIGNAL = (np.log(0.05), np.log(20.0))
_BOUNDS_NOISE = (np.log(1e-8), np.log(1.0))
_STARTS = ((0.0, -2.0), (1.2, -9.0))
"""Where fits begin, as what is added to the prior's mode of the length scales, and the log of the noise.

Noise comes first: from too much of it the climb finds less, but a fit that begins without noise explains it by short
length scales and stays there.
"""
_FEW = 50
"""Above so many points the first start led to the best optimum in every case looked at."""
_ENOUGH = 0.003
"""A step that gains less of the log density is the last one."""
_LONGEST = 2.0
_EVALUATIONS = 60
_JITTER = 1e-9


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

    def log_density(self) -> float:
        """How well the data are explained: the log posterior density of the hyperparameters, up to a constant."""
        t = np.log([*self.length, self.signal, self.noise])
        return log_posterior(t, self.encoder, pairs(self.points, self.encoder.conditional), self.y)[0]

    @property
    def mean_at_data(self) -> Floats:
        """Posterior mean of the signal at the data: (n,), or (n, S) with fantasies."""
        return self.y - self.noise * self.alpha

    def covariance_with(self, points: Points) -> Floats:
        """Signal covariance of ``points`` (m) with the data, (m, n)."""
        return self.signal * self.near.covariance(points)

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
    alpha = cho_solve((L, True), y, check_finite=False)
    near = Nearness(points, encoder.conditional, length)
    return GaussianProcess(encoder, points, y, length, signal, noise, L, alpha, near)


def fit(encoder: Encoder, points: Points, y: Floats) -> GaussianProcess:
    """The process with hyperparameters of maximum posterior density, the best of a few local optima.

    ``points`` (n) and ``y`` (n,), standardised; n is at least 1.
    """
    every = pairs(points, encoder.conditional)

    def density(ts: Floats, _: NDArray[np.intp]) -> tuple[Floats, Floats]:
        values = [log_posterior(t, encoder, every, y) for t in ts]
        return np.array([value for value, _ in values]), np.array([gradient for _, gradient in values])

    low, high = np.array([_BOUNDS_LENGTH] * encoder.dimension + [_BOUNDS_SIGNAL, _BOUNDS_NOISE]).T
    starts = np.array(_starts(encoder, len(y)))
    tops = ascend(density, starts, low, high, longest=_LONGEST, gain=_ENOUGH, evaluations=_EVALUATIONS)
    t = tops.x[int(np.argmax(tops.f))]
    return _conditioned(encoder, points, y, np.exp(t[:-2]), float(np.exp(t[-2])), float(np.exp(t[-1])))


def _starts(encoder: Encoder, n: int) -> list[Floats]:
    """Where to begin: in several places with few data, which may be explained in more than one way."""
    mode = _length_location(encoder) - _LENGTH_SD**2
    starts = [np.concatenate([mode + shift, [0.0, noise]]) for shift, noise in _STARTS]
    return starts if n <= _FEW else starts[:1]


def _length_location(encoder: Encoder) -> Floats:
    """Location (d + c,) of the log-normal prior of the length scales."""
    location = np.full(encoder.dimension, np.sqrt(2.0) + np.log(max(encoder.dimension, 1)) / 2.0)
    location[len(encoder.numbers) :] += _CATEGORY_SHIFT
    return location


def log_posterior(t: Floats, encoder: Encoder, every: Pairs, y: Floats) -> tuple[float, Floats]:
    """Log posterior density, up to a constant, and its gradient (d + c + 2,) at ``t``.

    ``every`` is `kernel.pairs` of the data. The density of the length scales is that of ``l``, not of its logarithm,
    so that its mode lies where Hvarfner et al. have it.
    """
    length, signal, noise = np.exp(t[:-2]), float(np.exp(t[-2])), float(np.exp(t[-1]))
    k, slope = covariance_of_pairs(every, length)
    inverse, half_log_determinant = _inverse(every, signal * k, signal * (1.0 + _JITTER) + noise, len(y))
    alpha = symmetric_product(1.0, inverse, y, lower=1)
    # W = a a' - K^-1 below its diagonal, and the trace of it
    W = alpha[every.rows] * alpha[every.columns] - inverse[every.rows, every.columns]
    trace = float(alpha @ alpha) - float(np.trace(inverse))
    gradient = np.empty_like(t)
    gradient[:-2] = signal * slopes_by_length(every, length, k, slope, W)
    gradient[-2] = signal * (float(W @ k) + 0.5 * (1.0 + _JITTER) * trace)
    gradient[-1] = 0.5 * noise * trace
    prior, prior_gradient = _log_prior(t, _length_location(encoder))
    return -0.5 * float(y @ alpha) - half_log_determinant + prior, gradient + prior_gradient


def _inverse(every: Pairs, k: Floats, diagonal: float, n: int) -> tuple[Floats, float]:
    """The lower triangle of ``K^-1`` (n, n), and half the logarithm of K's determinant.

    LAPACK is called by name: for matrices this small SciPy's checks cost more than the work.
    """
    K = np.zeros((n, n), order="F")
    K[every.rows, every.columns] = k
    K[np.diag_indices(n)] = diagonal
    L, failed = dpotrf(K, lower=1, overwrite_a=1)
    if failed:
        raise np.linalg.LinAlgError(f"covariance of {n} points is not positive definite")
    half_log_determinant = float(np.log(np.diag(L)).sum())
    inverse, _ = dpotri(L, lower=1, overwrite_c=1)
    return inverse, half_log_determinant


def _log_prior(t: Floats, location: Floats) -> tuple[float, Floats]:
    z = (t[:-2] - location) / _LENGTH_SD
    signal, noise = t[-2] / _SIGNAL_SD, (t[-1] - _NOISE_MEAN) / _NOISE_SD
    value = -0.5 * float(z @ z) - float(t[:-2].sum()) - 0.5 * float(signal**2 + noise**2)
    slope = np.concatenate([-z / _LENGTH_SD - 1.0, [-signal / _SIGNAL_SD, -noise / _NOISE_SD]])
    return value, slope
