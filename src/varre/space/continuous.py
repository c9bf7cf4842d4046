"""Distributions over an interval of real numbers.

Notation: ``x`` a value, ``u`` its quantile, ``z`` a standard normal score.
"""

from __future__ import annotations

import math
import reprlib
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from statistics import NormalDist
from typing import ClassVar

from varre.space.distribution import number, unit
from varre.space.values import Value

__all__ = [
    "Beta",
    "Continuous",
    "InvLogUniform",
    "InvLogUniformValues",
    "LogNormal",
    "LogUniform",
    "LogUniformValues",
    "Normal",
    "Uniform",
]

_LARGEST = sys.float_info.max
_SMALLEST = 5e-324
_LOG_LARGEST = math.log(_LARGEST)
_LOG_SMALLEST = math.log(_SMALLEST)
_TAIL = 2.0**-53
"""The quantile that stands for 0 where 0 itself has no finite value: 8.2 standard deviations out."""
_STANDARD = NormalDist()


class Continuous(ABC):
    """Infinitely many values between ``low`` and ``high``, drawn by a rising quantile function."""

    __slots__ = ()

    @property
    @abstractmethod
    def low(self) -> float:
        """The least value, finite."""

    @property
    @abstractmethod
    def high(self) -> float:
        """The greatest value, finite."""

    @abstractmethod
    def quantile(self, u: float) -> float:
        """The value below which a share ``u`` lies, before clipping to the support."""

    @abstractmethod
    def cdf(self, x: float) -> float:
        """The share of values below ``x``, for ``x`` in the support."""

    @property
    def cardinality(self) -> None:
        """Infinite."""
        return None

    def from_unit(self, u: float) -> float:
        """The value at quantile ``u``."""
        return min(max(self.quantile(unit(u)), self.low), self.high)

    def to_unit(self, value: Value) -> float:
        """The quantile of ``value``. Raises ValueError outside the support."""
        return unit(self.cdf(self.canonical(value)))

    def canonical(self, value: Value) -> float:
        """``value`` as a float. Raises ValueError outside the support."""
        x = number(value)
        if x is None or not self.low <= x <= self.high:
            raise ValueError(f"{reprlib.repr(value)} is not a number from {self.low:.6g} to {self.high:.6g}")
        return x

    def contains(self, value: Value) -> bool:
        """Whether ``value`` is a number of the support."""
        x = number(value)
        return x is not None and self.low <= x <= self.high

    def at(self, index: int) -> Value:
        """Raises ValueError: real numbers cannot be counted."""
        raise ValueError("a continuous distribution cannot be listed")

    def values(self) -> tuple[Value, ...]:
        """Raises ValueError: real numbers cannot be counted."""
        raise ValueError("a continuous distribution cannot be listed")


def _between(low: float, high: float, u: float) -> float:
    # Not low + u * (high - low): the difference may overflow, and u = 1 must give high itself.
    return low * (1 - u) + high * u


def _share(low: float, high: float, x: float) -> float:
    if low == high:
        return 0.5
    return (x / 2 - low / 2) / (high / 2 - low / 2)


def _exp(x: float) -> float:
    return math.exp(min(max(x, _LOG_SMALLEST), _LOG_LARGEST))


def _score(u: float) -> float:
    return _STANDARD.inv_cdf(min(max(u, _TAIL), 1 - _TAIL))


def _normal_cdf(x: float, mu: float, sigma: float) -> float:
    if sigma == 0:
        return 0.5
    # erfc keeps its relative precision in the lower tail, where 1 + erf has none left.
    return 0.5 * math.erfc(-(x - mu) / sigma / math.sqrt(2))


@dataclass(frozen=True, slots=True)
class Uniform(Continuous):
    """Evenly from ``min`` to ``max``."""

    kind: ClassVar[str] = "uniform"
    min: float
    max: float

    @property
    def low(self) -> float:
        """``min``."""
        return self.min

    @property
    def high(self) -> float:
        """``max``."""
        return self.max

    def quantile(self, u: float) -> float:
        """A straight line."""
        return _between(self.min, self.max, u)

    def cdf(self, x: float) -> float:
        """A straight line."""
        return _share(self.min, self.max, x)


@dataclass(frozen=True, slots=True)
class LogUniformValues(Continuous):
    """Evenly on a logarithmic scale from ``min`` to ``max``, both above 0."""

    kind: ClassVar[str] = "log_uniform_values"
    min: float
    max: float

    @property
    def low(self) -> float:
        """``min``."""
        return self.min

    @property
    def high(self) -> float:
        """``max``."""
        return self.max

    def quantile(self, u: float) -> float:
        """The logarithm is a straight line."""
        return _exp(_between(math.log(self.min), math.log(self.max), u))

    def cdf(self, x: float) -> float:
        """The logarithm is a straight line."""
        return _share(math.log(self.min), math.log(self.max), math.log(x))


@dataclass(frozen=True, slots=True)
class LogUniform(Continuous):
    """Evenly on a logarithmic scale from ``exp(min)`` to ``exp(max)``: the bounds are natural exponents."""

    kind: ClassVar[str] = "log_uniform"
    min: float
    max: float

    @property
    def low(self) -> float:
        """``exp(min)``."""
        return _exp(self.min)

    @property
    def high(self) -> float:
        """``exp(max)``."""
        return _exp(self.max)

    def quantile(self, u: float) -> float:
        """The logarithm is a straight line."""
        return _exp(_between(self.min, self.max, u))

    def cdf(self, x: float) -> float:
        """The logarithm is a straight line."""
        return _share(self.min, self.max, math.log(x))


@dataclass(frozen=True, slots=True)
class InvLogUniformValues(Continuous):
    """The inverse is evenly distributed on a logarithmic scale, and so are the values, from ``min`` to ``max``."""

    kind: ClassVar[str] = "inv_log_uniform_values"
    min: float
    max: float

    @property
    def low(self) -> float:
        """``min``."""
        return self.min

    @property
    def high(self) -> float:
        """``max``."""
        return self.max

    def quantile(self, u: float) -> float:
        """The logarithm is a straight line."""
        return _exp(_between(math.log(self.min), math.log(self.max), u))

    def cdf(self, x: float) -> float:
        """The logarithm is a straight line."""
        return _share(math.log(self.min), math.log(self.max), math.log(x))


@dataclass(frozen=True, slots=True)
class InvLogUniform(Continuous):
    """``exp(-t)`` with ``t`` evenly from ``min`` to ``max``: values from ``exp(-max)`` to ``exp(-min)``."""

    kind: ClassVar[str] = "inv_log_uniform"
    min: float
    max: float

    @property
    def low(self) -> float:
        """``exp(-max)``."""
        return _exp(-self.max)

    @property
    def high(self) -> float:
        """``exp(-min)``."""
        return _exp(-self.min)

    def quantile(self, u: float) -> float:
        """The logarithm is a straight line."""
        return _exp(_between(-self.max, -self.min, u))

    def cdf(self, x: float) -> float:
        """The logarithm is a straight line."""
        return _share(-self.max, -self.min, math.log(x))


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
        return _exp(self.mu + self.sigma * _score(u))

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
