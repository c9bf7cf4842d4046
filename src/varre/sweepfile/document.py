"""What the text of a sweep file says, and what can be wrong with it as a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from varre.space import Value
from varre.sweepfile.places import Place

__all__ = ["Document", "TextError"]


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a text, the line (from 1) of each key and element, and what is doubtful."""

    value: Value
    lines: Mapping[Place, int]
    doubts: tuple[tuple[Place, str], ...] = ()


class TextError(Exception):
    """A text that is no sweep file: why, where, and on which line."""

    def __init__(self, message: str, place: Place = (), line: int | None = None) -> None:
        super().__init__(message)
        self.message, self.place, self.line = message, place, line
