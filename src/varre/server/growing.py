"""Columns that grow with a sweep: many rows are put at once, in ascending order, whatever was there before."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeVar

from varre.server.columns import Coder, Codes, Numbers, Sparse
from varre.server.jsonvalues import finite
from varre.space import Value

__all__ = ["ABSENT", "Absent", "Coded", "Counting", "Floating", "Mixed", "Scattered", "Shown"]

N = TypeVar("N", int, float)

Shown = Sequence[int] | None
"""The rows that a frame shows, in order; ``None`` means all."""


class Absent:
    """Stands where there is no value, which is not the value null."""


ABSENT: Final = Absent()
"""The only `Absent`."""


class Floating:
    """Numbers, NaN where there is none that is finite; doubles (``d``) or singles (``f``)."""

    def __init__(self, name: str, kind: Literal["d", "f"]) -> None:
        self.name = name
        self._data: array[float] = array(kind)

    def put(self, rows: Sequence[int], values: Sequence[object]) -> None:
        """Set the values of some rows; what is no number is none."""
        numbers = self._data[:0]
        numbers.extend(values if set(map(type, values)) == {float} else map(_number, values))  # type: ignore[arg-type]
        if not math.isfinite(sum(numbers)):  # one at least is not finite, as a single perhaps
            numbers = array(numbers.typecode, (x if math.isfinite(x) else math.nan for x in numbers))
        _place(self._data, rows, numbers, math.nan)

    def values(self) -> Sequence[float]:
        """The numbers so far."""
        return self._data

    def column(self, rows: int, shown: Shown) -> Numbers:
        """The column of a frame, for a table of so many rows."""
        _grow(self._data, rows, math.nan)
        return Numbers(self.name, _picked(self._data, shown))


class Counting:
    """Whole numbers, 0 where there is none."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._data = array("i")

    def put(self, rows: Sequence[int], values: Sequence[int]) -> None:
        """Set the numbers of some rows."""
        _place(self._data, rows, array("i", values), 0)

    def column(self, rows: int, shown: Shown) -> Numbers:
        """The column of a frame, for a table of so many rows."""
        _grow(self._data, rows, 0)
        return Numbers(self.name, _picked(self._data, shown))


class Coded:
    """Values of any kind, each kept once."""

    def __init__(self, name: str, values: Iterable[Value] = ()) -> None:
        self.name = name
        self._coder = Coder(values)
        self._codes = array("i")

    def put(self, rows: Sequence[int], values: Sequence[Value | Absent]) -> None:
        """Set the values of some rows."""
        code = self._coder.code
        codes = array("i", (-1 if isinstance(value, Absent) else code(value) for value in values))
        _place(self._codes, rows, codes, -1)

    def column(self, rows: int, shown: Shown) -> Codes:
        """The column of a frame, for a table of so many rows."""
        _grow(self._codes, rows, -1)
        return self._coder.column(self.name, _picked(self._codes, shown))


class Mixed:
    """Numbers for as long as nothing else comes, then values of any kind."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._column: Floating | Coded = Floating(name, "d")

    def put(self, rows: Sequence[int], values: Sequence[Value | Absent]) -> None:
        """Set the values of some rows."""
        if isinstance(self._column, Floating) and not all(map(_is_plain, values)):
            self._column = self._coded(self._column)
        self._column.put(rows, values)

    def column(self, rows: int, shown: Shown) -> Numbers | Codes:
        """The column of a frame, for a table of so many rows."""
        return self._column.column(rows, shown)

    def _coded(self, numbers: Floating) -> Coded:
        column = Coded(self.name)
        values = numbers.values()
        column.put(range(len(values)), [ABSENT if math.isnan(number) else _shortest(number) for number in values])
        return column


class Scattered:
    """Values that few rows have; equal ones, given as the same object, cost nothing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._values: dict[int, Value] = {}

    def put(self, rows: Sequence[int], values: Sequence[Value]) -> None:
        """Set the values of some rows; ``None`` takes one away."""
        for row, value in zip(rows, values, strict=True):
            if value is not None:
                self._values[row] = value
            elif self._values:
                self._values.pop(row, None)

    def column(self, rows: int, shown: Shown) -> Sparse:
        """The column of a frame, for a table of so many rows."""
        return Sparse(self.name, self._values if shown is None else _renumbered(self._values, shown))


def _renumbered(values: Mapping[int, Value], shown: Sequence[int]) -> dict[int, Value]:
    return {place: values[row] for place, row in enumerate(shown) if row in values}


def _grow(data: array[N], rows: int, blank: N) -> None:
    if len(data) < rows:
        data.extend([blank] * (rows - len(data)))


def _place(data: array[N], rows: Sequence[int], values: array[N], blank: N) -> None:
    if not rows:
        return
    if rows[0] == len(data) and rows[-1] == len(data) + len(rows) - 1:
        data.extend(values)
        return
    _grow(data, rows[-1] + 1, blank)
    for row, value in zip(rows, values, strict=True):
        data[row] = value


def _picked(data: array[N], shown: Shown) -> array[N]:
    picked = data[:] if shown is None else data[:0]
    if shown is not None:
        picked.extend(map(data.__getitem__, shown))
    return picked


def _number(value: object) -> float:
    number = finite(value)
    return math.nan if number is None else number


def _is_plain(value: Value | Absent) -> bool:
    """Whether a column of doubles can hold it: a finite number that a double holds exactly, or none at all."""
    if type(value) is float:
        return math.isfinite(value)
    return isinstance(value, Absent) or (type(value) is int and -(2**53) <= value <= 2**53)


def _shortest(number: float) -> Value:
    return int(number) if number.is_integer() else number
