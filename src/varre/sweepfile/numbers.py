"""Read distributions over numbers: their bounds, their shape, their quantum."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from varre.space import (
    Beta,
    Distribution,
    IntUniform,
    InvLogUniform,
    InvLogUniformValues,
    LogNormal,
    LogUniform,
    LogUniformValues,
    Normal,
    QBeta,
    QLogNormal,
    QLogUniform,
    QLogUniformValues,
    QNormal,
    Quantised,
    QUniform,
    Uniform,
)
from varre.sweepfile.cursor import Cursor
from varre.sweepfile.kinds import BOUNDS, FIELDS, REPLACED
from varre.sweepfile.places import show

__all__ = ["NUMERIC", "numbers_reader", "read_integers"]

_MOST_VALUES = 2**40
_FARTHEST_EXPONENT = 700
_FARTHEST_INTEGER = 2**53
"""Integers beyond it are not told apart as floats, and models compute with floats."""

NUMERIC: Mapping[str, Callable[..., Distribution]] = {
    "uniform": Uniform,
    "q_uniform": QUniform,
    "log_uniform": LogUniform,
    "log_uniform_values": LogUniformValues,
    "q_log_uniform": QLogUniform,
    "q_log_uniform_values": QLogUniformValues,
    "inv_log_uniform": InvLogUniform,
    "inv_log_uniform_values": InvLogUniformValues,
    "normal": Normal,
    "q_normal": QNormal,
    "log_normal": LogNormal,
    "q_log_normal": QLogNormal,
    "beta": Beta,
    "q_beta": QBeta,
}
"""The distributions over real numbers and multiples, by name."""

_DEFAULTS: Mapping[str, int | float] = {"mu": 0.0, "sigma": 1.0, "a": 1.0, "b": 1.0, "q": 1}


def read_integers(cursor: Cursor) -> Distribution | None:
    """The integers from ``min`` to ``max``."""
    low, high = (_given(cursor, key, Cursor.integer) for key in BOUNDS)
    if low is None or high is None or not _in_order(cursor, low, high):
        return None
    for key, value in (("min", low), ("max", high)):
        if abs(value) > _FARTHEST_INTEGER:
            cursor.at(key).error(f"must lie within ±2**53 (9007199254740992), got {show(value)}")
            return None
    return _countable(cursor, IntUniform(int(low), int(high)))


def numbers_reader(kind: str) -> Callable[[Cursor], Distribution | None]:
    """What reads the distribution over numbers that is called ``kind``."""

    def read(cursor: Cursor) -> Distribution | None:
        fields = {key: _given(cursor, key, Cursor.number) for key in FIELDS[kind]}
        known = {key: value for key, value in fields.items() if value is not None}
        if not _legal(cursor, kind, known) or len(known) < len(fields):
            return None
        if kind in REPLACED:
            cursor.warn(_exponents(kind, known["min"], known["max"]))
        numbers = {key: value if key == "q" else float(value) for key, value in known.items()}
        return _countable(cursor, NUMERIC[kind](**numbers))

    return read


def _given(cursor: Cursor, key: str, read: Callable[[Cursor], int | float | None]) -> int | float | None:
    if cursor.get(key):
        return read(cursor.at(key))
    if cursor.has(key):
        cursor.at(key).error("is empty: a number is needed")
        return None
    return _DEFAULTS.get(key)


def _legal(cursor: Cursor, kind: str, known: Mapping[str, int | float]) -> bool:
    """Note what is wrong with the numbers that are there; whether nothing is."""
    before = len(cursor.notes.problems)
    for key, value in known.items():
        if wrong := _illegal(kind, key, value):
            cursor.at(key).error(f"{wrong}, got {show(value)}")
    if known.keys() >= set(BOUNDS):
        _in_order(cursor, known["min"], known["max"])
    return len(cursor.notes.problems) == before


def _illegal(kind: str, key: str, value: int | float) -> str:
    if (key == "q" or (key in BOUNDS and kind.endswith("_values"))) and value <= 0:
        return f"must be greater than 0 for {kind}"
    if key in ("a", "b") and not 1e-4 <= value <= 1e7:
        return "must lie between 0.0001 and 10000000"
    if key == "sigma" and value < 0:
        return "must not be below 0"
    if key in BOUNDS and kind in REPLACED and abs(value) > _FARTHEST_EXPONENT:
        return f"{kind} takes exponents, from -{_FARTHEST_EXPONENT} to {_FARTHEST_EXPONENT}"
    return ""


def _in_order(cursor: Cursor, low: int | float, high: int | float) -> bool:
    if low < high:
        return True
    hint = f"; value: {show(low)} is a constant" if low == high else ""
    cursor.error(f"max must be greater than min, got min {show(low)} and max {show(high)}{hint}")
    return False


def _countable(cursor: Cursor, distribution: Distribution) -> Distribution | None:
    count = distribution.cardinality
    if count is None or 0 < count <= _MOST_VALUES:
        return distribution
    if count > 0:
        cursor.error(f"has {count:.3g} values, more than can be told apart: 10**12 at most")
    elif isinstance(distribution, Quantised):
        low, high, q = distribution.base.low, distribution.base.high, distribution.lattice.q
        given = f"q is {show(q)}" if cursor.has("q") else "q is 1 by default"
        cursor.error(f"no multiple of q lies between {low:.6g} and {high:.6g} ({given}): give a smaller q")
    return None


def _exponents(kind: str, low: int | float, high: int | float) -> str:
    sign = -1 if kind.startswith("inv") else 1
    searched = sorted(math.exp(sign * bound) for bound in (low, high))
    spread = searched[1] - searched[0]
    first, last = (_rounded(bound, spread) for bound in searched)
    return (
        f"{kind} takes exponents: {show(low)} to {show(high)} searches {first} to {last}. "
        f"{REPLACED[kind]} takes values."
    )


def _rounded(x: float, spread: float) -> str:
    """``x`` to four digits, or as many as it takes to see the ``spread``."""
    digits = 4 if not spread else max(4, math.floor(math.log10(x)) - math.floor(math.log10(spread)) + 2)
    return f"{x:.{min(digits, 17)}g}"
