"""Check that conditions can hold: known names, possible values, no cycles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from varre.space import Clause, Distribution, Parameter
from varre.sweepfile.cursor import Cursor, nearest
from varre.sweepfile.places import either, show

__all__ = ["check_conditions"]

_FEW = 10_000


def check_conditions(found: Sequence[tuple[Parameter, Cursor]]) -> None:
    """Note every condition that names no parameter, that can never hold, or that goes round in a circle."""
    parameters = {parameter.path: parameter for parameter, _ in found}
    for parameter, cursor in found:
        if parameter.when is not None:
            for path, clause in parameter.when.clauses:
                _check_clause(cursor, path, clause, parameters)
    for parameter, cursor in found:
        if circle := _circle(parameter.path, parameters):
            cursor.error(f"its condition goes round in a circle: {' needs '.join(circle)}")


def _check_clause(cursor: Cursor, path: str, clause: Clause, parameters: Mapping[str, Parameter]) -> None:
    if path not in parameters:
        guess = nearest(path, parameters)
        hint = f"did you mean {guess}?" if guess else either(sorted(parameters))
        cursor.error(f"when names {path}, which is no parameter: {hint}")
        return
    distribution = parameters[path].distribution
    for value in (*(clause.one_of or ()), *clause.none_of):
        if not distribution.contains(value):
            cursor.error(f"when: {show(value)} is not a value of {path}{_allowed(distribution)}")
    if not _possible(distribution, clause):
        cursor.error(f"when can never hold for {path}")


def _allowed(distribution: Distribution) -> str:
    count = distribution.cardinality
    return f": {either([show(value) for value in distribution.values()])}" if count is not None and count <= 12 else ""


def _possible(distribution: Distribution, clause: Clause) -> bool:
    if clause.one_of is not None:
        return bool(clause.one_of)
    count = distribution.cardinality
    if count is not None and count <= _FEW:
        return any(map(clause.holds, distribution.values()))
    return Clause(max=clause.max).holds(distribution.from_unit(0)) and Clause(min=clause.min).holds(
        distribution.from_unit(1)
    )


def _circle(start: str, parameters: Mapping[str, Parameter]) -> list[str]:
    """The way from ``start`` back to it through conditions; empty if there is none."""
    trail: dict[str, str] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        when = parameters[path].when if path in parameters else None
        for parent in when.paths if when else ():
            if parent == start:
                return _walk(trail, start, path)
            if parent not in trail:
                trail[parent] = path
                waiting.append(parent)
    return []


def _walk(trail: Mapping[str, str], start: str, last: str) -> list[str]:
    way = [start]
    path = last
    while path != start:
        way.insert(1, path)
        path = trail[path]
    return [*way, start]
