"""Values as strict JSON can say them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pydantic import JsonValue

from varre.space import Value

__all__ = ["finite", "json_value", "json_values"]


def json_value(value: Value) -> JsonValue:
    """The value with ``"NaN"``, ``"Infinity"`` and ``"-Infinity"`` where a number is not finite."""
    match value:
        case float():
            return value if math.isfinite(value) else _word(value)
        case None | bool() | int() | str():
            return value
        case Mapping():
            return json_values(value)
    return [json_value(item) for item in value]


def json_values(values: Mapping[str, Value]) -> dict[str, JsonValue]:
    """A mapping of values, each as `json_value` has it."""
    return {name: json_value(value) for name, value in values.items()}


def finite(value: object) -> float | None:
    """The value as a finite float, or ``None`` if it is none. A boolean is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _word(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"
