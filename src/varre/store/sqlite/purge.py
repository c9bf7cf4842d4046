"""What was deleted long ago goes for good."""

from __future__ import annotations

from varre.runs import RunKey, SweepKey
from varre.store.base import Doomed
from varre.store.records import to_json
from varre.store.sqlite.connection import Connection

__all__ = ["doomed", "purge"]

_OF_RUNS = ("purge_series", "purge_chunks", "purge_batches", "purge_writers", "purge_gauges")


def doomed(connection: Connection, before: float) -> Doomed:
    """What was deleted before a time."""
    with connection.snapshot() as snapshot:
        return _doomed(snapshot, before)


def purge(connection: Connection, before: float) -> None:
    """Remove it, what refers to something first."""
    with connection.transaction() as transaction:
        gone = _doomed(transaction, before)
        sweeps, runs = to_json(gone.sweeps), to_json(gone.runs)
        for name in _OF_RUNS:
            transaction.run(name, runs=runs)
        transaction.run("purge_priors", sweeps=sweeps)
        transaction.run("purge_runs", runs=runs, sweeps=sweeps)
        transaction.run("empty_runs", runs=runs, changed=transaction.tick())
        transaction.run("purge_sweeps", sweeps=sweeps)


def _doomed(connection: Connection, before: float) -> Doomed:
    sweeps = connection.all("doomed_sweeps", before=before)
    runs = connection.all("doomed_runs", before=before)
    return Doomed(tuple(SweepKey(key) for (key,) in sweeps), tuple(RunKey(key) for (key,) in runs))
