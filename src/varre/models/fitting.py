"""Hyperparameters of a Gaussian process by maximum a posteriori.

Notation, besides that of `encoding`, `kernel` and `gp`:
    t  log of (l, s2, v), (d + c + 2,)

    log p(y|t) = -1/2 y'a - sum log L_ii - n/2 log 2 pi       Rasmussen and Williams (2006), eq. 5.8
    gradient   =  1/2 tr((a a' - K^-1) dK/dt)                 eq. 5.9

Priors: length scales log-normal with a location that grows by log(d + c) / 2 (Hvarfner, Hellsten and Nardi 2024),
noise log-normal, favouring little of it. A fit starts from fixed points, or from an optimum that the caller names: the
same data give the same model in every process.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import dsymv as symmetric_product
from scipy.linalg.lapack import dpotrf, dpotri

from varre.models.ascent import ascend
from varre.models.encoding import Encoder, Floats, Points
from varre.models.gp import JITTER, GaussianProcess, conditioned
from varre.models.kernel import covariance_of_pairs, pairs, slopes_by_length

__all__ = ["Evidence", "Optimum", "fit", "length_location", "log_prior", "optimum"]

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
_INFORMED = 5
"""So many points tell of a hyperparameter what its prior tells: a guess that makes the first steps good ones."""
_ENOUGH = 0.003
"""A step that gains less of the log density is the last one."""
_LONGEST = 2.0
_EVALUATIONS = 60


@dataclass(frozen=True, slots=True)
class Optimum:
    """Where a fit to ``n`` points ended: ``t``, its log ``density`` up to a constant, and the curvature there.

    ``B`` (d + c + 2, d + c + 2) estimates the inverse of the negated Hessian.
    """

    encoder: Encoder
    n: int
    t: Floats
    density: float
    B: Floats

    def process(self, points: Points, y: Floats) -> GaussianProcess:
        """The process with these hyperparameters and data."""
        length, signal, noise = np.exp(self.t[:-2]), float(np.exp(self.t[-2])), float(np.exp(self.t[-1]))
        return conditioned(self.encoder, points, y, length, signal, noise)


def fit(encoder: Encoder, points: Points, y: Floats) -> GaussianProcess:
    """The process with hyperparameters of maximum posterior density. See `optimum`."""
    return optimum(encoder, points, y).process(points, y)


def optimum(encoder: Encoder, points: Points, y: Floats, begin: Optimum | None = None) -> Optimum:
    """The hyperparameters of maximum posterior density: the best of a few local optima, or the one near ``begin``.

    ``points`` (n) and ``y`` (n,), standardised; n is at least 1. ``begin`` is an optimum for other data of the same
    kind.
    """
    evidence = Evidence(encoder, points, y)

    def density(ts: Floats, _: NDArray[np.intp]) -> tuple[Floats, Floats]:
        values = [evidence(t) for t in ts]
        return np.array([value for value, _ in values]), np.array([gradient for _, gradient in values])

    starts, B = _starts(encoder, len(y)) if begin is None else (begin.t[None, :], begin.B * begin.n / len(y))
    low, high = np.array([_BOUNDS_LENGTH] * encoder.dimension + [_BOUNDS_SIGNAL, _BOUNDS_NOISE]).T
    known = np.tile(B, (len(starts), 1, 1))
    tops = ascend(density, starts, low, high, longest=_LONGEST, gain=_ENOUGH, evaluations=_EVALUATIONS, B=known)
    best = int(np.argmax(tops.f))
    return Optimum(encoder, len(y), tops.x[best], float(tops.f[best]), tops.B[best])


def _starts(encoder: Encoder, n: int) -> tuple[Floats, Floats]:
    """Where to begin: in several places with few data, which may be explained in more than one way; and ``B``."""
    mode = length_location(encoder) - _LENGTH_SD**2
    starts = [np.concatenate([mode + shift, [0.0, noise]]) for shift, noise in _STARTS]
    deviations = np.array([_LENGTH_SD] * encoder.dimension + [_SIGNAL_SD, _NOISE_SD])
    return np.array(starts if n <= _FEW else starts[:1]), np.diag(deviations**2) / (1.0 + n / _INFORMED)


class Evidence:
    """The log posterior density of hyperparameters, up to a constant, given ``points`` (n) and ``y`` (n,).

    The density of the length scales is that of ``l``, not of its logarithm, so that its mode lies where Hvarfner et
    al. have it. LAPACK is called by name: for matrices this small SciPy's checks cost more than the work.
    """

    def __init__(self, encoder: Encoder, points: Points, y: Floats) -> None:
        self._y = y
        self._pairs = pairs(points, encoder.conditional)
        self._location = length_location(encoder)
        n = len(y)
        self._lower = self._pairs.rows + n * self._pairs.columns  # in Fortran's order
        self._diagonal = np.arange(n) * (n + 1)

    def __call__(self, t: Floats) -> tuple[float, Floats]:
        """The density at ``t``, and its gradient (d + c + 2,)."""
        length, signal, noise = np.exp(t[:-2]), float(np.exp(t[-2])), float(np.exp(t[-1]))
        k, slope = covariance_of_pairs(self._pairs, length)
        inverse, half_log_determinant = self._inverse(signal * k, signal * (1.0 + JITTER) + noise)
        alpha = symmetric_product(1.0, inverse, self._y, lower=1)
        # W = a a' - K^-1 below its diagonal, and the trace of it
        W = (np.multiply.outer(alpha, alpha) - inverse).ravel(order="F")[self._lower]
        trace = float(alpha @ alpha) - float(np.trace(inverse))
        gradient = np.empty_like(t)
        gradient[:-2] = signal * slopes_by_length(self._pairs, length, k, slope, W)
        gradient[-2] = signal * (float(W @ k) + 0.5 * (1.0 + JITTER) * trace)
        gradient[-1] = 0.5 * noise * trace
        prior, prior_gradient = log_prior(t, self._location)
        return -0.5 * float(self._y @ alpha) - half_log_determinant + prior, gradient + prior_gradient

    def _inverse(self, k: Floats, diagonal: float) -> tuple[Floats, float]:
        """The lower triangle of ``K^-1`` (n, n), and half the logarithm of K's determinant."""
        n = len(self._y)
        flat = np.zeros(n * n)
        flat[self._lower] = k
        flat[self._diagonal] = diagonal
        L, failed = dpotrf(flat.reshape(n, n, order="F"), lower=1, overwrite_a=1)
        if failed:
            raise np.linalg.LinAlgError(f"covariance of {n} points is not positive definite")
        half_log_determinant = float(np.log(np.diag(L)).sum())
        inverse, _ = dpotri(L, lower=1, overwrite_c=1)
        return inverse, half_log_determinant


def length_location(encoder: Encoder) -> Floats:
    """Location (d + c,) of the log-normal prior of the length scales."""
    location = np.full(encoder.dimension, np.sqrt(2.0) + np.log(max(encoder.dimension, 1)) / 2.0)
    location[len(encoder.numbers) :] += _CATEGORY_SHIFT
    return location


def log_prior(t: Floats, location: Floats) -> tuple[float, Floats]:
    """The log density of ``t`` before any data, up to a constant, and its gradient."""
    z = (t[:-2] - location) / _LENGTH_SD
    signal, noise = t[-2] / _SIGNAL_SD, (t[-1] - _NOISE_MEAN) / _NOISE_SD
    value = -0.5 * float(z @ z) - float(t[:-2].sum()) - 0.5 * float(signal**2 + noise**2)
    slope = np.concatenate([-z / _LENGTH_SD - 1.0, [-signal / _SIGNAL_SD, -noise / _NOISE_SD]])
    return value, slope
