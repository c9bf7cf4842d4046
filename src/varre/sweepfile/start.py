"""Read ``start``: configurations to try first."""

from __future__ import annotations

from varre.space import Params, SearchSpace
from varre.sweepfile.cursor import Cursor, nearest
from varre.sweepfile.places import either

__all__ = ["read_start"]

_EXAMPLE = "[{learning_rate: 0.01}]"


def read_start(cursor: Cursor, space: SearchSpace) -> tuple[Params, ...]:
    """The points at ``cursor``, flat; their problems are noted."""
    points = [_read_point(point, space) for point in cursor.elements(_EXAMPLE) or []]
    return tuple(point for point in points if point is not None)


def _read_point(cursor: Cursor, space: SearchSpace) -> Params | None:
    if cursor.mapping("{learning_rate: 0.01}") is None or not isinstance(cursor.value, dict):
        return None
    point = space.flatten(cursor.value)
    for name in point:
        _check_value(cursor, name, point, space)
    return point


def _check_value(cursor: Cursor, name: str, point: Params, space: SearchSpace) -> None:
    if name not in space:
        guess = nearest(name, (parameter.path for parameter in space.parameters))
        cursor.error(f"{name} is no parameter" + (f": did you mean {guess}?" if guess else ""))
        return
    parameter = space[name]
    try:
        parameter.distribution.to_unit(point[name])
    except ValueError as error:
        cursor.error(f"{name}: {error}")
    if parameter.when is None or parameter.when.holds(point):
        return
    missing = [path for path in parameter.when.paths if path not in point]
    if missing:
        cursor.error(f"{name} exists only under conditions: give {either(missing, 'and')} too")
    else:
        cursor.error(f"{name} does not exist under these values of {either(parameter.when.paths, 'and')}")
