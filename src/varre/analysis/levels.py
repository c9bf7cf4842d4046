"""What the runs with each value of a category gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from varre.models.encoding import Floats
from varre.space import Value
from varre.sweepfile import Objective

__all__ = ["Level", "levels"]


@dataclass(frozen=True, slots=True)
class Level:
    """``count`` runs have ``value``; ``mean`` is that of their losses, ``None`` without any."""

    value: Value
    count: int
    mean: float | None

    def in_units(self, objective: Objective) -> Level:
        """The same with the mean as a value of the metric."""
        return self if self.mean is None else replace(self, mean=objective.value(self.mean))


def levels(values: Sequence[Value], index: NDArray[np.int64], losses: Floats) -> tuple[Level, ...]:
    """The levels of a category, in its order; ``index`` (n,) is the place of each run's value, ``losses`` (n,)."""
    geometric = bool((losses > 0.0).all() or (losses < 0.0).all())
    return tuple(_level(value, losses[index == place], geometric) for place, value in enumerate(values))


def _level(value: Value, losses: Floats, geometric: bool) -> Level:
    if not len(losses):
        return Level(value, 0, None)
    return Level(value, len(losses), _geometric(losses) if geometric else float(losses.mean()))


def _geometric(losses: Floats) -> float:
    """The geometric mean of losses of one sign. A metric to maximise has losses below 0, whose mean keeps the sign."""
    return float(np.sign(losses[0]) * np.exp(np.log(np.abs(losses)).mean()))
