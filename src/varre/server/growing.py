"""Columns that grow with a sweep: values are put by row, in whatever order runs change."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeVar

from varre.server.columns import Coder, Codes, Numbers, Sparse
from varre.space import Value

__all__ = ["Coded", "Counting", "Floating", "Mixed", "Scattered", "Shown"]

Shown = Sequence[int] | None
"""The rows that a frame shows, in order; ``None`` means all."""

N = TypeVar("N", int, float)

_F32_MAX = 3.4028234663852886e38


class Floating:
    """Numbers, NaN where there is none; doubles (``d``) or singles (``f``)."""

    def __init__(self, name: str, kind: Literal["d", "f"]) -> None:
        self.name = name
        self._data: array[float] = array(kind)
        self._largest = _F32_MAX if kind == "f" else math.inf

    def put(self, row: int, value: float | None) -> None:
        """Set the number of a row; one too large for the column is as absent as no number."""
        _grow(self._data, row, math.nan)
        self._data[row] = math.nan if value is None or abs(value) > self._largest else value

    def values(self) -> Iterable[float]:
        """The numbers so far."""
        return self._data

    def column(self, rows: int, shown: Shown) -> Numbers:
        """The column of a frame, for a table of so many rows."""
        _grow(self._data, rows - 1, math.nan)
        return Numbers(self.name, _picked(self._data, shown))


class Counting:
    """Whole numbers, 0 where there is none."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._data = array("i")

    def put(self, row: int, value: int) -> None:
        """Set the number of a row."""
        _grow(self._data, row, 0)
        self._data[row] = value

    def column(self, rows: int, shown: Shown) -> Numbers:
        """The column of a frame, for a table of so many rows."""
        _grow(self._data, rows - 1, 0)
        return Numbers(self.name, _picked(self._data, shown))


class Coded:
    """Values of any kind, each kept once."""

    def __init__(self, name: str, values: Iterable[Value] = ()) -> None:
        self.name = name
        self._coder = Coder(values)
        self._codes = array("i")

    def put(self, row: int, value: Value) -> None:
        """Set the value of a row."""
        self._set(row, self._coder.code(value))

    def clear(self, row: int) -> None:
        """Say that a row has no value."""
        self._set(row, -1)

    def column(self, rows: int, shown: Shown) -> Codes:
        """The column of a frame, for a table of so many rows."""
        _grow(self._codes, rows - 1, -1)
        return self._coder.column(self.name, _picked(self._codes, shown))

    def _set(self, row: int, code: int) -> None:
        _grow(self._codes, row, -1)
        self._codes[row] = code


class Mixed:
    """Numbers for as long as nothing else comes, then values of any kind."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._column: Floating | Coded = Floating(name, "d")

    def put(self, row: int, value: Value) -> None:
        """Set the value of a row."""
        if isinstance(self._column, Floating):
            number = _exact(value)
            if number is not None:
                self._column.put(row, number)
                return
            self._column = self._coded(self._column)
        self._column.put(row, value)

    def clear(self, row: int) -> None:
        """Say that a row has no value."""
        if isinstance(self._column, Floating):
            self._column.put(row, None)
        else:
            self._column.clear(row)

    def column(self, rows: int, shown: Shown) -> Numbers | Codes:
        """The column of a frame, for a table of so many rows."""
        return self._column.column(rows, shown)

    def _coded(self, numbers: Floating) -> Coded:
        column = Coded(self.name)
        for row, number in enumerate(numbers.values()):
            if not math.isnan(number):
                column.put(row, int(number) if number.is_integer() else number)
        return column


class Scattered:
    """Values that few rows have; equal ones, given as the same object, cost nothing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._values: dict[int, Value] = {}

    def put(self, row: int, value: Value) -> None:
        """Set the value of a row; ``None`` takes it away."""
        if value is None:
            self._values.pop(row, None)
        else:
            self._values[row] = value

    def column(self, rows: int, shown: Shown) -> Sparse:
        """The column of a frame, for a table of so many rows."""
        if shown is None:
            return Sparse(self.name, self._values)
        return Sparse(self.name, _renumbered(self._values, shown))


def _renumbered(values: Mapping[int, Value], shown: Sequence[int]) -> dict[int, Value]:
    return {place: values[row] for place, row in enumerate(shown) if row in values}


def _grow(data: array[N], row: int, blank: N) -> None:
    missing = row + 1 - len(data)
    if missing > 0:
        data.extend([blank] * missing)


def _picked(data: array[N], shown: Shown) -> array[N]:
    picked = data[:]
    if shown is not None:
        del picked[:]
        picked.extend(map(data.__getitem__, shown))
    return picked


def _exact(value: Value) -> float | None:
    """A number that a double holds, and that is not the sign of absence."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if number == value else None
