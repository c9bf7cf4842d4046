"""What an event stream says: server-sent events, each with the cursor up to which it tells everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Literal

from pydantic import BaseModel, ConfigDict

from varre.errors import NotFoundError
from varre.runs import Changes, Logged, Sweep
from varre.scheduler import Scheduler
from varre.server.schema import AgentView, RowView, RunView, SweepView
from varre.server.views import Views, row_view

__all__ = ["ALIVE", "RECORDS", "ROWS_OF_A_RUN", "ChangeEvent", "HelloEvent", "ResetEvent", "change", "event"]

ALIVE = b": alive\n\n"
"""A comment, which keeps a connection open."""

RECORDS = 2000
"""How many runs, sweeps and rows one event tells of at most; beyond that it sends its reader to read anew."""
ROWS_OF_A_RUN = 200
"""How many rows of one run are sent; of a run that has logged more only that is said."""


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True)

    cursor: int


class HelloEvent(_Event):
    """The first event of a stream. ``cursor``: from where on it tells; ``server`` is another one after each start."""

    server: str
    version: str


class ResetEvent(_Event):
    """More has changed than is worth telling: take snapshots again."""


class RowsView(BaseModel):
    """What a run has logged; with ``more`` it is so much that it has to be asked for."""

    model_config = ConfigDict(frozen=True)

    run: str
    sweep: str | None
    attempt: int
    rows: list[RowView] = []
    more: bool = False


class ChangeEvent(_Event):
    """Everything that has changed since the event before, as it is now; ``agents``: all of them, if one has changed."""

    sweeps: list[SweepView]
    runs: list[RunView]
    rows: list[RowsView]
    agents: list[AgentView] | None = None


def event(name: Literal["hello", "change", "reset"], content: _Event) -> bytes:
    """One event as it is sent; its id is the cursor, to which a reader that was cut off goes back."""
    return f"id: {content.cursor}\nevent: {name}\ndata: {content.model_dump_json()}\n\n".encode()


def change(scheduler: Scheduler, views: Views, changes: Changes, agents: list[AgentView] | None = None) -> ChangeEvent:
    """What an event tells of some changes: a sweep is told of whenever one of its runs is."""
    return ChangeEvent(
        cursor=changes.cursor,
        sweeps=views.sweeps(_sweeps(scheduler, changes)),
        runs=[views.run(run) for run in changes.runs],
        rows=list(_rows(changes.rows)),
        agents=agents,
    )


def _sweeps(scheduler: Scheduler, changes: Changes) -> list[Sweep]:
    known = {sweep.key: sweep for sweep in changes.sweeps}
    for run in changes.runs:
        if run.sweep is not None and run.sweep not in known:
            with suppress(NotFoundError):  # it was removed for good since
                known[run.sweep] = scheduler.sweep(run.sweep)
    return list(known.values())


def _rows(logged: Sequence[Logged]) -> Iterator[RowsView]:
    room = RECORDS
    for part in logged:
        room -= len(part.rows)
        more = len(part.rows) > ROWS_OF_A_RUN or room < 0
        rows = [] if more else [row_view(row) for row in part.rows]
        yield RowsView(run=part.run, sweep=part.sweep, attempt=part.attempt, rows=rows, more=more)
