"""The points of curves, gathered from logged rows."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable

from varre.runs import Curve, Row, RunKey
from varre.space import Value

__all__ = ["Points", "double", "gather", "name_of", "number_of", "to_name"]


class Points:
    """The points of one metric of one attempt, in the order in which they were logged."""

    __slots__ = ("steps", "times", "values")

    def __init__(self) -> None:
        self.steps = array("d")
        self.times = array("d")
        self.values = array("d")

    def add(self, row: Row, value: float) -> None:
        """One more point, at the place of its row."""
        self.steps.append(double(row.step))
        self.times.append(row.runtime)
        self.values.append(value)

    def extend(self, steps: array[float], times: array[float], places: array[int] | None, values: array[float]) -> None:
        """The points of more rows: of those at ``places``, of all by default."""
        self.steps.extend(steps if places is None else (steps[place] for place in places))
        self.times.extend(times if places is None else (times[place] for place in places))
        self.values.extend(values)

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
    return double(value) if isinstance(value, int) and not isinstance(value, bool) else None


def double(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def to_name(metric: str) -> bytes:
    """The name of a metric as bytes, for half a surrogate pair is a name too."""
    return metric.encode("utf-8", "surrogatepass")


def name_of(metric: bytes) -> str:
    """The name that `to_name` was given."""
    return metric.decode("utf-8", "surrogatepass")
