"""The numbers among logged rows: the sweep's metric, and how far each name has ranged."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from varre.runs import Row, Run
from varre.space import Value
from varre.sweepfile import Objective

__all__ = ["Ranges", "finite_values", "widened", "with_values"]

Ranges = Mapping[str, tuple[float, float]]
"""The lowest and the highest finite number under each name."""


def finite_values(objective: Objective | None, rows: Iterable[Row]) -> Iterator[tuple[float, Row]]:
    """The finite numbers logged under the metric's name, each with its row. A boolean is not a number."""
    if objective is None:
        return
    for row in rows:
        value = _finite(row.values.get(objective.name))
        if value is not None:
            yield value, row


def with_values(run: Run, objective: Objective | None, found: Sequence[tuple[float, Row]]) -> Run:
    """The run after these values: its last one, and its best one with the row at which it was logged."""
    if not found or objective is None:
        return run
    run = replace(run, last=found[-1][0])
    value, row = min(found, key=lambda entry: objective.loss(entry[0]))
    if run.best is None or objective.loss(value) < objective.loss(run.best):
        run = replace(run, best=value, best_row=row.values)
    return run


def widened(ranges: Ranges, rows: Iterable[Row]) -> Ranges:
    """The ranges after more rows."""
    found = dict(ranges)
    for row in rows:
        for name, value in row.values.items():
            number = _finite(value)
            if number is not None:
                low, high = found.get(name, (number, number))
                found[name] = (min(low, number), max(high, number))
    return found


def _finite(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
