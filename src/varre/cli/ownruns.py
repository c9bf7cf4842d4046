"""Follows an agent's own runs of a server's sweep: what the agent tells, and what the server knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from queue import Empty, SimpleQueue

from varre.cli.board import Board
from varre.cli.events import Event, of_run
from varre.client import Client
from varre.errors import VarreError
from varre.runs import Claim, Run, RunKey, RunState
from varre.worker import AgentEvent, Ended, Started

__all__ = ["OwnRuns"]


class OwnRuns:
    """The runs of one agent and the best run of the sweep. `hear` may be called in another thread than `look`."""

    def __init__(self, client: Client, board: Board, now: Callable[[], float]) -> None:
        self._client = client
        self._now = now
        self._heard: SimpleQueue[AgentEvent] = SimpleQueue()
        self._runs: dict[RunKey, Run] = {}
        self.board = board
        self.hear = self._heard.put

    def look(self) -> list[Event]:
        """See `Follower.look`."""
        events: list[Event] = []
        try:
            while True:
                events += self._take(self._heard.get_nowait())
        except Empty:
            return sorted(events, key=lambda event: event.time)

    def _take(self, event: AgentEvent) -> list[Event]:
        match event:
            case Started(claim, _, time):
                run = _begun(claim, time)
            case Ended(claim, state, exit, time):
                begun = replace(self._runs[claim.lease.run], state=state, ended=time, exit_code=exit.code)
                run = self._known(replace(begun, error=exit.error))
            case _:
                return []
        before = self._runs.get(run.key)
        self._runs[run.key] = run
        runs = tuple(sorted(self._runs.values(), key=lambda run: run.number or 0))
        self.board = replace(self.board, runs=runs, now=self._now())
        return list(of_run(before, run, self.board))

    def _known(self, run: Run) -> Run:
        """What the server knows of a run that has ended, and of the best one, as far as it answers."""
        try:
            best = self._client.best_of(self.board.sweep.key)
            if best is not None and best != run.key:
                self._runs[best] = self._client.run(best)
            known = self._client.run(run.key)
        except (OSError, VarreError):
            return run
        return known if (known.attempt, known.state) == (run.attempt, run.state) else run


def _begun(claim: Claim, time: float) -> Run:
    return Run(
        key=claim.lease.run,
        id=claim.id,
        project=claim.project,
        sweep=claim.sweep,
        number=claim.number,
        state=RunState.RUNNING,
        attempt=claim.lease.attempt,
        losses=0,
        params=claim.params,
        config=claim.config,
        summary={},
        reason=claim.reason,
        stop=None,
        agent=claim.lease.agent,
        created=time,
        started=time,
        ended=None,
        exit_code=None,
        error="",
        rows=0,
        skipped=0,
        best=None,
        last=None,
        best_row={},
    )
