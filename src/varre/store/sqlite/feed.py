"""The store's clock, and what has changed since one looked at it."""

from __future__ import annotations

from itertools import chain, groupby
from operator import itemgetter

from varre.runs import Changes, Logged, Row, RunKey, SweepKey
from varre.store.bulk import runs_of
from varre.store.chunks import new_in
from varre.store.records import from_rows, sweep_of
from varre.store.sqlite.connection import Connection
from varre.store.sqlite.seals import sealed_rows

__all__ = ["SqliteFeed", "clock"]

_Place = tuple[RunKey, SweepKey | None, int]


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
            rows = _logged(snapshot, since)
        return Changes(cursor, sweeps, runs, rows)


def clock(connection: Connection) -> int:
    """The number of the last transaction that changed something."""
    (row,) = connection.all("clock")
    return int(row[0])


def _logged(snapshot: Connection, since: int) -> list[Logged]:
    """The rows logged since, those of one attempt together: what is sealed of it came first."""
    rows: dict[_Place, list[Row]] = {}
    for _, group in groupby(snapshot.all("chunks_followed", since=since), itemgetter("run", "attempt")):
        chunks = list(group)
        run, sweep, attempt, position, _ = chunks[0]
        new = sum(new_in(chunk["pieces"], since)[0] for chunk in chunks)
        sealed = chain.from_iterable(sealed_rows(snapshot, run, attempt, position))
        rows[_place(run, sweep, attempt)] = list(sealed)[-new:]
    for run, sweep, attempt, data in snapshot.all("batches_followed", since=since):
        rows.setdefault(_place(run, sweep, attempt), []).extend(from_rows(data))
    return [Logged(run, sweep, attempt, tuple(found)) for (run, sweep, attempt), found in rows.items()]


def _place(run: str, sweep: str | None, attempt: int) -> _Place:
    return RunKey(run), None if sweep is None else SweepKey(sweep), attempt
