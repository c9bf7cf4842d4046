"""Where a value stands in a sweep file, and how values are shown to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text


def show(value: Value) -> str:
    """``value`` as a sweep file would have it, on one line and cut to a bearable length."""
    text = _show(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _show(value: Value) -> str:
    if isinstance(value, str):
        return f'"{" ".join(value[: _LONGEST + 1].split())}"'
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {show(item)}" for key, item in list(value.items())[:_LONGEST]) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(show(item) for item in value[:_LONGEST]) + "]"
    return _WORDS.get(repr(value), repr(value))


def either(names: Sequence[str], last: str = "or") -> str:
    """``a, b or c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
