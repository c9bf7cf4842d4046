"""Reading a run's console log piece by piece, by byte."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

__all__ = ["MOST_BYTES", "Piece", "bounds", "read_piece"]

MOST_BYTES = 256 * 1024
"""How many bytes are given at once."""

_HEAD = re.compile(rb"^--- attempt (\d+)(?: of #\d+)? \([^\n]*\), [^\n]* ---$", re.MULTILINE)
_BLOCK = 4 * 2**20
_LONGEST_HEAD = 512


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the log from byte ``start`` to byte ``offset``; ``end``: nothing more had been written."""

    start: int
    offset: int
    text: str
    end: bool


def read_piece(fd: int, after: int | None, low: int = 0, high: int | None = None) -> Piece:
    """What stands after byte ``after``, or the last part of the log; between ``low`` and ``high`` only."""
    size = os.fstat(fd).st_size
    top = size if high is None else min(high, size)
    start = max(low, top - MOST_BYTES) if after is None else min(max(after, low), top)
    data = os.pread(fd, min(MOST_BYTES, top - start), start)
    if after is None and start > low:
        start, data = _from_next_line(start, data)
    reached = start + len(data) >= top
    if not reached or high is None:
        data = _whole_characters(data)
    return Piece(start, start + len(data), data.decode(errors="replace"), reached)


def bounds(fd: int, attempt: int) -> tuple[int, int | None] | None:
    """Where the part of an attempt begins and ends (``None``: it is the last one); ``None`` if it has none."""
    begin = None
    for number, place in _heads(fd):
        if begin is not None and number != attempt:
            return begin, place
        if begin is None and number == attempt:
            begin = place
    return None if begin is None else (begin, None)


def _heads(fd: int) -> list[tuple[int, int]]:
    """Each attempt's number and the byte at which its part begins. Blocks overlap by the longest head."""
    found: dict[int, int] = {}
    place, size = 0, os.fstat(fd).st_size
    while place < size:
        block = os.pread(fd, _BLOCK + _LONGEST_HEAD, place)
        if not block:
            break
        for match in _HEAD.finditer(block):
            if place == 0 or match.start() > 0:
                found.setdefault(place + match.start(), int(match[1]))
        place += _BLOCK
    return [(number, begin) for begin, number in sorted(found.items())]


def _from_next_line(start: int, data: bytes) -> tuple[int, bytes]:
    """Begin with a line, unless the line is longer than all that is given."""
    line = data.find(b"\n") + 1
    return start + line, data[line:]


def _whole_characters(data: bytes) -> bytes:
    """Without the bytes of a character whose end is still to come."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return data[:-back] if needed > back else data
        if byte < 0x80:
            return data
    return data
