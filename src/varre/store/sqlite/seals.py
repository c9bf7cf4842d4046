"""Sealing in SQLite: the batches of an attempt that has ended become chunks, and chunks become rows again.

Nobody notices but by the time it takes: rows, curves and what followers are told stay the same, so it moves no clock.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from varre.errors import ConflictError
from varre.runs import Row, Run, RunKey
from varre.store.chunks import Arrived, Chunk, Series, blob_of, chunks_of, unpack
from varre.store.points import name_of, to_name
from varre.store.records import doubles, from_doubles, from_rows, to_doubles, to_integers
from varre.store.sqlite.connection import Connection
from varre.store.sqlite.runs import found, update

__all__ = ["seal", "sealed_rows"]

_AT_ONCE = 5_000
"""How many rows are sealed in one transaction, about."""


def seal(connection: Connection, run: RunKey, attempt: int) -> None:
    """Seal what an attempt has logged. Several may try at once; what comes later is sealed when it is tried again."""
    while True:
        latest = _far(connection, run, attempt)
        if latest is None:
            return
        batches = [
            Arrived(stamp, tuple(from_rows(data)), from_doubles(curve))
            for stamp, data, curve in connection.all("sealable", run=run, attempt=attempt, latest=latest)
        ]
        try:
            _replace(connection, run, attempt, batches)
        except ConflictError:
            return  # someone else is at it


def sealed_rows(connection: Connection, run: RunKey, attempt: int, position: int = 0) -> list[Iterator[Row]]:
    """The rows of the chunks of an attempt from a position on."""
    place = {"run": run, "attempt": attempt, "position": position}
    numbers: dict[int, dict[str, Sequence[float]]] = {}
    for at, metric, data in connection.all("numbers", **place):
        numbers.setdefault(at, {})[name_of(metric)] = doubles(data)
    chunks = connection.all("chunks", **place)
    return [unpack(data, doubles(runtimes), numbers.get(at, {})) for at, runtimes, data in chunks]


def _far(connection: Connection, run: RunKey, attempt: int) -> int | None:
    """The last batch to be sealed now; ``None`` if there is none."""
    latest, rows = None, 0
    for stamp, count in connection.all("batches_to_seal", run=run, attempt=attempt):
        if latest is not None and rows + count > _AT_ONCE:
            break
        latest, rows = stamp, rows + count
    return latest


def _replace(connection: Connection, run: RunKey, attempt: int, batches: Sequence[Arrived]) -> None:
    """Put chunks where the batches were, if they are all there still."""
    chunks = list(chunks_of(batches))
    stamps = [batch.stamp for batch in batches]
    with connection.transaction() as transaction:
        gone = transaction.all("delete_batches", run=run, attempt=attempt, latest=max(stamps, default=0))
        if not stamps or sorted(stamp for (stamp,) in gone) != stamps:
            raise ConflictError(f"run {run} is being sealed by another process")
        owner = found(transaction, run)
        ((first,),) = transaction.all("next_position", run=run, attempt=attempt)
        for position, chunk in enumerate(chunks, start=first):
            _insert(transaction, owner, attempt, position, chunk)
        if owner.attempt == attempt:
            _widen(transaction, owner, chunks)


def _widen(transaction: Connection, run: Run, chunks: Sequence[Chunk]) -> None:
    """Say how far the numbers have ranged, for a run of a Varre that did not keep it."""
    ranges = dict(run.ranges)
    for chunk in chunks:
        for name, series in chunk.series.items():
            low, high = ranges.get(name, (math.inf, -math.inf))
            for value in series.range():
                ranges[name] = low, high = min(low, value), max(high, value)
    if ranges != run.ranges:
        update(transaction, run, lambda run: replace(run, ranges=ranges), transaction.tick())


def _insert(transaction: Connection, run: Run, attempt: int, position: int, chunk: Chunk) -> None:
    place = {"run": run.key, "attempt": attempt, "position": position, "sweep": run.sweep}
    transaction.run(
        "insert_chunk",
        **place,
        count=len(chunk.steps),
        latest=chunk.pieces[-1].stamp,
        pieces=blob_of(chunk.pieces),
        curve=to_doubles(chunk.curve),
        steps=to_doubles(chunk.steps),
        runtimes=to_doubles(chunk.runtimes),
        data=chunk.data,
    )
    for name, series in chunk.series.items():
        transaction.run("insert_series", **place, metric=to_name(name), **_columns(series, len(chunk.steps)))


def _columns(series: Series, rows: int) -> dict[str, object]:
    low, high = series.range() or (None, None)
    places = None if len(series.places) == rows else to_integers(series.places, "H")
    return {"low": low, "high": high, "places": places, "data": to_doubles(series.values)}
