"""Where a value stands in a sweep file, and how values are shown to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from varre.space import Value

__all__ = ["Place", "dotted", "either", "show"]

Place = tuple[str | int, ...]
"""Keys of mappings and positions in lists, from the top."""

_WORDS: Mapping[str, str] = {"None": "nothing", "True": "true", "False": "false"}
_LONGEST = 60


def dotted(place: Place) -> str:
    """``place`` as people write it: ``start[0].lr``."""
    text = ""
    for key in place:
        text += f"[{key}]" if isinstance(key, int) else f".{_cut(key)}" if text else _cut(key)
    return text


def show(value: Value) -> str:
    """``value`` as a sweep file would have it, on one line and cut to a bearable length."""
    if isinstance(value, str):
        return f'"{_cut(value)}"'
    if isinstance(value, Mapping):
        return _cut(
            "{" + ", ".join(f"{_cut(key)}: {show(item)}" for key, item in islice(value.items(), _LONGEST)) + "}"
        )
    if isinstance(value, Sequence):
        return _cut(f"[{', '.join(show(item) for item in islice(value, _LONGEST))}]")
    return _WORDS.get(repr(value), repr(value))


def either(names: Sequence[str], last: str = "or") -> str:
    """``a, b or c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _cut(text: str) -> str:
    """``text`` on one line, without anything that would steer a terminal."""
    head = " ".join(text[: _LONGEST * 2].split())
    line = "".join(character if character.isprintable() else repr(character)[1:-1] for character in head)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
