"""Read distributions over listed values: a constant, or categories with their probabilities."""

from __future__ import annotations

import math
from collections.abc import Sequence

from varre.space import Categorical, Constant, Distribution, Value, identity
from varre.sweepfile.cursor import Cursor
from varre.sweepfile.places import show

__all__ = ["read_categorical", "read_constant"]


def read_constant(cursor: Cursor) -> Distribution:
    """Always ``value``."""
    return Constant(cursor.at("value").value)


def read_categorical(cursor: Cursor) -> Distribution | None:
    """One of ``values``, maybe with ``probabilities``, maybe ``ordered``."""
    values = _values(cursor)
    probabilities = _probabilities(cursor, values)
    ordered = cursor.at("ordered").boolean() if cursor.get("ordered") else False
    if values is None or ordered is None or (probabilities is None and cursor.has("probabilities")):
        return None
    kept = _distinct(cursor, list(zip(values, probabilities or [1.0] * len(values), strict=True)))
    choices, weights = zip(*kept, strict=True)
    return Categorical(choices, _shares(weights) if probabilities else None, ordered)


def _distinct(cursor: Cursor, weighted: Sequence[tuple[Value, float]]) -> list[tuple[Value, float]]:
    """Each value once, with the weight of all its mentions, and those that can be drawn only."""
    merged: dict[object, tuple[Value, float]] = {}
    for value, weight in weighted:
        first, so_far = merged.get(identity(value), (value, 0.0))
        merged[identity(value)] = (first, so_far + weight)
    if len(merged) < len(weighted):
        cursor.warn(f"a value stands twice in values: taken once, {len(merged)} are left")
    kept = [(value, weight) for value, weight in merged.values() if weight > 0]
    if len(kept) < len(merged):
        cursor.warn("a value of probability 0 is never drawn: left out")
    return kept


def _shares(weights: Sequence[float]) -> tuple[float, ...]:
    total = sum(weights)
    # What sums to 1 but for rounding stays as it is, so that a file written and read again is the same.
    return tuple(weights) if math.isclose(total, 1, rel_tol=1e-9) else tuple(weight / total for weight in weights)


def _values(cursor: Cursor) -> list[Value] | None:
    if not cursor.has("values"):
        return None
    here = cursor.at("values")
    if here.value is None or here.value == []:
        here.error("is empty: list at least one value")
        return None
    if not isinstance(here.value, list):
        here.error(f"must be a list such as [adam, sgd], got {show(here.value)}")
        return None
    return here.value


def _probabilities(cursor: Cursor, values: list[Value] | None) -> list[float] | None:
    if not cursor.has("probabilities"):
        return None
    here = cursor.at("probabilities")
    elements = here.elements("[0.2, 0.8]") or []
    numbers = [element.number(written=False) for element in elements]
    if here.value == []:
        here.error("is empty: give as many as values")
    if not elements or values is None or None in numbers:
        return None
    found = [float(number) for number in numbers if number is not None]
    if len(found) != len(values):
        here.error(f"must be as many as values, got {len(found)} and {len(values)}")
    elif min(found) < 0:
        here.error(f"must not be below 0, got {show(min(found))}")
    elif not math.isclose(sum(found), 1, rel_tol=1e-5, abs_tol=1e-8):
        here.error(f"must sum to 1, got {sum(found):.6g}")
    else:
        return found
    return None
