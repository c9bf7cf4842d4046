"""Sweeps in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence

from varre.errors import ConflictError, NotFoundError
from varre.runs import SWEEP_TRANSITIONS, Observation, Run, Sweep, SweepKey
from varre.space import Params
from varre.store.base import Change
from varre.store.records import (
    observation_of,
    run_columns,
    run_of,
    sweep_columns,
    sweep_of,
    to_doubles,
    to_json,
)
from varre.store.sqlite.connection import Connection
from varre.store.sqlite.runs import update

__all__ = ["SqliteSweeps"]


class SqliteSweeps:
    """The `SweepStore` of a SQLite file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, sweep: Sweep, runs: Sequence[Run] = (), prior: Sequence[Observation] = ()) -> None:
        """Keep a new sweep, its first runs, and earlier ones."""
        try:
            with self._connection.transaction() as transaction:
                stamp = transaction.tick()
                transaction.run("insert_sweep", **sweep_columns(sweep, stamp))
                for position, observation in enumerate(prior):
                    transaction.run("insert_prior", **_prior_columns(sweep.key, position, observation))
                for run in runs:
                    transaction.run("insert_run", **run_columns(run, stamp))
        except sqlite3.IntegrityError as error:
            raise ConflictError(f"project {sweep.project!r} has a sweep {sweep.id} already") from error

    def get(self, sweep: SweepKey) -> Sweep:
        """The sweep of that key."""
        return _found(self._connection, sweep)

    def find(self, id: str, project: str | None = None) -> list[Sweep]:
        """The sweeps that have this id or key, in any project or in one."""
        return [sweep_of(row) for row in self._connection.all("sweeps_by_id", id=id, project=project)]

    def all(self, project: str | None = None, *, deleted: bool = False) -> list[Sweep]:
        """All sweeps, or those of a project, oldest first."""
        return [sweep_of(row) for row in self._connection.all("sweeps", project=project, deleted=deleted)]

    def move(
        self,
        sweep: SweepKey,
        change: Callable[[Sweep], Sweep],
        waiting: Change | None = None,
        *,
        idle: bool = False,
    ) -> Sweep:
        """Change a sweep and, with ``waiting``, its pending and preempted runs."""
        with self._connection.transaction() as transaction:
            stamp = transaction.tick()
            old = _found(transaction, sweep)
            if idle and transaction.one("is_under_way", sweep=sweep) is not None:
                raise ConflictError(f"runs of sweep {old.id} are under way: stop it and wait for them first")
            new = change(old)
            if new.state != old.state and new.state not in SWEEP_TRANSITIONS[old.state]:
                raise ConflictError(f"sweep {old.id} is {old.state}: it cannot become {new.state}")
            transaction.run("update_sweep", **sweep_columns(new, stamp))
            if waiting is not None:
                for row in transaction.all("waiting", sweep=sweep):
                    update(transaction, run_of(row), waiting, stamp)
            return new

    def prior(self, sweep: SweepKey) -> list[Observation]:
        """The runs of earlier sweeps that it starts with."""
        return [observation_of(row) for row in self._connection.all("priors", sweep=sweep)]

    def skip(self, sweep: SweepKey, params: Params) -> None:
        """Keep a suggestion that a person did not want."""
        with self._connection.transaction() as transaction:
            transaction.run("update_sweep", **sweep_columns(_found(transaction, sweep), transaction.tick()))
            transaction.run("insert_skipped", sweep=sweep, params=to_json(params))

    def skipped(self, sweep: SweepKey) -> list[Params]:
        """The suggestions that were skipped, in that order."""
        return [json.loads(row["params"]) for row in self._connection.all("skipped", sweep=sweep)]


def _prior_columns(sweep: SweepKey, position: int, observation: Observation) -> dict[str, object]:
    return {
        "sweep": sweep,
        "position": position,
        "params": to_json(observation.params),
        "curve": to_doubles(observation.curve),
        "outcome": observation.outcome.value,
    }


def _found(connection: Connection, key: SweepKey) -> Sweep:
    row = connection.one("sweep", key=key)
    if row is None:
        raise NotFoundError(f"there is no sweep {key}")
    return sweep_of(row)
