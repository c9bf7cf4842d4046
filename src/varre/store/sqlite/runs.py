"""Runs in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from varre.errors import ConflictError, NotFoundError
from varre.runs import TRANSITIONS, Run, RunKey, RunOutline, RunState, SweepKey, SweepState
from varre.store.base import ALL, Change, CurvePart, Holding, News
from varre.store.bulk import runs_of
from varre.store.chunks import new_in
from varre.store.records import agent_of, from_doubles, outline_of, run_columns, run_of, stop_of, to_json
from varre.store.sqlite.connection import Connection

__all__ = ["SqliteRuns", "found", "update"]

_OPEN = frozenset({SweepState.PENDING, SweepState.RUNNING})


class SqliteRuns:
    """The `RunStore` of a SQLite file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert(self, run: Run, cap: int | None = None, *, while_paused: bool = False) -> Run:
        """Keep a new run."""
        try:
            with self._connection.transaction() as transaction:
                if run.sweep is not None:
                    _check_open(transaction, run, while_paused)
                    _check_place(transaction, run, run.number or 0, cap)
                transaction.run("insert_run", **run_columns(run, transaction.tick()))
        except sqlite3.IntegrityError as error:
            raise ConflictError(f"project {run.project!r} has a run {run.id} already") from error
        return run

    def get(self, run: RunKey) -> Run:
        """The run of that key."""
        return found(self._connection, run)

    def find(self, id: str, project: str | None = None) -> list[Run]:
        """The runs that have this id or key, in any project or in one."""
        return [run_of(row) for row in self._connection.all("runs_by_id", id=id, project=project)]

    def numbered(self, sweep: SweepKey, number: int) -> Run | None:
        """A run by its place in its sweep."""
        row = self._connection.one("run_by_number", sweep=sweep, number=number)
        return None if row is None else run_of(row)

    def of(self, sweep: SweepKey, *, deleted: bool = False, after: int = 0, limit: int = ALL) -> list[Run]:
        """The first so many runs of a sweep after a number, in order."""
        return runs_of(self._connection.all("runs", sweep=sweep, deleted=deleted, after=after, limit=limit))

    def page(self, sweep: SweepKey, since: int, after: int, limit: int) -> list[Run]:
        """The first so many runs after a number that have changed since a cursor."""
        return runs_of(self._connection.all("runs_changed_after", sweep=sweep, since=since, after=after, limit=limit))

    def outline(self, sweep: SweepKey, since: int) -> tuple[int, list[RunOutline]]:
        """The least of the runs of a sweep that have changed since a cursor, at one instant."""
        with self._connection.snapshot() as snapshot:
            (row,) = snapshot.all("clock")
            runs = [outline_of(run) for run in snapshot.all("outline", sweep=sweep, since=since)]
        return int(row[0]), runs

    def running(self) -> list[Run]:
        """All runs that some agent has in hand, of any sweep or none."""
        return [run_of(row) for row in self._connection.all("running")]

    def open(self, sweep: SweepKey) -> Mapping[RunState, int]:
        """How many runs of a sweep are pending, running and preempted."""
        counts = {RunState(state): int(count) for state, count in self._connection.all("open_states", sweep=sweep)}
        return {state: counts.get(state, 0) for state in (RunState.PENDING, RunState.RUNNING, RunState.PREEMPTED)}

    def take_waiting(self, sweep: SweepKey, take: Change, *, resumed_only: bool = False) -> Run | None:
        """Apply ``take`` to the first preempted, else the first pending run of a sweep."""
        if self._connection.one("next_waiting", sweep=sweep, resumed_only=resumed_only) is None:
            return None  # the usual answer: not worth the write lock
        with self._connection.transaction() as transaction:
            row = transaction.one("next_waiting", sweep=sweep, resumed_only=resumed_only)
            return None if row is None else update(transaction, run_of(row), take, transaction.tick())

    def change(self, run: RunKey, change: Change) -> Run:
        """Change a run."""
        with self._connection.transaction() as transaction:
            return update(transaction, found(transaction, run), change, transaction.tick())

    def holdings(self, runs: Sequence[RunKey]) -> Mapping[RunKey, Holding]:
        """One look at all of these runs."""
        rows = self._connection.all("orders", keys=to_json(list(runs)))
        return {RunKey(key): _holding(*facts) for key, *facts in rows}

    def news(self, sweep: SweepKey, since: int, *, curves: bool = True) -> News:
        """What has changed since a cursor, at one instant."""
        with self._connection.snapshot() as snapshot:
            (clock,) = snapshot.all("clock")
            runs = runs_of(snapshot.all("runs_changed", sweep=sweep, since=since))
            parts = _curves(snapshot, sweep, since) if curves else []
        return News(int(clock[0]), runs, parts)


def found(connection: Connection, key: RunKey) -> Run:
    """The run of that key. Raises `NotFoundError`."""
    row = connection.one("run", key=key)
    if row is None:
        raise NotFoundError(f"there is no run {key}")
    return run_of(row)


def update(transaction: Connection, old: Run, change: Change, stamp: int) -> Run:
    """Change a run inside a transaction, if its state may move so."""
    new = change(old)
    if new.state != old.state and new.state not in TRANSITIONS[old.state]:
        raise ConflictError(f"run {old.id} is {old.state}: it cannot become {new.state}")
    transaction.run("update_run", **run_columns(new, stamp))
    return new


def _curves(snapshot: Connection, sweep: SweepKey, since: int) -> list[CurvePart]:
    """The values of the metric logged since, those of each attempt in order: what is sealed of it came first."""
    parts = []
    for run, attempt, pieces, curve in snapshot.all("sealed_curves_since", sweep=sweep, since=since):
        _, new = new_in(pieces, since)
        if new:
            parts.append(CurvePart(RunKey(run), attempt, from_doubles(curve)[-new:]))
    for _, run, attempt, curve in snapshot.all("curves_since", sweep=sweep, since=since):
        parts.append(CurvePart(RunKey(run), attempt, from_doubles(curve)))
    return parts


def _check_open(transaction: Connection, run: Run, while_paused: bool) -> None:
    row = transaction.one("sweep", key=run.sweep)
    open_ = _OPEN | {SweepState.PAUSED} if while_paused else _OPEN
    if row is None or row["deleted"] is not None or SweepState(row["state"]) not in open_:
        raise ConflictError(f"sweep {run.sweep} takes no new runs")


def _check_place(transaction: Connection, run: Run, number: int, cap: int | None) -> None:
    (highest,) = transaction.all("highest_number", sweep=run.sweep)
    if number != highest[0] + 1:
        raise ConflictError(f"the next run of sweep {run.sweep} is number {highest[0] + 1}, not {number}")
    if cap is not None and number > cap:
        raise ConflictError(f"sweep {run.sweep} has its {cap} runs")


def _holding(attempt: int, agent: str | None, state: str, stop: str | None, sweep: str | None) -> Holding:
    return Holding(
        attempt, agent_of(agent), RunState(state), stop_of(stop), None if sweep is None else SweepState(sweep)
    )
