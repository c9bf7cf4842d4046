"""Distributions over an interval of real numbers.

Notation: ``x`` a value, ``u`` its quantile.
"""

from __future__ import annotations

import reprlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from varre.space.distribution import number, unit
from varre.space.values import Value

__all__ = ["Continuous", "Uniform", "between", "share"]


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

    def edges(self) -> Sequence[float]:
        """Raises ValueError: real numbers have no cells."""
        raise ValueError("a continuous distribution has no cells")


def between(low: float, high: float, u: float) -> float:
    """The number a share ``u`` of the way from ``low`` to ``high``."""
    # Not low + u * (high - low): the difference may overflow, and u = 1 must give high itself.
    return low * (1 - u) + high * u


def share(low: float, high: float, x: float) -> float:
    """Which share of the way from ``low`` to ``high`` the number ``x`` lies."""
    if low == high:
        return 0.5
    return (x / 2 - low / 2) / (high / 2 - low / 2)


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
        return between(self.min, self.max, u)

    def cdf(self, x: float) -> float:
        """A straight line."""
        return share(self.min, self.max, x)
