"""The points of curves, gathered from logged rows."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable

from varre.runs import Curve, Row, RunKey
from varre.space import Value

__all__ = ["Points", "gather", "number_of"]


class Points:
    """The points of one metric of one attempt, in the order in which they were logged."""

    __slots__ = ("steps", "times", "values")

    def __init__(self) -> None:
        self.steps = array("d")
        self.times = array("d")
        self.values = array("d")

    def add(self, row: Row, value: float) -> None:
        """One more point, at the place of its row."""
        self.steps.append(_double(row.step))
        self.times.append(row.runtime)
        self.values.append(value)

    def curve(self, run: RunKey, number: int | None, attempt: int) -> Curve:
        """The points as a curve of that attempt."""
        return Curve(run, number, attempt, self.steps, self.times, self.values)


def gather(rows: Iterable[Row], points: dict[str, Points], only: str | None = None) -> None:
    """Add the numbers of rows to the points of their names; with ``only`` those of one name."""
    for row in rows:
        found = row.values.items() if only is None else ((only, row.values.get(only)),)
        for name, value in found:
            number = number_of(value)
            if number is not None:
                points.setdefault(name, Points()).add(row, number)


def number_of(value: Value) -> float | None:
    """A logged value as a double, ``None`` for what is no number. A boolean is none, NaN is one."""
    if type(value) is float:
        return value
    return _double(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _double(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)
