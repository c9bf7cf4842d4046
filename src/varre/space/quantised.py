"""Distributions rounded to the multiples of a quantum.

A value is the multiple of ``q`` nearest to one drawn from the distribution beneath (half to even, as W&B has it),
moved to the nearest multiple inside the bounds. It is an integer if ``q`` is one.
"""

from __future__ import annotations

import math
import reprlib
from abc import ABC
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from varre.space.continuous import Continuous, Uniform
from varre.space.distribution import number
from varre.space.logarithmic import LogUniform, LogUniformValues
from varre.space.shaped import Beta, LogNormal, Normal
from varre.space.values import Value

__all__ = [
    "Lattice",
    "QBeta",
    "QLogNormal",
    "QLogUniform",
    "QLogUniformValues",
    "QNormal",
    "QUniform",
    "Quantised",
]

_FARTHEST = 2**53
"""Multiples beyond this one cannot be told apart as floats."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """The multiples of ``q`` from number ``first`` to number ``last``, both included."""

    q: float
    first: int
    last: int

    @classmethod
    def within(cls, low: float, high: float, q: float) -> Lattice:
        """The multiples of ``q`` in ``[low, high]``; none if ``last`` comes before ``first``.

        Numbers count as they are written: 0.3 is the third multiple of 0.1, though not in binary.
        """
        step = _written(q)
        first, last = math.ceil(_written(low) / step), math.floor(_written(high) / step)
        return cls(q, max(first, -_FARTHEST), min(last, _FARTHEST))

    def value(self, number: int) -> int | float:
        """Multiple ``number`` of ``q``."""
        if isinstance(self.q, int):
            return number * self.q
        return float(number * Decimal(repr(self.q)))

    def nearest(self, x: float) -> int:
        """The number of the multiple nearest to ``x``, among those of the lattice."""
        return round(min(max(x / self.q, self.first), self.last))

    def number(self, value: Value) -> int:
        """Which multiple ``value`` is, but for rounding errors. Raises ValueError if it is none."""
        x = number(value)
        if x is not None:
            nearest = self.nearest(x)
            if math.isclose(self.value(nearest), x, rel_tol=1e-9, abs_tol=1e-9 * self.q):
                return nearest
        ends = f"{self.value(self.first)} to {self.value(self.last)}"
        raise ValueError(f"{reprlib.repr(value)} is not a multiple of {self.q} from {ends}")


def _written(x: float) -> Fraction:
    return Fraction(repr(x))


class Quantised(ABC):
    """A continuous distribution ``base``, rounded to a ``lattice``."""

    __slots__ = ()
    bounded: ClassVar[bool] = True
    base: Continuous
    lattice: Lattice

    @property
    def cardinality(self) -> int | None:
        """How many multiples lie within the bounds; ``None`` without bounds."""
        return self.lattice.last - self.lattice.first + 1 if self.bounded else None

    def from_unit(self, u: float) -> int | float:
        """The multiple nearest to the quantile ``u`` of the distribution beneath."""
        return self.lattice.value(self.lattice.nearest(self.base.from_unit(u)))

    def to_unit(self, value: Value) -> float:
        """The centre of the cell of ``value``. Raises ValueError if it is not one of the multiples."""
        number = self.lattice.number(value)
        return (self._edge(number) + self._edge(number + 1)) / 2

    def _edge(self, number: int) -> float:
        """Where the cell of multiple ``number`` begins, as a quantile."""
        if number <= self.lattice.first:
            return 0.0
        if number > self.lattice.last:
            return 1.0
        x = (number - 0.5) * self.lattice.q
        return self.base.cdf(min(max(x, self.base.low), self.base.high))

    def canonical(self, value: Value) -> int | float:
        """The multiple that ``value`` is but for rounding errors. Raises ValueError if it is none."""
        return self.lattice.value(self.lattice.number(value))

    def contains(self, value: Value) -> bool:
        """Whether ``value`` is one of the multiples."""
        try:
            self.lattice.number(value)
        except ValueError:
            return False
        return True

    def at(self, index: int) -> int | float:
        """Multiple number ``index`` within the bounds, counted from 0. Raises ValueError without bounds."""
        if not self.bounded:
            raise ValueError("a distribution without bounds cannot be listed")
        return self.lattice.value(self.lattice.first + index)

    def values(self) -> tuple[Value, ...]:
        """All multiples within the bounds, in order. Raises ValueError without bounds."""
        if not self.bounded:
            raise ValueError("a distribution without bounds cannot be listed")
        return tuple(map(self.lattice.value, range(self.lattice.first, self.lattice.last + 1)))

    def edges(self) -> Sequence[float]:
        """Midway between multiples, as quantiles. Raises ValueError without bounds."""
        if not self.bounded:
            raise ValueError("a distribution without bounds cannot be listed")
        return [self._edge(number) for number in range(self.lattice.first, self.lattice.last + 2)]

    def _rest_on(self, base: Continuous, q: float) -> None:
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "lattice", Lattice.within(base.low, base.high, q))


@dataclass(frozen=True, slots=True)
class QUniform(Quantised):
    """`Uniform`, quantised."""

    kind: ClassVar[str] = "q_uniform"
    min: float
    max: float
    q: float = 1
    base: Continuous = field(init=False, repr=False, compare=False)
    lattice: Lattice = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._rest_on(Uniform(self.min, self.max), self.q)


@dataclass(frozen=True, slots=True)
class QLogUniform(Quantised):
    """`LogUniform`, quantised: the bounds are natural exponents."""

    kind: ClassVar[str] = "q_log_uniform"
    min: float
    max: float
    q: float = 1
    base: Continuous = field(init=False, repr=False, compare=False)
    lattice: Lattice = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._rest_on(LogUniform(self.min, self.max), self.q)


@dataclass(frozen=True, slots=True)
class QLogUniformValues(Quantised):
    """`LogUniformValues`, quantised."""

    kind: ClassVar[str] = "q_log_uniform_values"
    min: float
    max: float
    q: float = 1
    base: Continuous = field(init=False, repr=False, compare=False)
    lattice: Lattice = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._rest_on(LogUniformValues(self.min, self.max), self.q)


@dataclass(frozen=True, slots=True)
class QNormal(Quantised):
    """`Normal`, quantised."""

    kind: ClassVar[str] = "q_normal"
    bounded: ClassVar[bool] = False
    mu: float = 0.0
    sigma: float = 1.0
    q: float = 1
    base: Continuous = field(init=False, repr=False, compare=False)
    lattice: Lattice = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._rest_on(Normal(self.mu, self.sigma), self.q)


@dataclass(frozen=True, slots=True)
class QLogNormal(Quantised):
    """`LogNormal`, quantised; 0 is among its values."""

    kind: ClassVar[str] = "q_log_normal"
    bounded: ClassVar[bool] = False
    mu: float = 0.0
    sigma: float = 1.0
    q: float = 1
    base: Continuous = field(init=False, repr=False, compare=False)
    lattice: Lattice = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._rest_on(LogNormal(self.mu, self.sigma), self.q)
        # A log-normal value is above 0, but may well be nearer to 0 than to q.
        object.__setattr__(self, "lattice", Lattice(self.q, 0, self.lattice.last))


@dataclass(frozen=True, slots=True)
class QBeta(Quantised):
    """`Beta`, quantised."""

    kind: ClassVar[str] = "q_beta"
    a: float = 1.0
    b: float = 1.0
    q: float = 1
    base: Continuous = field(init=False, repr=False, compare=False)
    lattice: Lattice = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._rest_on(Beta(self.a, self.b), self.q)
