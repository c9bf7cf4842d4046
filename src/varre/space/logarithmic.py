"""Distributions that are even on a logarithmic scale.

``exponents`` are the natural logarithms of the ends: the bounds themselves in the older, deprecated forms, in which
people take them for values; the logarithms of the bounds in those whose names end in ``values``.
"""

from __future__ import annotations

import math
import sys
from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from varre.space.continuous import Continuous, between, share

__all__ = ["InvLogUniform", "InvLogUniformValues", "LogUniform", "LogUniformValues", "Logarithmic", "exp"]

_LOG_LARGEST = math.log(sys.float_info.max)
_LOG_SMALLEST = math.log(5e-324)


def exp(x: float) -> float:
    """The exponential function, but for what would be 0 or infinite as a float: then the float nearest to it."""
    return math.exp(min(max(x, _LOG_SMALLEST), _LOG_LARGEST))


class Logarithmic(Continuous):
    """The logarithm of the value is evenly distributed between ``exponents``."""

    __slots__ = ()

    @property
    @abstractmethod
    def exponents(self) -> tuple[float, float]:
        """The natural logarithms of the least and the greatest value."""

    @property
    def low(self) -> float:
        """The least value."""
        return exp(self.exponents[0])

    @property
    def high(self) -> float:
        """The greatest value."""
        return exp(self.exponents[1])

    def quantile(self, u: float) -> float:
        """The logarithm is a straight line."""
        return exp(between(*self.exponents, u))

    def cdf(self, x: float) -> float:
        """The logarithm is a straight line."""
        return share(*self.exponents, math.log(x))


@dataclass(frozen=True, slots=True)
class LogUniform(Logarithmic):
    """Evenly on a logarithmic scale from ``exp(min)`` to ``exp(max)``: the bounds are natural exponents."""

    kind: ClassVar[str] = "log_uniform"
    min: float
    max: float

    @property
    def exponents(self) -> tuple[float, float]:
        """The bounds."""
        return self.min, self.max


@dataclass(frozen=True, slots=True)
class InvLogUniform(Logarithmic):
    """``exp(-t)`` with ``t`` evenly from ``min`` to ``max``: values from ``exp(-max)`` to ``exp(-min)``."""

    kind: ClassVar[str] = "inv_log_uniform"
    min: float
    max: float

    @property
    def exponents(self) -> tuple[float, float]:
        """The bounds, negated and so in the other order."""
        return -self.max, -self.min


class _BetweenValues(Logarithmic):
    """Bounds that are values, and belong to the values exactly, as their exponents would not."""

    __slots__ = ()
    min: float
    max: float

    @property
    def exponents(self) -> tuple[float, float]:
        """The logarithms of the bounds."""
        return math.log(self.min), math.log(self.max)

    @property
    def low(self) -> float:
        """``min``."""
        return self.min

    @property
    def high(self) -> float:
        """``max``."""
        return self.max


@dataclass(frozen=True, slots=True)
class LogUniformValues(_BetweenValues):
    """Evenly on a logarithmic scale from ``min`` to ``max``, both above 0."""

    kind: ClassVar[str] = "log_uniform_values"
    min: float
    max: float


@dataclass(frozen=True, slots=True)
class InvLogUniformValues(_BetweenValues):
    """The inverse is even on a logarithmic scale, and so is the value, from ``min`` to ``max``, both above 0."""

    kind: ClassVar[str] = "inv_log_uniform_values"
    min: float
    max: float
