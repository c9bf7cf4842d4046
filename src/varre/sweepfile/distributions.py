"""Read the distribution of one parameter."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from varre.space import (
    Beta,
    Categorical,
    Constant,
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
    Value,
    identity,
)
from varre.sweepfile.cursor import Cursor, nearest, numeric
from varre.sweepfile.places import either, show

__all__ = ["FIELDS", "read_distribution"]

_RANGE = ("min", "max")
_CHOICE = ("values", "probabilities", "ordered")
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "constant": ("value",),
    "categorical": _CHOICE,
    "categorical_w_probabilities": _CHOICE,
    "int_uniform": _RANGE,
    "uniform": _RANGE,
    "log_uniform": _RANGE,
    "log_uniform_values": _RANGE,
    "inv_log_uniform": _RANGE,
    "inv_log_uniform_values": _RANGE,
    "normal": ("mu", "sigma"),
    "log_normal": ("mu", "sigma"),
    "beta": ("a", "b"),
}
_QUANTISED = ("uniform", "log_uniform", "log_uniform_values", "normal", "log_normal", "beta")
FIELDS: Mapping[str, tuple[str, ...]] = {
    **_FAMILIES,
    **{f"q_{kind}": (*_FAMILIES[kind], "q") for kind in _QUANTISED},
}
"""The keys that belong to each distribution."""

_ALL_FIELDS = frozenset(key for fields in FIELDS.values() for key in fields)
_REPLACED = {
    "log_uniform": "log_uniform_values",
    "q_log_uniform": "q_log_uniform_values",
    "inv_log_uniform": "inv_log_uniform_values",
}
_MOST_VALUES = 2**40
_FARTHEST_EXPONENT = 700


def read_distribution(cursor: Cursor, allowed: tuple[str, ...]) -> Distribution | None:
    """The distribution of the parameter at ``cursor``; ``allowed`` are the keys beside it that are known elsewhere."""
    kind = _kind(cursor, allowed)
    if kind is None:
        return None
    extras = list(cursor.unknown(("distribution", *allowed, *FIELDS[kind])))
    for extra in extras:
        if extra.place[-1] in _ALL_FIELDS:
            extra.error(f"does not go with {kind}, which takes {either(FIELDS[kind], 'and')}")
        else:
            extra.no_such_key(("distribution", *allowed, *FIELDS[kind]))
    missing = [key for key in _required(kind) if not cursor.has(key)]
    if missing and not extras:  # a key that is out of place was probably meant to be the missing one
        cursor.error(f"{either(missing, 'and')} {'is' if len(missing) == 1 else 'are'} missing")
    distribution = _READERS[kind](cursor)
    return None if extras or missing else distribution


def _required(kind: str) -> tuple[str, ...]:
    if kind == "categorical_w_probabilities":
        return ("values", "probabilities")
    return tuple(key for key in FIELDS[kind] if key in ("value", "values", *_RANGE))


# -- which one ---------------------------------------------------------------------------------------------------


def _kind(cursor: Cursor, allowed: tuple[str, ...]) -> str | None:
    if cursor.has("distribution"):
        return _named(cursor.at("distribution"))
    for key, kind in (("value", "constant"), ("values", "categorical")):
        if cursor.has(key):
            return kind
    if cursor.has("min") or cursor.has("max"):
        return _range_kind(cursor)
    if given := [key for key in ("mu", "sigma", "a", "b") if cursor.has(key)]:
        kinds = [kind for kind, fields in FIELDS.items() if given[0] in fields]
        cursor.error(f"{given[0]} needs a distribution: {either(kinds)}")
        return None
    strange = list(cursor.unknown(("distribution", *allowed, *_ALL_FIELDS)))
    for extra in strange:
        _no_such_key(extra, allowed)
    if not strange:
        cursor.error("says nothing about its values: give value, values, or min and max")
    return None


def _no_such_key(extra: Cursor, allowed: tuple[str, ...]) -> None:
    if isinstance(extra.value, dict) and not nearest(str(extra.place[-1]), _ALL_FIELDS):
        extra.error("no such key here: nested parameters stand under parameters")
    else:
        extra.no_such_key(("distribution", *allowed, *_ALL_FIELDS))


def _named(cursor: Cursor) -> str | None:
    name = cursor.value
    if isinstance(name, str) and name in FIELDS:
        return name
    guess = nearest(name, FIELDS) if isinstance(name, str) else None
    hint = f"did you mean {guess}?" if guess else either(list(FIELDS))
    cursor.error(f"{show(name)} is not a distribution: {hint}")
    return None


def _range_kind(cursor: Cursor) -> str | None:
    if cursor.has("q"):
        cursor.error("q needs a distribution: q_uniform, q_log_uniform_values …")
        return None
    bounds = [numeric(cursor.at(key).value) for key in _RANGE]
    return "int_uniform" if all(isinstance(bound, int) for bound in bounds) else "uniform"


# -- its fields --------------------------------------------------------------------------------------------------


def _constant(cursor: Cursor) -> Distribution:
    return Constant(cursor.at("value").value)


def _categorical(cursor: Cursor) -> Distribution | None:
    values = _choices(cursor)
    probabilities = _probabilities(cursor, values)
    ordered = cursor.at("ordered").boolean() if cursor.get("ordered") else False
    if values is None or ordered is None or (probabilities is None and cursor.has("probabilities")):
        return None
    merged: dict[object, tuple[Value, float]] = {}
    for value, probability in zip(values, probabilities or [1.0] * len(values), strict=True):
        first, so_far = merged.get(identity(value), (value, 0.0))
        merged[identity(value)] = (first, so_far + probability)
    if len(merged) < len(values):
        cursor.warn(f"a value stands twice in values: taken once, {len(merged)} are left")
    kept = [(value, probability) for value, probability in merged.values() if probability > 0]
    if len(kept) < len(merged):
        cursor.warn("a value of probability 0 is never drawn: left out")
    choices, weights = zip(*kept, strict=True)
    return Categorical(choices, _shares(weights) if probabilities else None, ordered)


def _shares(weights: Sequence[float]) -> tuple[float, ...]:
    total = sum(weights)
    # What sums to 1 but for rounding stays as it is, so that a file written and read again is the same.
    return tuple(weights) if math.isclose(total, 1, rel_tol=1e-9) else tuple(weight / total for weight in weights)


def _choices(cursor: Cursor) -> list[Value] | None:
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
    numbers = [element.number() for element in elements]
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


# -- numbers -----------------------------------------------------------------------------------------------------

_NUMERIC: Mapping[str, Callable[..., Distribution]] = {
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
_DEFAULTS: Mapping[str, int | float] = {"mu": 0.0, "sigma": 1.0, "a": 1.0, "b": 1.0, "q": 1}


def _int_uniform(cursor: Cursor) -> Distribution | None:
    low, high = (_given(cursor, key, Cursor.integer) for key in _RANGE)
    if low is None or high is None or not _in_order(cursor, low, high):
        return None
    return _countable(cursor, IntUniform(int(low), int(high)))


def _numeric(kind: str) -> Callable[[Cursor], Distribution | None]:
    def read(cursor: Cursor) -> Distribution | None:
        fields = {key: _given(cursor, key, Cursor.number) for key in FIELDS[kind]}
        known = {key: value for key, value in fields.items() if value is not None}
        if not _legal(cursor, kind, known) or len(known) < len(fields):
            return None
        if kind in _REPLACED:
            cursor.warn(_exponents(kind, known["min"], known["max"]))
        numbers = {key: value if key == "q" else float(value) for key, value in known.items()}
        return _countable(cursor, _NUMERIC[kind](**numbers))

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
    if known.keys() >= set(_RANGE):
        _in_order(cursor, known["min"], known["max"])
    return len(cursor.notes.problems) == before


def _illegal(kind: str, key: str, value: int | float) -> str:
    if (key == "q" or (key in _RANGE and kind.endswith("_values"))) and value <= 0:
        return f"must be greater than 0 for {kind}"
    if key in ("a", "b") and not 1e-4 <= value <= 1e7:
        return "must lie between 0.0001 and 10000000"
    if key == "sigma" and value < 0:
        return "must not be below 0"
    if key in _RANGE and kind in _REPLACED and abs(value) > _FARTHEST_EXPONENT:
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
        f"{_REPLACED[kind]} takes values."
    )


def _rounded(x: float, spread: float) -> str:
    """``x`` to four digits, or as many as it takes to see the ``spread``."""
    digits = 4 if not spread else max(4, math.floor(math.log10(x)) - math.floor(math.log10(spread)) + 2)
    return f"{x:.{min(digits, 17)}g}"


_READERS: Mapping[str, Callable[[Cursor], Distribution | None]] = {
    "constant": _constant,
    "categorical": _categorical,
    "categorical_w_probabilities": _categorical,
    "int_uniform": _int_uniform,
    **{kind: _numeric(kind) for kind in _NUMERIC},
}
