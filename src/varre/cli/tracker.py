"""Follows a sweep: asks the store what has changed and keeps the board that the displays show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from varre.cli.board import Board
from varre.cli.events import Event, of_run
from varre.runs import Run, RunKey, RunState
from varre.scheduler import Scheduler

__all__ = ["Follower", "Tracker"]

_CLOCK_S = 5.0  # how old the clock of a board may be: what follows from thousands of runs is worked out once a board


class Follower(Protocol):
    """Whatever knows how a sweep goes on."""

    @property
    def board(self) -> Board:
        """The sweep as of the last look."""
        ...

    def look(self) -> list[Event]:
        """What has happened since the last look, in order of time. May raise `StoreError`."""
        ...


class Tracker:
    """The sweep of ``board`` as it goes on; not for use from several threads.

    ``link`` gives the link of the dashboard that is good now.
    """

    def __init__(
        self, scheduler: Scheduler, board: Board, now: Callable[[], float], link: Callable[[], str] | None = None
    ) -> None:
        self._scheduler = scheduler
        self._now = now
        self._link = link
        self._runs: dict[RunKey, Run] = {}
        self._curves: dict[RunKey, tuple[float, ...]] = {}
        self._cursor = 0
        self.board = board
        self.look()

    def look(self) -> list[Event]:
        """Take in what has changed since the last look and tell what happened, in order of time."""
        self._cursor, changed = self._scheduler.changed(self.board.sweep.key, self._cursor)
        before = [(self._runs.get(run.key), run) for run in changed if run.deleted is None]
        self._runs.update((run.key, run) for run in changed)
        if changed:
            self._refresh(changed)
        elif self._now() - self.board.now >= _CLOCK_S:
            self.board = replace(self.board, now=self._now())
        self._refresh_link()
        events = [event for earlier, run in before for event in of_run(earlier, run, self.board)]
        return sorted(events, key=lambda event: event.time)

    def _refresh_link(self) -> None:
        link = self._link() if self._link else ""
        if link != self.board.link:
            self.board = replace(self.board, link=link)

    def _refresh(self, changed: list[Run]) -> None:
        there = (run for run in self._runs.values() if run.deleted is None)
        runs = tuple(sorted(there, key=lambda run: (run.number or 0, run.created)))
        sweep = self._scheduler.sweep(self.board.sweep.key)
        self.board = replace(self.board, sweep=sweep, runs=runs, now=self._now())
        best = self.board.best
        for run in changed:
            if run.state is RunState.RUNNING or (best is not None and run.key == best.key):
                self._curves[run.key] = self._scheduler.curve(run.key)
        if best is not None and best.key not in self._curves:
            self._curves[best.key] = self._scheduler.curve(best.key)
        self.board = replace(self.board, curves=dict(self._curves))
