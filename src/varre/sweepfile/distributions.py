"""Read the distribution of one parameter: which one is meant, and whether the keys beside it belong to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from varre.space import Distribution
from varre.sweepfile.choices import read_categorical, read_constant
from varre.sweepfile.cursor import Cursor, nearest, numeric
from varre.sweepfile.kinds import ALL_FIELDS, BOUNDS, FIELDS, required
from varre.sweepfile.numbers import NUMERIC, numbers_reader, read_integers
from varre.sweepfile.places import either, show

__all__ = ["read_distribution"]

_READERS: Mapping[str, Callable[[Cursor], Distribution | None]] = {
    "constant": read_constant,
    "categorical": read_categorical,
    "categorical_w_probabilities": read_categorical,
    "int_uniform": read_integers,
    **{kind: numbers_reader(kind) for kind in NUMERIC},
}


def read_distribution(cursor: Cursor, allowed: tuple[str, ...]) -> Distribution | None:
    """The distribution of the parameter at ``cursor``; ``allowed`` are the keys beside it that are known elsewhere."""
    kind = _kind(cursor, allowed)
    if kind is None:
        return None
    extras = list(cursor.unknown(("distribution", *allowed, *FIELDS[kind])))
    for extra in extras:
        if extra.place[-1] in ALL_FIELDS:
            hint = f"use q_{kind}" if extra.place[-1] == "q" and f"q_{kind}" in FIELDS else ""
            extra.error(f"does not go with {kind}: {hint or 'it takes ' + either(FIELDS[kind], 'and')}")
        else:
            extra.no_such_key(("distribution", *allowed, *FIELDS[kind]))
    missing = [key for key in required(kind) if not cursor.has(key)]
    if missing and not extras:  # a key that is out of place was probably meant to be the missing one
        cursor.error(f"{either(missing, 'and')} {'is' if len(missing) == 1 else 'are'} missing")
    distribution = _READERS[kind](cursor)
    return None if extras or missing else distribution


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
    strange = list(cursor.unknown(("distribution", *allowed, *ALL_FIELDS)))
    for extra in strange:
        _no_such_key(extra, allowed)
    if not strange:
        cursor.error("says nothing about its values: give value, values, or min and max")
    return None


def _no_such_key(extra: Cursor, allowed: tuple[str, ...]) -> None:
    if isinstance(extra.value, dict) and not nearest(str(extra.place[-1]), ALL_FIELDS):
        extra.error("no such key here: nested parameters stand under parameters")
    else:
        extra.no_such_key(("distribution", *allowed, *ALL_FIELDS))


def _named(cursor: Cursor) -> str | None:
    name = cursor.value
    if isinstance(name, str) and name in FIELDS:
        return name
    if name == "param_dict":
        cursor.error("param_dict is a group: parameters is missing")
        return None
    guess = nearest(name, FIELDS) if isinstance(name, str) else None
    hint = f"did you mean {guess}?" if guess else either(list(FIELDS))
    cursor.error(f"{show(name)} is not a distribution: {hint}")
    return None


def _range_kind(cursor: Cursor) -> str | None:
    if cursor.has("q"):
        cursor.error("q needs a distribution: q_uniform, q_log_uniform_values …")
        return None
    bounds = [numeric(cursor.at(key).value) for key in BOUNDS]
    return "int_uniform" if all(isinstance(bound, int) for bound in bounds) else "uniform"
