"""The language in which a peer is told its space, and what peers need that speak another one.

A parameter is `values`, or `min` and `max` with the `distribution` and the `q` of a sweep file; `when` says under
which values of its parents it is there. Parents stand before their children.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = [
    "Declared",
    "Parameters",
    "active",
    "children",
    "holds",
    "is_log",
    "is_ordered",
    "is_whole",
    "snapped",
    "values",
    "wanted",
    "worst",
]

Declared = Mapping[str, Any]
Parameters = Mapping[str, Declared]


def is_whole(declared: Declared) -> bool:
    """Whether it is a range of whole numbers."""
    return "min" in declared and isinstance(declared["min"], int) and isinstance(declared["max"], int)


def is_log(declared: Declared) -> bool:
    """Whether it is a range that is searched by its logarithm."""
    return "log" in declared.get("distribution", "")


def is_ordered(declared: Declared) -> bool:
    """Whether it is a list of numbers that ascend, of which a searcher may know that they do."""
    listed = declared.get("values", ())
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in listed)
    return len(listed) > 2 and numbers and list(listed) == sorted(listed)


def values(declared: Declared) -> list[Any]:
    """All values of a list, or of a range of whole numbers."""
    return list(declared["values"]) if "values" in declared else list(range(declared["min"], declared["max"] + 1))


def snapped(declared: Declared, value: float) -> Any:
    """The number nearest to ``value`` that the range has."""
    low, high = declared["min"], declared["max"]
    step = declared.get("q", 1 if is_whole(declared) else None)
    if step is not None:
        value = round(value / step) * step
    value = min(high, max(low, value))
    return round(value) if is_whole(declared) else value


def wanted(declared: Declared, parent: str) -> list[Any]:
    """The values of ``parent`` under which the parameter is there."""
    given = declared["when"][parent]
    return given if isinstance(given, list) else [given]


def holds(declared: Declared, params: Mapping[str, Any]) -> bool:
    """Whether the parameter is there, given its parents."""
    return all(parent in params and params[parent] in wanted(declared, parent) for parent in declared.get("when", {}))


def children(parameters: Parameters, parent: str) -> list[str]:
    """The parameters whose condition names ``parent``."""
    return [name for name, declared in parameters.items() if parent in declared.get("when", {})]


def active(parameters: Parameters, params: Mapping[str, Any]) -> dict[str, Any]:
    """Of a configuration with all parameters, those whose conditions hold."""
    kept: dict[str, Any] = {}
    for name, declared in parameters.items():
        if holds(declared, kept):
            kept[name] = params[name]
    return kept


def worst(losses: list[float]) -> float:
    """What stands for a failure where a searcher knows none: as bad as the worst."""
    return max(losses, default=1.0)
