"""Read ``when``: the conditions under which a parameter or a group exists."""

from __future__ import annotations

from varre.space import Clause, Condition, Value
from varre.sweepfile.cursor import Cursor

__all__ = ["read_condition"]

_OPERATORS = ("not", "min", "max")


def read_condition(cursor: Cursor) -> Condition | None:
    """The condition at ``cursor``: a mapping from full paths to what their values must be."""
    if cursor.mapping("{optimizer: sgd}") is None:
        return None
    if not cursor.names():
        cursor.error("is empty: name a parameter, as in {optimizer: sgd}")
    clauses = [(path, _read_clause(cursor.at(path))) for path in sorted(cursor.names())]
    return Condition(tuple((path, clause) for path, clause in clauses if clause is not None))


def _read_clause(cursor: Cursor) -> Clause | None:
    """A value, a list of values of which it is one, or a mapping of ``not``, ``min`` and ``max``."""
    value = cursor.value
    if isinstance(value, dict) and any(key in _OPERATORS for key in value):
        return _read_operators(cursor)
    one_of = _read_values(cursor)
    return None if one_of is None else Clause(one_of=one_of)


def _read_operators(cursor: Cursor) -> Clause | None:
    before = len(cursor.notes.problems)
    for extra in cursor.unknown(_OPERATORS):
        extra.no_such_key(_OPERATORS)
    low, high = (cursor.at(key).number() if cursor.has(key) else None for key in ("min", "max"))
    if low is not None and high is not None and low > high:
        cursor.error(f"max must not be less than min, got min {low} and max {high}")
    none_of = _read_values(cursor.at("not")) if cursor.has("not") else None
    return Clause(none_of=none_of or (), min=low, max=high) if len(cursor.notes.problems) == before else None


def _read_values(cursor: Cursor) -> tuple[Value, ...] | None:
    if not isinstance(cursor.value, list):
        return (cursor.value,)
    if not cursor.value:
        cursor.error("is an empty list: name at least one value")
        return None
    return tuple(cursor.value)
