"""Curves as frames: one metric of all runs of a sweep, or several metrics of one run."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence

from varre.runs import Curve
from varre.server.columns import Column, Numbers, encode
from varre.server.reduce import kept

__all__ = ["run_frame", "sweep_frame"]


def sweep_frame(cursor: int, metric: str, curves: Sequence[Curve], pixels: int) -> bytes:
    """One metric of many runs: a row a run, and the points of all of them one after the other.

    ``x`` counts the points of the run's own curve from 1. A run with more points than ``pixels`` is reduced.
    """
    counts, x = array("i"), array("f")
    flat = {name: array("d") for name in ("step", "time", "y")}
    for curve in curves:
        places = kept(curve.values, pixels)
        counts.append(len(curve.values) if places is None else len(places))
        x.extend(range(1, counts[-1] + 1) if places is None else (place + 1 for place in places))
        for name, data in (("step", curve.steps), ("time", curve.times), ("y", curve.values)):
            flat[name].extend(data if places is None else array("d", map(data.__getitem__, places)))
    columns: list[Column] = [
        Numbers("number", array("i", (curve.number or 0 for curve in curves))),
        Numbers("count", counts),
        Numbers("x", x),
        *(Numbers(name, array("f", data)) for name, data in flat.items()),
    ]
    total = sum(len(curve.values) for curve in curves)
    return encode(columns, cursor=cursor, rows=len(curves), metric=metric, total_points=total)


def run_frame(cursor: int, curves: Mapping[str, Curve], pixels: int) -> bytes:
    """Several metrics of one run: a row for each step at which one of them has a point to show.

    ``x`` counts those steps from 1 before any reduction, so that all metrics have one axis.
    """
    points = sorted({point for curve in curves.values() for point in zip(curve.times, curve.steps, strict=True)})
    places = {point: place for place, point in enumerate(points)}
    shown: set[int] = set()
    values = {name: array("d", (math.nan,)) * len(points) for name in curves}
    for name, curve in curves.items():
        at = [places[point] for point in zip(curve.times, curve.steps, strict=True)]
        for place, value in zip(at, curve.values, strict=True):
            values[name][place] = value
        reduced = kept(curve.values, pixels)
        shown.update(at if reduced is None else map(at.__getitem__, reduced))
    rows = sorted(shown)
    columns: list[Column] = [
        Numbers("x", array("f", (row + 1 for row in rows))),
        Numbers("step", array("f", (points[row][1] for row in rows))),
        Numbers("time", array("f", (points[row][0] for row in rows))),
        *(Numbers(name, array("d", map(data.__getitem__, rows))) for name, data in values.items()),
    ]
    return encode(columns, cursor=cursor, rows=len(rows), metrics=list(curves), total_points=len(points))
