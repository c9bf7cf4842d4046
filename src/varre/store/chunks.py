"""Chunks: the rows of an attempt that has ended, put together so that a curve is read without reading rows.

The numbers under one name become a series of doubles, with the places of the rows that have one. What the series say
exactly (names under which there are only floats, or only whole numbers that a double holds) stands nowhere else; all
the rest is compressed JSON. `unpack` gives the very rows that were packed: values, types and order of names.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from varre.runs import Row
from varre.space import Value
from varre.store.points import double, number_of
from varre.store.records import integers, to_integers, to_json

__all__ = ["ROWS", "Arrived", "Chunk", "Piece", "Series", "blob_of", "chunks_of", "new_in", "unpack"]

ROWS = 500
"""How many rows a chunk has at most."""
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Arrived:
    """A batch as it was kept: the number of its transaction, its rows, and the metric's values among them."""

    stamp: int
    rows: Sequence[Row]
    curve: Sequence[float]


@dataclass(frozen=True, slots=True)
class Piece:
    """What one batch brought to a chunk: how many rows, and how many values of the metric."""

    stamp: int
    rows: int
    values: int


@dataclass(slots=True)
class Series:
    """The numbers under one name, and the places of their rows in the chunk."""

    places: array[int] = field(default_factory=lambda: array("q"))
    values: array[float] = field(default_factory=lambda: array("d"))
    types: set[type] = field(default_factory=set)

    def add(self, place: int, value: Value) -> None:
        """Take in what stands under the name in a row."""
        number = number_of(value)
        if number is not None:
            self.places.append(place)
            self.values.append(number)
        inexact = type(value) is int and abs(value) > _EXACT
        self.types.add(object if inexact else type(value))

    @property
    def tells(self) -> type | None:
        """The one type of all values, if the doubles say exactly what they are."""
        (only, *others) = self.types
        return only if not others and only in (float, int) else None

    def range(self) -> tuple[float, float] | tuple[()]:
        """The lowest and the highest finite number, if there is any."""
        finite = [value for value in self.values if math.isfinite(value)]
        return (min(finite), max(finite)) if finite else ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of an attempt. ``steps`` and ``runtimes`` are those of the rows, as a chart has them."""

    pieces: tuple[Piece, ...]
    curve: tuple[float, ...]
    steps: array[float]
    runtimes: array[float]
    series: Mapping[str, Series]
    data: bytes


def chunks_of(batches: Iterable[Arrived]) -> Iterator[Chunk]:
    """The rows of batches as chunks. A batch that goes into two has the metric's values in the first."""
    curves: dict[int, Sequence[float]] = {}
    rows: list[tuple[int, Row]] = []
    for batch in batches:
        curves[batch.stamp] = batch.curve
        rows += ((batch.stamp, row) for row in batch.rows)
    for start in range(0, len(rows), ROWS):
        part = rows[start : start + ROWS]
        pieces, curve = _pieces(part, curves)
        yield _chunk(pieces, curve, [row for _, row in part])


def unpack(data: bytes, runtimes: Sequence[float], numbers: Mapping[str, Sequence[float]]) -> Iterator[Row]:
    """The rows of a chunk, from its data, its runtimes and the values of its series."""
    told = json.loads(zlib.decompress(data))
    taken: dict[str, Iterator[Value]] = {name: iter(numbers[name]) for name in told["floats"]}
    taken |= {name: map(int, numbers[name]) for name in told["ints"]}
    shapes = told["shapes"]
    for step, time, runtime, shape, rest in zip(
        told["steps"], told["times"], runtimes, told["shape"], told["rest"], strict=True
    ):
        others = iter(rest)
        values = {name: next(taken.get(name, others)) for name in shapes[shape]}
        yield Row(step, time, runtime, values)


def blob_of(pieces: Iterable[Piece]) -> bytes:
    """Pieces as one blob."""
    return to_integers(number for piece in pieces for number in (piece.stamp, piece.rows, piece.values))


def new_in(blob: bytes, since: int) -> tuple[int, int]:
    """How many rows, and how many values of the metric, came to a chunk with the pieces of ``blob`` after a stamp."""
    flat = integers(blob)
    stamps, rows, values = flat[::3], flat[1::3], flat[2::3]
    first = bisect_right(stamps, since)
    return sum(rows[first:]), sum(values[first:])


def _pieces(
    rows: Iterable[tuple[int, Row]], curves: dict[int, Sequence[float]]
) -> tuple[tuple[Piece, ...], tuple[float, ...]]:
    pieces, curve = [], list[float]()
    for stamp, group in groupby(rows, key=lambda entry: entry[0]):
        values = curves.pop(stamp, ())
        pieces.append(Piece(stamp, sum(1 for _ in group), len(values)))
        curve += values
    return tuple(pieces), tuple(curve)


def _chunk(pieces: tuple[Piece, ...], curve: tuple[float, ...], rows: Sequence[Row]) -> Chunk:
    series: dict[str, Series] = {}
    for place, row in enumerate(rows):
        for name, value in row.values.items():
            series.setdefault(name, Series()).add(place, value)
    return Chunk(
        pieces,
        curve,
        steps=array("d", (double(row.step) for row in rows)),
        runtimes=array("d", (row.runtime for row in rows)),
        series={name: found for name, found in series.items() if found.places},
        data=_pack(rows, series),
    )


def _pack(rows: Sequence[Row], series: Mapping[str, Series]) -> bytes:
    taken = {name: found.tells for name, found in series.items() if found.tells is not None}
    shapes: dict[tuple[str, ...], int] = {}
    told = {
        "floats": [name for name, type in taken.items() if type is float],
        "ints": [name for name, type in taken.items() if type is int],
        "steps": [row.step for row in rows],
        "times": [row.time for row in rows],
        "shape": [shapes.setdefault(tuple(row.values), len(shapes)) for row in rows],
        "rest": [[value for name, value in row.values.items() if name not in taken] for row in rows],
        "shapes": list(shapes),
    }
    return zlib.compress(to_json(told).encode("ascii"))
