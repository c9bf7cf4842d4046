"""Turn whatever Python holds into plain JSON values, or say why that cannot be.

Behind this module there are only ``None``, booleans, integers of 64 bits, floats, text, lists, and dicts with text as
keys, nested to a bounded depth and of bounded size.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence

from varre.space import Value
from varre.sweepfile.places import Place

__all__ = ["MAX_DEPTH", "MAX_VALUES", "TooMuch", "plain"]

MAX_DEPTH = 64
"""How deep lists and mappings may nest."""
MAX_VALUES = 200_000
"""How many values there may be, each counted as often as it is reached: an alias counts as what it repeats."""

_MAX_INTEGER = 2**63


class TooMuch(Exception):  # noqa: N818 - no error yet: the caller makes it a problem
    """The input is deeper or larger than any sweep file is."""


def plain(raw: object, report: Callable[[Place, str], None]) -> Value:
    """``raw`` as plain JSON values. What is none is reported, and becomes ``None``. Raises `TooMuch`."""
    return _Plain(report).convert(raw, ())


class _Plain:
    def __init__(self, report: Callable[[Place, str], None]) -> None:
        self._report = report
        self._seen = 0

    def convert(self, raw: object, place: Place) -> Value:
        self._seen += 1
        if self._seen > MAX_VALUES:
            raise TooMuch(f"more than {MAX_VALUES:,} values, counting what is repeated")
        if len(place) > MAX_DEPTH:
            raise TooMuch(f"nested more than {MAX_DEPTH} levels deep")
        if raw is None or isinstance(raw, bool):
            return raw
        if isinstance(raw, int):
            return self._integer(int.__index__(raw), place)
        if isinstance(raw, float):
            # One NaN object for all, so that containers that hold it compare as equal.
            return math.nan if math.isnan(raw) else float.__float__(raw)
        if isinstance(raw, str):
            return self._text(str.__str__(raw), place)
        return self._foreign(raw, place)

    def _integer(self, number: int, place: Place) -> Value:
        if -_MAX_INTEGER <= number < _MAX_INTEGER:
            return number
        return self._refuse(place, "an integer must fit in 64 bits")

    def _text(self, text: str, place: Place) -> Value:
        if "\0" in text:
            return self._refuse(place, "text must not hold a NUL character")
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            return self._refuse(place, "text must be valid Unicode, this holds half a surrogate pair")
        return text

    def _foreign(self, raw: object, place: Place) -> Value:
        try:
            opened = _open(raw)
        except (RecursionError, TooMuch):
            raise
        except Exception as error:  # noqa: BLE001 - an object of the user's may raise anything when looked into
            return self._refuse(place, f"{type(raw).__name__} cannot be read: {type(error).__name__}")
        if isinstance(opened, dict):
            return self._mapping(opened, place)
        if isinstance(opened, list):
            return [self.convert(item, (*place, number)) for number, item in enumerate(opened)]
        if opened is raw:
            return self._refuse(place, f"{_article(type(raw).__name__)} is no value of a sweep file: {_ALLOWED}")
        return self.convert(opened, place)

    def _mapping(self, items: Mapping[object, object], place: Place) -> Value:
        converted: dict[str, Value] = {}
        for key, item in items.items():
            if not isinstance(key, str):
                self._report((*place, _key(key)), f"a key must be text, got {_article(type(key).__name__)}")
            elif isinstance(name := self._text(str.__str__(key), place), str):
                converted[name] = self.convert(item, (*place, name))
        return converted

    def _refuse(self, place: Place, message: str) -> Value:
        self._report(place, message)
        return None


_ALLOWED = "numbers, text, true, false, null, lists and mappings are"


def _open(raw: object) -> object:
    """A container as a dict or a list, an array or a scalar of some library as Python's own; else ``raw`` itself."""
    if isinstance(raw, Mapping):
        return {key: raw[key] for key in _bounded(raw)}
    for name in ("tolist", "item"):
        if callable(method := getattr(raw, name, None)):
            return method()
    if isinstance(raw, os.PathLike):
        return os.fspath(raw)
    if isinstance(raw, Sequence) and not isinstance(raw, (bytes, bytearray, memoryview)):
        return _bounded(raw)
    if callable(keys := getattr(raw, "keys", None)) and hasattr(raw, "__getitem__"):
        return {key: raw[key] for key in _bounded(keys())}
    return raw


def _key(key: object) -> str:
    """A key that is no text, in a path."""
    return str(key) if type(key) is int and abs(key) < _MAX_INTEGER else f"<{type(key).__name__}>"


def _bounded(items: object) -> list[object]:
    found: list[object] = []
    for item in items:  # type: ignore[attr-defined]
        found.append(item)
        if len(found) > MAX_VALUES:
            raise TooMuch(f"more than {MAX_VALUES:,} values")
    return found


def _article(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
