"""Distributions over a list of values or a run of integers."""

from __future__ import annotations

import reprlib
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import ClassVar

from varre.space.distribution import number, unit
from varre.space.values import Value, identity

__all__ = ["Categorical", "Constant", "Discrete", "IntUniform"]


class Discrete(ABC):
    """Finitely many values, each with a cell of ``[0, 1]``, in order."""

    __slots__ = ()

    @property
    @abstractmethod
    def cardinality(self) -> int:
        """How many values there are."""

    @abstractmethod
    def at(self, index: int) -> Value:
        """Value number ``index``, counted from 0."""

    @abstractmethod
    def index(self, value: Value) -> int:
        """The number of ``value``. Raises ValueError if it is not one of them."""

    def from_unit(self, u: float) -> Value:
        """The value in whose cell ``u`` lies."""
        return self.at(min(int(unit(u) * self.cardinality), self.cardinality - 1))

    def to_unit(self, value: Value) -> float:
        """The centre of the cell of ``value``. Raises ValueError if it is not one of the values."""
        return (self.index(value) + 0.5) / self.cardinality

    def contains(self, value: Value) -> bool:
        """Whether ``value`` is one of them."""
        try:
            self.index(value)
        except ValueError:
            return False
        return True

    def canonical(self, value: Value) -> Value:
        """The value of the list that equals ``value``. Raises ValueError if there is none."""
        return self.at(self.index(value))

    def values(self) -> tuple[Value, ...]:
        """All values, in order."""
        return tuple(self.at(index) for index in range(self.cardinality))

    def edges(self) -> Sequence[float]:
        """Evenly spaced."""
        return [index / self.cardinality for index in range(self.cardinality + 1)]


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Discrete):
    """Always the same value."""

    kind: ClassVar[str] = "constant"
    value: Value

    @property
    def cardinality(self) -> int:
        """One."""
        return 1

    def at(self, index: int) -> Value:
        """The value."""
        return self.value

    def index(self, value: Value) -> int:
        """0 for the value. Raises ValueError for any other."""
        if identity(value) != identity(self.value):
            raise ValueError(f"{reprlib.repr(value)} is not {reprlib.repr(self.value)}")
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Constant) and identity(self.value) == identity(other.value)

    def __hash__(self) -> int:
        return hash(identity(self.value))


@dataclass(frozen=True, slots=True, eq=False)
class Categorical(Discrete):
    """One of ``choices``, all equally likely or with ``probabilities`` (each above 0, summing to 1).

    ``ordered`` says that the order of the list means something to a model. No value stands in it twice.
    """

    choices: tuple[Value, ...]
    probabilities: tuple[float, ...] | None = None
    ordered: bool = False
    _indices: dict[Hashable, int] = field(init=False, repr=False)
    _edges: tuple[float, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        count = len(self.choices)
        edges = [0.0, *accumulate(self.probabilities or [1 / count] * count)]
        object.__setattr__(self, "_indices", {identity(value): i for i, value in enumerate(self.choices)})
        object.__setattr__(self, "_edges", tuple(edges))

    @property
    def kind(self) -> str:
        """W&B's name, which depends on whether there are probabilities."""
        return "categorical" if self.probabilities is None else "categorical_w_probabilities"

    @property
    def cardinality(self) -> int:
        """How many choices there are."""
        return len(self.choices)

    def at(self, index: int) -> Value:
        """Choice number ``index``, counted from 0."""
        return self.choices[index]

    def index(self, value: Value) -> int:
        """The number of ``value``. Raises ValueError if it is no choice."""
        try:
            return self._indices[identity(value)]
        except KeyError:
            raise ValueError(f"{reprlib.repr(value)} is not one of {reprlib.repr(list(self.choices))}") from None

    def from_unit(self, u: float) -> Value:
        """The choice in whose cell ``u`` lies."""
        return self.choices[min(bisect_right(self._edges, unit(u)) - 1, len(self.choices) - 1)]

    def to_unit(self, value: Value) -> float:
        """The centre of the cell of ``value``. Raises ValueError if it is no choice."""
        index = self.index(value)
        return (self._edges[index] + self._edges[index + 1]) / 2

    def edges(self) -> Sequence[float]:
        """Sums of the probabilities."""
        return self._edges

    def _identity(self) -> Hashable:
        return identity(self.choices), self.probabilities, self.ordered

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Categorical) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())


@dataclass(frozen=True, slots=True)
class IntUniform(Discrete):
    """The integers from ``min`` to ``max``, both included."""

    kind: ClassVar[str] = "int_uniform"
    min: int
    max: int

    @property
    def cardinality(self) -> int:
        """How many integers there are."""
        return self.max - self.min + 1

    def at(self, index: int) -> int:
        """Integer number ``index``, counted from ``min``."""
        return self.min + index

    def index(self, value: Value) -> int:
        """How far ``value`` is from ``min``. Raises ValueError if it is no integer of the range."""
        x = number(value)
        if x is None or not x.is_integer() or not self.min <= x <= self.max:
            raise ValueError(f"{reprlib.repr(value)} is not an integer from {self.min} to {self.max}")
        return int(x) - self.min
