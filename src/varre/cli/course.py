"""The course of a sweep under this command: an agent works in a thread, this thread shows it and takes the signals."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

from rich.text import Text

from varre.cli.board import Board
from varre.cli.calling import called
from varre.cli.display import Display
from varre.cli.doors import CTRL_C
from varre.cli.events import Event, Kind, label
from varre.cli.signals import Interrupts
from varre.cli.styles import BAD, DIM, line
from varre.cli.text import clean, count, listing
from varre.cli.tracker import Follower
from varre.errors import StoreError
from varre.runs import RunState
from varre.worker import Agent, AgentEvent, AgentResult, Ended, Note

__all__ = ["Course", "gave_up", "go_on", "stopping"]

_LOOK_S = 1.0
_SHORTEST_S = 0.25


@dataclass(frozen=True, slots=True)
class _Over:
    """The agent's thread has ended."""

    result: AgentResult | None
    error: BaseException | None


class Course:
    """Runs one agent to its end and shows what happens."""

    def __init__(self, tracker: Follower, display: Display, *, timeout_s: float | None = None) -> None:
        self._tracker = tracker
        self._display = display
        self._events: SimpleQueue[AgentEvent | _Over | None] = SimpleQueue()
        self._deadline = None if timeout_s is None else time.monotonic() + timeout_s
        self._told_tier = 0
        self._notes: list[Event] = []
        self.tails: set[str] = set()
        self.heard = self._events.put

    def follow(self, agent: Agent) -> tuple[AgentResult, int | None]:
        """What the agent did, and the exit code that a signal (or the timeout) asks for."""
        interrupts = Interrupts(agent.interrupt, self._wake)
        with interrupts.listening():
            thread = Thread(target=self._work, args=(agent,), name="agent", daemon=True)
            thread.start()
            try:
                over = self._until_over(interrupts)
                self._display.close()
            except BaseException:  # the terminal is gone, or a defect: the runs go back to the queue before we leave
                interrupts.end_now(CTRL_C)
                thread.join()
                raise
        if over.error is not None:
            raise over.error
        assert over.result is not None
        return over.result, interrupts.exit_code

    def _work(self, agent: Agent) -> None:
        try:
            self._events.put(_Over(agent.run(), None))
        except BaseException as error:  # noqa: BLE001 - handed to the main thread, which raises it
            self._events.put(_Over(None, error))

    def _until_over(self, interrupts: Interrupts) -> _Over:
        while True:
            begun = time.monotonic()
            over = self._take_all(self._heard(_LOOK_S))
            if over is not None:
                self._show()
                return over
            self._check_time(interrupts)
            self._tell(interrupts)
            self._show()
            time.sleep(max(0.0, _SHORTEST_S - (time.monotonic() - begun)))

    def _wake(self) -> None:
        self._events.put(None)

    def _heard(self, seconds: float) -> Iterator[AgentEvent | _Over | None]:
        """All that has been heard, after waiting for the first of it."""
        try:
            yield self._events.get(timeout=seconds)
            while True:
                yield self._events.get_nowait()
        except Empty:
            return

    def _take_all(self, heard: Iterable[AgentEvent | _Over | None]) -> _Over | None:
        for event in heard:
            if isinstance(event, _Over):
                return event
            if isinstance(event, Note):
                self._notes.append(Event(event.time, Kind.NOTE, line(clean(event.text))))
            elif isinstance(event, Ended) and event.state is RunState.FAILED:
                self._failed(event)
        return None

    def _show(self) -> None:
        happened = [*self._look(), *self._notes]
        self._notes.clear()
        self._display.show(self._tracker.board, happened)

    def _look(self) -> list[Event]:
        """What is new; nothing while the store does not answer, for the agent is patient too."""
        try:
            return self._tracker.look()
        except StoreError:
            return []

    def _failed(self, event: Ended) -> None:
        """Show a failed run's last lines, but the same ones only once: a typo fails every run alike."""
        tail = event.exit.tail.strip("\n")
        if tail and tail not in self.tails:
            self.tails.add(tail)
            name = f"#{event.claim.number}" if event.claim.number else clean(event.claim.id)
            self._display.console_tail(f"{name} failed; the end of its output:", tail)

    def _check_time(self, interrupts: Interrupts) -> None:
        if self._deadline is not None and time.monotonic() >= self._deadline:
            self._deadline = None
            interrupts.end_now(CTRL_C)
            self._tell(interrupts, "time is up: ")

    def _tell(self, interrupts: Interrupts, why: str = "") -> None:
        if interrupts.tier > self._told_tier:
            self._told_tier = interrupts.tier
            self._display.note(f"{why}{stopping(interrupts.tier, self._tracker.board)}", time.time())


def gave_up(why: str, tails: Collection[str]) -> list[Text]:
    """Why an agent ended on its own account; the output of its last run only if it has not been shown."""
    head, _, tail = why.partition("\n")
    rows = [] if tail.strip("\n") in tails else tail.splitlines()
    return [line((clean(head), BAD)), *(line((f"    {clean(row)}", DIM)) for row in rows)] if why else []


def stopping(tier: int, board: Board) -> str:
    """What a Ctrl-C does: ``stopping: no new runs, waiting for #14 and #15. Again to end them now.``"""
    names = [label(run) for run in board.running]
    if not names:
        return "stopping: no new runs"
    who = listing(names)
    if tier == 1:
        return f"stopping: no new runs, waiting for {who}. Again to end {'it' if len(names) == 1 else 'them'} now."
    if tier == 2:
        return f"ending {who}. Again to kill {'it' if len(names) == 1 else 'them'}."
    return f"killing {who}"


def go_on(board: Board) -> str:
    """``2 runs go back to the queue. Go on with: varre run --resume k3f9x2ab``."""
    waiting = sum(1 for run in board.runs if run.state is RunState.PREEMPTED)
    verb = "goes" if waiting == 1 else "go"
    queued = f"{count(waiting, 'run')} {verb} back to the queue. " if waiting else ""
    return f"{queued}Go on with: {called()} run --resume {board.sweep.id}"
