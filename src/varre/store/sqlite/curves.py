"""Curves in SQLite."""

from __future__ import annotations

from collections.abc import Mapping

from varre.errors import NotFoundError
from varre.runs import Curve, RunKey, SweepKey
from varre.store.points import Points, gather, name_of, to_name
from varre.store.records import doubles, from_rows, integers
from varre.store.sqlite.connection import Connection
from varre.store.sqlite.feed import clock

__all__ = ["SqliteCurves"]


class SqliteCurves:
    """The `CurveStore` of a SQLite file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_sweep(self, sweep: SweepKey, metric: str) -> tuple[int, list[Curve]]:
        """One metric of all runs of a sweep, and the cursor of that instant."""
        with self._connection.snapshot() as snapshot:
            cursor = clock(snapshot)
            places = snapshot.all("places", sweep=sweep)
            sealed = snapshot.all("series_of_sweep", sweep=sweep, metric=to_name(metric))
            batches = snapshot.all("batches_of_sweep", sweep=sweep)
        points: dict[tuple[str, int], Points] = {}
        for run, attempt, *series in sealed:
            _extend(points.setdefault((run, attempt), Points()), *series)
        for run, attempt, data in batches:
            gather(from_rows(data), {metric: points.setdefault((run, attempt), Points())}, metric)
        found = ((RunKey(run), number, attempt, points.get((run, attempt))) for run, number, attempt in places)
        return cursor, [p.curve(run, number, attempt) for run, number, attempt, p in found if p and p.values]

    def of_run(self, run: RunKey, attempt: int | None) -> tuple[int, Mapping[str, Curve]]:
        """All metrics of one attempt of a run, and the cursor of that instant."""
        with self._connection.snapshot() as snapshot:
            cursor = clock(snapshot)
            place = snapshot.one("place", run=run)
            if place is None:
                raise NotFoundError(f"there is no run {run}")
            attempt = place["attempt"] if attempt is None else attempt
            sealed = snapshot.all("series_of_run", run=run, attempt=attempt)
            batches = snapshot.all("batches", run=run, attempt=attempt)
        points: dict[str, Points] = {}
        for metric, *series in sealed:
            _extend(points.setdefault(name_of(metric), Points()), *series)
        for batch in batches:
            gather(from_rows(batch["data"]), points)
        return cursor, {name: p.curve(run, place["number"], attempt) for name, p in points.items()}


def _extend(points: Points, steps: bytes, runtimes: bytes, places: bytes | None, values: bytes) -> None:
    at = None if places is None else integers(places, "H")
    points.extend(doubles(steps), doubles(runtimes), at, doubles(values))
