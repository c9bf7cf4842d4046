"""The store's clock, and what has changed since one looked at it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from varre.runs import Changes, Logged, Row, RunKey, SweepKey
from varre.store.bulk import runs_of
from varre.store.records import from_rows, sweep_of
from varre.store.sqlite.connection import Connection

__all__ = ["SqliteFeed", "clock"]


class SqliteFeed:
    """The `Feed` of a SQLite file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cursor(self) -> int:
        """The number of the last transaction that changed something."""
        return clock(self._connection)

    def changes(self, since: int, limit: int) -> Changes | None:
        """What has changed since a cursor, at one instant."""
        with self._connection.snapshot() as snapshot:
            cursor = clock(snapshot)
            (count,) = snapshot.all("records_followed", since=since, enough=limit + 1)
            if since > cursor or count[0] > limit:
                return None
            sweeps = [sweep_of(row) for row in snapshot.all("sweeps_followed", since=since)]
            runs = runs_of(snapshot.all("runs_followed", since=since))
            batches = snapshot.all("batches_followed", since=since)
        return Changes(cursor, sweeps, runs, _logged(batches))


def clock(connection: Connection) -> int:
    """The number of the last transaction that changed something."""
    (row,) = connection.all("clock")
    return int(row[0])


def _logged(batches: Iterable[sqlite3.Row]) -> list[Logged]:
    """The rows of batches, those of one attempt together."""
    rows: dict[tuple[RunKey, SweepKey | None, int], list[Row]] = {}
    for run, sweep, attempt, data in batches:
        place = RunKey(run), None if sweep is None else SweepKey(sweep), int(attempt)
        rows.setdefault(place, []).extend(from_rows(data))
    return [Logged(run, sweep, attempt, tuple(found)) for (run, sweep, attempt), found in rows.items()]
