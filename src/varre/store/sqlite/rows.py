"""Rows in SQLite: one blob a batch."""

from __future__ import annotations

from collections.abc import Iterator

from varre.errors import ConflictError
from varre.runs import Gauge, Lease, Row, Run, RunKey
from varre.spool import WriterState
from varre.store.base import Batch, Change
from varre.store.records import (
    from_doubles,
    from_rows,
    gauge_of,
    to_doubles,
    to_json,
    to_rows,
    writer_columns,
    writer_of,
)
from varre.store.sqlite.connection import Connection
from varre.store.sqlite.runs import found, update
from varre.store.sqlite.seals import seal, sealed_rows

__all__ = ["SqliteRows"]


class SqliteRows:
    """The `RowStore` of a SQLite file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def writer(self, run: RunKey, writer: str) -> WriterState:
        """Where a writer stands; a new one at the beginning."""
        return _writer(self._connection, run, writer)

    def unfinished(self, run: RunKey) -> list[str]:
        """The writers of a run that have left a row uncommitted."""
        return [str(row["writer"]) for row in self._connection.all("unfinished_rows", run=run)]

    def append(
        self, lease: Lease, writer: str, before: WriterState, after: WriterState, batch: Batch, change: Change
    ) -> Run:
        """Keep a batch under the lease's attempt, move its writer on, and change its run, all or nothing."""
        blobs = {"data": to_rows(batch.rows), "curve": to_doubles(batch.curve), "count": len(batch.rows)}
        with self._connection.transaction() as transaction:
            if _place(_writer(transaction, lease.run, writer)) != _place(before):
                raise ConflictError(f"writer {writer} of run {lease.run} has moved on")
            stamp = transaction.tick()
            run = update(transaction, found(transaction, lease.run), change, stamp)
            transaction.run("put_writer", run=lease.run, writer=writer, **writer_columns(after))
            if batch.rows:
                place = {"stamp": stamp, "run": run.key, "sweep": run.sweep, "attempt": lease.attempt}
                transaction.run("insert_batch", **place, **blobs)
            for gauge in batch.gauges:
                transaction.run("insert_gauge", run=run.key, time=gauge.time, data=to_json(gauge.values))
            return run

    def rows(self, run: RunKey, attempt: int) -> Iterator[Row]:
        """The rows of one attempt, in the order in which they arrived."""
        with self._connection.snapshot() as snapshot:
            sealed = sealed_rows(snapshot, run, attempt)
            batches = snapshot.all("batches", run=run, attempt=attempt)
        for chunk in sealed:
            yield from chunk
        for batch in batches:
            yield from from_rows(batch["data"])

    def curve(self, run: RunKey, attempt: int) -> tuple[float, ...]:
        """The finite values of the metric of one attempt."""
        with self._connection.snapshot() as snapshot:
            parts = snapshot.all("sealed_curve", run=run, attempt=attempt)
            parts += snapshot.all("curve", run=run, attempt=attempt)
        return tuple(value for part in parts for value in from_doubles(part["curve"]))

    def seal(self, run: RunKey, attempt: int) -> None:
        """Put the batches of an attempt that has ended together."""
        seal(self._connection, run, attempt)

    def unsealed(self, most: int) -> list[tuple[RunKey, int]]:
        """Attempts that have ended and are not sealed, at most so many."""
        return [(RunKey(run), int(attempt)) for run, attempt in self._connection.all("unsealed", most=most)]

    def gauges(self, run: RunKey) -> list[Gauge]:
        """What the machine did during all attempts of a run, in order of time."""
        return [gauge_of(row) for row in self._connection.all("gauges", run=run)]


def _place(state: WriterState) -> tuple[int, int, bool]:
    """Enough to tell two states of one writer apart (rows themselves do not compare: NaN is not NaN)."""
    return state.next_offset, state.step, state.pending is None


def _writer(connection: Connection, run: RunKey, writer: str) -> WriterState:
    return writer_of(connection.one("writer", run=run, writer=writer))
