"""Where a parameter's values come from: the protocol that each distribution meets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from varre.space.values import Value

__all__ = ["Distribution", "number", "unit"]


class Distribution(Protocol):
    """A quantile function on ``[0, 1]`` with its inverse."""

    @property
    def kind(self) -> str:
        """W&B's name of it, such as ``log_uniform_values``."""
        ...

    @property
    def cardinality(self) -> int | None:
        """How many different values there are; ``None`` stands for infinitely many."""
        ...

    def from_unit(self, u: float) -> Value:
        """The value at quantile ``u``; ``u`` outside ``[0, 1]`` counts as the nearer end."""
        ...

    def to_unit(self, value: Value) -> float:
        """The quantile of ``value``, of a discrete one the centre of its cell. Raises ValueError outside the domain."""
        ...

    def canonical(self, value: Value) -> Value:
        """``value`` in the distribution's own form: 5.0 as the integer 5. Raises ValueError outside the domain."""
        ...

    def contains(self, value: Value) -> bool:
        """Whether ``value`` can come from this distribution."""
        ...

    def at(self, index: int) -> Value:
        """Value number ``index``, counted from 0, of a finite distribution."""
        ...

    def values(self) -> tuple[Value, ...]:
        """All values of a finite distribution, in order."""
        ...

    def edges(self) -> Sequence[float]:
        """The quantiles at which the cells of a finite distribution begin, in order, and where the last one ends."""
        ...


def unit(u: float) -> float:
    """``u`` as a plain float, clipped to ``[0, 1]``."""
    return min(max(float(u), 0.0), 1.0)


def number(value: Value) -> float | None:
    """``value`` as a finite float, or ``None`` if it is none. A boolean is not a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if abs(value) <= 1.7976931348623157e308 else None
