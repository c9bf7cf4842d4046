"""Read ``constraints``, and make sure that something is left to try."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from varre.space import Constraint, SearchSpace
from varre.sweepfile.checks import is_broken
from varre.sweepfile.cursor import Cursor
from varre.sweepfile.expressions import read_expression
from varre.sweepfile.formulas import MisreadError
from varre.sweepfile.parameters import Reading

__all__ = ["constrained"]

_MOST = 100
_DRAWS = 10_000


def constrained(cursor: Cursor, reading: Reading) -> Reading:
    """``reading`` with the constraints at ``cursor`` in its space; their problems are noted."""
    elements = cursor.elements('["layers * width <= 4096"]') or []
    if len(elements) > _MOST:
        cursor.error(f"must be at most {_MOST}, got {len(elements)}")
        return reading
    before = len(cursor.notes.problems)
    found = [(element, _read_constraint(element, reading)) for element in elements]
    sound = [(element, constraint) for element, constraint in found if constraint is not None]
    space = replace(reading.space, constraints=tuple(constraint for _, constraint in sound))
    if reading.whole and len(cursor.notes.problems) == before:
        _check_feasible(space, [element for element, _ in sound])
    return replace(reading, space=space)


def _read_constraint(cursor: Cursor, reading: Reading) -> Constraint | None:
    text = cursor.text()
    if text is None:
        return None
    try:
        expression, paths = read_expression(text, reading.space)
    except MisreadError as error:
        if not is_broken(error.name, reading.broken):  # its own problems were noted already
            cursor.error(str(error))
        return None
    return Constraint(text, paths, expression)


def _check_feasible(space: SearchSpace, elements: list[Cursor]) -> None:
    """Note the constraint that refused most draws if none was feasible."""
    rng, refusals = Random(0), Counter[int]()
    for _ in range(_DRAWS):
        params = space.complete({}, [rng.random() for _ in space.parameters])
        refused = [place for place, constraint in enumerate(space.constraints) if not constraint.holds(params)]
        if not refused:
            return
        refusals.update(refused)
    [(worst, times)] = refusals.most_common(1)
    elements[worst].error(f"no feasible point in {_DRAWS:,} draws: this constraint refused {times:,} of them")
