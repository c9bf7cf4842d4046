"""What a parameter's value may be, and when two values are the same."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeAlias

__all__ = ["Params", "Value", "identity"]

Value: TypeAlias = "bool | int | float | str | Sequence[Value] | Mapping[str, Value] | None"
"""A JSON value."""

Params: TypeAlias = Mapping[str, Value]
"""A configuration: flat, keyed by full dotted path, inactive parameters absent."""


def identity(value: Value) -> Hashable:
    """Something hashable that is equal for equal values and only for them.

    Typed: ``True`` is not ``1``, but ``1`` is ``1.0``; a list is its tuple, ``NaN`` is ``NaN``, and the order of a
    mapping's keys does not matter.
    """
    match value:
        case None | bool():
            return type(value).__name__, value
        case int() | float():
            return "number", "nan" if value != value else value
        case str():
            return "text", value
        case Mapping():
            return "mapping", frozenset((key, identity(item)) for key, item in value.items())
    return "list", tuple(identity(item) for item in value)
