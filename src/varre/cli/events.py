"""What happened to runs, as lines: found by comparing a run with what it was before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rich.text import Text

from varre.cli.board import Board
from varre.cli.configs import assignment
from varre.cli.numbers import figure
from varre.cli.reasons import failure, tried
from varre.cli.stops import eta_of, stopped
from varre.cli.styles import ACCENT, BAD, DIM, line
from varre.cli.text import clean
from varre.runs import Run, RunState

__all__ = ["Event", "Kind", "label", "of_run"]


class Kind(StrEnum):
    """What an event is about."""

    STARTED = "started"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    REQUEUED = "requeued"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, at ``time`` (seconds since the epoch); ``text`` is a single harmless line."""

    time: float
    kind: Kind
    text: Text


def label(run: Run) -> str:
    """``#14``, or the id of a run that stands in no sweep."""
    return f"#{run.number}" if run.number is not None else clean(run.id)


def of_run(before: Run | None, after: Run, board: Board) -> Iterable[Event]:
    """The events between two looks at a run; ``board`` is the sweep after the second."""
    if before is not None and (before.state, before.attempt) == (after.state, after.attempt):
        return
    new_attempt = before is None or before.attempt != after.attempt or before.state is RunState.PENDING
    if new_attempt and after.state is not RunState.PENDING and after.started is not None:
        yield _started(after)
    if after.state in _ENDINGS:
        yield _ENDINGS[after.state](after, board)


def _started(run: Run) -> Event:
    again = f" again (attempt {run.attempt})" if run.attempt > 1 else ""
    why = f"   {tried(run.reason)}" if run.reason else ""
    text = line(f"{label(run)} started{again}: {' '.join(assignment(run.params))}", (why, DIM))
    return Event(run.started or run.created, Kind.STARTED, text)


def _finished(run: Run, board: Board) -> Event:
    best = board.best is not None and board.best.key == run.key
    name = clean(board.objective.name) if board.objective else ""
    value = f": {name} {figure(run.value)}" if run.value is not None else ""
    text = line(f"{label(run)} finished{value}", (", the best so far" if best else "", ACCENT))
    return Event(run.ended or board.now, Kind.FINISHED, text)


def _stopped(run: Run, board: Board) -> Event:
    why = stopped(run.stop, eta=eta_of(board.file.early_terminate), saved=board.lengths.saved(run))
    return Event(run.ended or board.now, Kind.STOPPED, line((f"{label(run)} stopped {why}", DIM)))


def _failed(run: Run, board: Board) -> Event:
    console = f"{board.place}/runs/{run.key}/console.log"
    word = {RunState.CRASHED: "crashed", RunState.CANCELED: "cancelled"}.get(run.state, "failed")
    what = "" if run.state is RunState.CANCELED else f", {failure(run)}"
    text = line((f"{label(run)} {word}{what}", BAD), (f"   {clean(console)}", DIM))
    return Event(run.ended or board.now, Kind.FAILED, text)


def _requeued(run: Run, board: Board) -> Event:
    return Event(run.ended or board.now, Kind.REQUEUED, line(f"{label(run)} goes back to the queue"))


_ENDINGS = {
    RunState.FINISHED: _finished,
    RunState.STOPPED: _stopped,
    RunState.FAILED: _failed,
    RunState.CRASHED: _failed,
    RunState.CANCELED: _failed,
    RunState.PREEMPTED: _requeued,
}
