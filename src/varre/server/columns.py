"""The binary frame that tables and curves are sent in: columns of numbers behind a header in JSON.

Content type ``application/vnd.varre.columns``: the letters ``VRC1``, the length H of the header (u32), the header in
UTF-8 padded with blanks so that 8 + H is a multiple of 8, then the buffers. Everything is little-endian; offsets count
from byte 8 + H and are multiples of 8, so that a browser views each buffer as a typed array without copying it.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from varre.space import Value, identity

__all__ = ["MEDIA_TYPE", "Coder", "Codes", "Column", "Numbers", "Sparse", "Text", "encode"]

MEDIA_TYPE = "application/vnd.varre.columns"
"""The content type of a frame."""

_MAGIC = b"VRC1"
_ALIGNMENT = 8
_TYPES = {"d": "f64", "f": "f32", "i": "i32", "B": "u8", "H": "u16", "I": "u32"}
_dump = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers; in floats NaN stands for absent."""

    name: str
    data: array[float] | array[int]


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of places in ``values``; the highest number that the array's type can hold stands for absent."""

    name: str
    data: array[int]
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Text:
    """A column of strings, one a row."""

    name: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sparse:
    """A column that few rows have a value in: row index to JSON value, without NaN and infinities."""

    name: str
    values: Mapping[int, Value]


Column = Numbers | Codes | Text | Sparse


class Coder:
    """Numbers values in the order in which they come; ``1`` and ``True`` are two values, ``1`` and ``1.0`` are one."""

    def __init__(self, values: Iterable[Value] = ()) -> None:
        self.values: list[Value] = []
        self._codes: dict[Hashable, int] = {}
        for value in values:
            self.code(value)

    def code(self, value: Value) -> int:
        """The number of a value, which stays the same from now on."""
        key = value if type(value) is str else identity(value)  # other identities are tuples
        if key not in self._codes:
            self._codes[key] = len(self.values)
            self.values.append(value)
        return self._codes[key]

    def column(self, name: str, codes: Iterable[int]) -> Codes:
        """The column of these codes in the narrowest type that leaves its highest number free; -1 means absent."""
        for kind, bits in (("B", 8), ("H", 16), ("I", 32)):
            absent = (1 << bits) - 1
            if len(self.values) <= absent:
                return Codes(name, array(kind, (absent if code < 0 else code for code in codes)), tuple(self.values))
        raise OverflowError(f"{name} has {len(self.values)} different values")


def encode(columns: Iterable[Column], *, cursor: int, rows: int, **extras: object) -> bytes:
    """The frame of these columns. Raises ValueError for a NaN in the header."""
    described: list[dict[str, object]] = []
    buffers: list[bytes] = []
    offset = 0
    for column in columns:
        entry, buffer = _described(column, offset)
        described.append(entry)
        buffers.append(buffer)
        offset += len(buffer)
    header = _dump({"cursor": cursor, "rows": rows, **extras, "columns": described}).encode("utf-8", "replace")
    header += b" " * (-(len(_MAGIC) + 4 + len(header)) % _ALIGNMENT)
    return b"".join((_MAGIC, len(header).to_bytes(4, "little"), header, *buffers))


def _described(column: Column, offset: int) -> tuple[dict[str, object], bytes]:
    match column:
        case Text():
            return {"name": column.name, "type": "text", "values": list(column.values)}, b""
        case Sparse():
            return {"name": column.name, "type": "sparse", "values": dict(column.values)}, b""
        case Numbers() | Codes():
            entry: dict[str, object] = {"name": column.name, "type": _TYPES[column.data.typecode]}
            entry |= {"offset": offset, "length": len(column.data)}
            if isinstance(column, Codes):
                entry["values"] = list(column.values)
            return entry, _padded(column.data)


def _padded(numbers: array[float] | array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    buffer = numbers.tobytes()
    return buffer + bytes(-len(buffer) % _ALIGNMENT)
