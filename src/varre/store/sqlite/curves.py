"""Curves in SQLite."""

from __future__ import annotations

from collections.abc import Mapping

from varre.errors import NotFoundError
from varre.runs import Curve, RunKey, SweepKey
from varre.store.points import Points, gather
from varre.store.records import from_rows
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
            batches = snapshot.all("batches_of_sweep", sweep=sweep)
        attempts = {key: attempt for key, _, attempt in places}
        points: dict[str, dict[str, Points]] = {}
        for run, attempt, data in batches:
            if attempts.get(run) == attempt:
                gather(from_rows(data), points.setdefault(run, {}), metric)
        found = [(key, number, attempt, points.get(key, {}).get(metric)) for key, number, attempt in places]
        return cursor, [p.curve(RunKey(key), number, attempt) for key, number, attempt, p in found if p]

    def of_run(self, run: RunKey, attempt: int | None) -> tuple[int, Mapping[str, Curve]]:
        """All metrics of one attempt of a run, and the cursor of that instant."""
        with self._connection.snapshot() as snapshot:
            cursor = clock(snapshot)
            place = snapshot.one("place", run=run)
            if place is None:
                raise NotFoundError(f"there is no run {run}")
            attempt = place["attempt"] if attempt is None else attempt
            batches = snapshot.all("batches", run=run, attempt=attempt)
        points: dict[str, Points] = {}
        for batch in batches:
            gather(from_rows(batch["data"]), points)
        return cursor, {name: p.curve(run, place["number"], attempt) for name, p in points.items()}
