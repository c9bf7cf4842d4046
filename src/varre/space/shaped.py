"""Distributions with a shape: normal, log-normal, beta.

Notation: ``x`` a value, ``u`` its quantile.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from statistics import NormalDist
from typing import ClassVar

from varre.space.continuous import Continuous
from varre.space.logarithmic import exp

__all__ = ["Beta", "LogNormal", "Normal"]

_LARGEST = sys.float_info.max
_SMALLEST = 5e-324
_TAIL = 2.0**-53
"""The quantile that stands for 0 where 0 itself has no finite value: 8.2 standard deviations out."""
_STANDARD = NormalDist()


def _score(u: float) -> float:
    return _STANDARD.inv_cdf(min(max(u, _TAIL), 1 - _TAIL))


def _normal_cdf(x: float, mu: float, sigma: float) -> float:
    if sigma == 0:
        return 0.5
    # erfc keeps its relative precision in the lower tail, where 1 + erf has none left.
    return 0.5 * math.erfc(-(x - mu) / sigma / math.sqrt(2))


@dataclass(frozen=True, slots=True)
class Normal(Continuous):
    """The normal distribution; ``sigma`` of 0 gives ``mu`` always."""

    kind: ClassVar[str] = "normal"
    mu: float = 0.0
    sigma: float = 1.0

    @property
    def low(self) -> float:
        """The least float."""
        return -_LARGEST

    @property
    def high(self) -> float:
        """The greatest float."""
        return _LARGEST

    def quantile(self, u: float) -> float:
        """The score at ``u``, scaled; at 0 and 1 that of the last float before them."""
        return self.mu + self.sigma * _score(u)

    def cdf(self, x: float) -> float:
        """The normal distribution function."""
        return _normal_cdf(x, self.mu, self.sigma)


@dataclass(frozen=True, slots=True)
class LogNormal(Continuous):
    """``exp`` of a normal distribution with ``mu`` and ``sigma``."""

    kind: ClassVar[str] = "log_normal"
    mu: float = 0.0
    sigma: float = 1.0

    @property
    def low(self) -> float:
        """The least float above 0."""
        return _SMALLEST

    @property
    def high(self) -> float:
        """The greatest float."""
        return _LARGEST

    def quantile(self, u: float) -> float:
        """``exp`` of the normal quantile."""
        return exp(self.mu + self.sigma * _score(u))

    def cdf(self, x: float) -> float:
        """The normal distribution function of the logarithm."""
        return _normal_cdf(math.log(x), self.mu, self.sigma)


@dataclass(frozen=True, slots=True)
class Beta(Continuous):
    """The beta distribution on ``[0, 1]``; ``a`` and ``b`` from 1e-4 to 1e7. Loads ``scipy.special`` when used."""

    kind: ClassVar[str] = "beta"
    a: float = 1.0
    b: float = 1.0

    @property
    def low(self) -> float:
        """0."""
        return 0.0

    @property
    def high(self) -> float:
        """1."""
        return 1.0

    def quantile(self, u: float) -> float:
        """The inverse of the regularised incomplete beta function; SciPy's is NaN for denormal ``u``."""
        from scipy.special import betaincinv

        return float(betaincinv(self.a, self.b, max(u, _TAIL)))

    def cdf(self, x: float) -> float:
        """The regularised incomplete beta function."""
        from scipy.special import betainc

        return float(betainc(self.a, self.b, x))
