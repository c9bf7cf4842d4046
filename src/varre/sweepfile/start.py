"""Read ``start``: configurations to try first."""

from __future__ import annotations

from random import Random

from varre.space import Params, SearchSpace
from varre.sweepfile.checks import is_broken
from varre.sweepfile.cursor import Cursor, nearest
from varre.sweepfile.domains import outside
from varre.sweepfile.parameters import Reading
from varre.sweepfile.places import either

__all__ = ["read_start"]


def read_start(cursor: Cursor, reading: Reading) -> tuple[Params, ...]:
    """The points at ``cursor``, flat, each value in its distribution's own form; their problems are noted."""
    points: list[Params] = []
    seen = set()
    for element in cursor.elements("[{learning_rate: 0.01}]") or []:
        point = _read_point(element, reading)
        key = reading.space.key(point)
        if key in seen and not reading.space.check(point):
            element.warn("the same configuration stands there before: taken once")
        else:
            points.append(point)
        seen.add(key)
    return tuple(points)


def _read_point(cursor: Cursor, reading: Reading) -> Params:
    if cursor.mapping("{learning_rate: 0.01}") is None or not isinstance(cursor.value, dict):
        return {}
    space = reading.space
    point = space.flatten(cursor.value)
    sound = [_check_value(cursor, name, point, reading) for name in point]
    if not all(sound):
        return {}
    canonical = {name: space[name].distribution.canonical(point[name]) for name in point}
    if reading.whole:
        _check_constraints(cursor, canonical, space)
    return canonical


def _check_constraints(cursor: Cursor, point: Params, space: SearchSpace) -> None:
    """Note a point that is not feasible, or cannot be filled in so that it is."""
    violated = space.violated(point)
    if violated is not None:
        cursor.error(violated.refusal(point))
    elif space.fill(point, Random(0)) is None:
        cursor.error("what is missing cannot be filled in as the constraints demand: give more values")


def _check_value(cursor: Cursor, name: str, point: Params, reading: Reading) -> bool:
    """Note what is wrong with one value of a point; whether nothing is."""
    space = reading.space
    if name not in space:
        if not is_broken(name, reading.broken):
            guess = nearest(name, (parameter.path for parameter in space.parameters))
            cursor.error(f"there is no parameter {name}" + (f": did you mean {guess}?" if guess else ""))
        return False
    if wrong := outside(name, space[name].distribution, point[name]):
        cursor.error(wrong)
        return False
    return _check_existence(cursor, name, point, space)


def _check_existence(cursor: Cursor, name: str, point: Params, space: SearchSpace) -> bool:
    when = space[name].when
    if when is None or when.holds(point):
        return True
    missing = [path for path in when.paths if path not in point]
    if missing:
        cursor.error(f"{name} exists under a condition: give {either(missing, 'and')} too")
    else:
        cursor.error(f"{name} does not exist with this {either(when.paths, 'and')}")
    return False
