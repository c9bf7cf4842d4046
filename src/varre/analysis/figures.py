"""What a method finds: one figure an axis, with its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from varre.models.encoding import Floats

__all__ = ["Figures", "Pair"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two axes and the share of the variance that they explain together and neither alone."""

    a: int
    b: int
    importance: float


@dataclass(frozen=True, slots=True)
class Figures:
    """``value``, ``low`` and ``high`` (P,), shares from 0 to 1; of a forest, what `Importance` says of it."""

    value: Floats
    low: Floats
    high: Floats
    pairs: tuple[Pair, ...] = ()
    a_tree: int | None = None
    explained: float | None = None

    @classmethod
    def nothing(cls, axes: int) -> Figures:
        """Where no axis mattered."""
        zero = np.zeros(axes)
        return cls(zero, zero, zero)

    def of(self, axis: int) -> tuple[float, float, float]:
        """Value, low and high of one axis, in [0, 1]."""
        value, low, high = (min(max(float(figure[axis]), 0.0), 1.0) for figure in (self.value, self.low, self.high))
        return value, low, high
