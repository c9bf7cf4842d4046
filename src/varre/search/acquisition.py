"""The logarithm of expected improvement, where expected improvement itself has long been zero.

    z        (best - mean) / sd, for a loss to minimise
    h(z)     phi(z) + z Phi(z);  EI = sd h(z)                           Jones, Schonlau and Welch (1998)
    log h    Ament et al. (2023), "Unexpected improvements", eq. 9: three ranges of z, each stable
    d log h / dz = Phi(z) / h(z)

Far in the tail EI underflows, its gradient vanishes and a search by gradient stands still; its logarithm does not.
"""

from __future__ import annotations

import numpy as np
from scipy.special import erfcx, log_ndtr, ndtr

from varre.models.encoding import Floats

__all__ = ["log_expected_improvement", "log_h", "slope_of_log_h"]

_LOG_SQRT_2PI = 0.5 * np.log(2.0 * np.pi)
_TAIL = -1.0
_FAR_TAIL = -1.0 / np.sqrt(np.finfo(np.float64).eps)


def log_h(z: Floats) -> Floats:
    """``log(phi(z) + z Phi(z))`` for any ``z``, to full precision."""
    near = np.maximum(z, _TAIL)
    direct = np.log(np.exp(-0.5 * near**2 - _LOG_SQRT_2PI) + near * ndtr(near))
    far = np.minimum(np.maximum(z, _FAR_TAIL), _TAIL)
    # z Phi(z) / phi(z) = -sqrt(pi/2) |z| erfcx(|z| / sqrt2), close to -1: log1p of it would cancel late, not early
    ratio = np.log(erfcx(-far / np.sqrt(2.0)) * -far) + 0.5 * np.log(0.5 * np.pi)
    tail = -0.5 * z**2 - _LOG_SQRT_2PI + np.log(-np.expm1(np.minimum(ratio, -1e-300)))
    beyond = -0.5 * z**2 - _LOG_SQRT_2PI - 2.0 * np.log(np.maximum(-z, 1.0))
    value: Floats = np.where(z > _TAIL, direct, np.where(z > _FAR_TAIL, tail, beyond))
    return value


def slope_of_log_h(z: Floats, logs: Floats) -> Floats:
    """``d log h / dz``, which is ``Phi(z) / h(z)``; ``logs`` are `log_h` of ``z``."""
    slope: Floats = np.exp(log_ndtr(z) - logs)
    return slope


def log_expected_improvement(mean: Floats, sd: Floats, best: Floats | float) -> Floats:
    """``log E[max(best - Y, 0)]`` for ``Y ~ N(mean, sd^2)``."""
    return np.log(sd) + log_h((best - mean) / sd)
