"""An agent at work, its display, and signals, with a fake agent."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from varre.cli.board import Board
from varre.cli.course import Course, gave_up, go_on, stopping
from varre.cli.events import Event
from varre.cli.signals import Interrupts
from varre.errors import StoreError
from varre.runs import AgentId, Claim, Exit, Lease, Reason, Run, RunKey, RunState
from varre.worker import AgentResult, Ended, Note


class FakeDisplay:
    def __init__(self) -> None:
        self.shown: list[str] = []
        self.notes: list[str] = []
        self.tails: list[str] = []
        self.closed = False
        self.broken = False

    def show(self, board: Board, events: Sequence[Event]) -> None:
        if self.broken:
            raise OSError("the terminal is gone")
        self.shown += [event.text.plain for event in events]

    def note(self, text: str, time: float) -> None:
        self.notes.append(text)

    def console_tail(self, title: str, tail: str) -> None:
        self.tails.append(f"{title}\n{tail}")

    def close(self) -> None:
        self.closed = True


class FakeTracker:
    def __init__(self, board: Board) -> None:
        self.board = board

    def look(self) -> list[Event]:
        return []


class FakeAgent:
    """Works until it is interrupted ``patience`` times; ``script`` is what it does first."""

    def __init__(self, script: Callable[[], None] = lambda: None, patience: int = 0) -> None:
        self._script = script
        self._patience = patience
        self._tier = 0
        self._enough = threading.Event()
        self.ended = False
        if not patience:
            self._enough.set()

    def interrupt(self) -> int:
        self._tier += 1
        if self._tier >= self._patience:
            self._enough.set()
        return self._tier

    def run(self) -> AgentResult:
        self._script()
        assert self._enough.wait(20)
        self.ended = True
        return AgentResult(started=1, finished=1)


@pytest.fixture
def display() -> FakeDisplay:
    return FakeDisplay()


@pytest.fixture
def tracker(a_sweep_half_way: Board) -> FakeTracker:
    return FakeTracker(a_sweep_half_way)


@pytest.fixture(autouse=True)
def handlers_are_put_back() -> Iterator[None]:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    yield
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def a_claim(number: int) -> Claim:
    lease = Lease(RunKey("runkey01"), 1, AgentId("host-00000000"))
    return Claim(lease, "runkey01", number, None, None, "demo", {}, {}, Reason("grid"))


def failed(number: int, tail: str) -> Ended:
    return Ended(a_claim(number), RunState.FAILED, Exit(1, error="boom", tail=tail), 0.0)


def test_what_the_agent_did_comes_back(tracker: FakeTracker, display: FakeDisplay) -> None:
    course = Course(tracker, display)
    agent = FakeAgent(lambda: course.heard(Note("the store does not answer\x1b[2J", 0.0)))
    assert course.follow(agent) == (AgentResult(started=1, finished=1), None)
    assert display.shown == ["the store does not answer␛[2J"]
    assert display.closed


def test_many_events_are_taken_at_once(tracker: FakeTracker, display: FakeDisplay) -> None:
    course = Course(tracker, display)
    agent = FakeAgent(lambda: [course.heard(Note(f"note {number}", 0.0)) for number in range(1000)])
    course.follow(agent)
    assert len(display.shown) == 1000


def test_a_store_that_does_not_answer_ends_nothing(tracker: FakeTracker, display: FakeDisplay) -> None:
    def unreadable() -> list[Event]:
        raise StoreError("locked")

    tracker.look = unreadable  # type: ignore[method-assign]
    assert Course(tracker, display).follow(FakeAgent())[0].finished == 1


def test_what_the_agent_raises_is_raised(tracker: FakeTracker, display: FakeDisplay) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Course(tracker, display).follow(FakeAgent(broken))
    assert display.closed


def test_the_same_last_lines_are_shown_once(tracker: FakeTracker, display: FakeDisplay) -> None:
    course = Course(tracker, display)

    def script() -> None:
        for number, tail in enumerate(["a\nb\n", "a\nb\n", "c\n"], 1):
            course.heard(failed(number, tail))

    course.follow(FakeAgent(script))
    assert display.tails == ["#1 failed; the end of its output:\na\nb", "#3 failed; the end of its output:\nc"]
    assert [row.plain for row in gave_up("3 runs failed\na\nb", course.tails)] == ["3 runs failed"]
    assert [row.plain for row in gave_up("3 runs failed\nnew", course.tails)] == ["3 runs failed", "    new"]


@pytest.mark.parametrize(
    ("number", "patience", "code", "said"),
    [
        (signal.SIGINT, 1, 130, "stopping: no new runs, waiting for #12 and #13. Again to end them now."),
        (signal.SIGTERM, 2, 143, "ending #12 and #13. Again to kill them."),
        (signal.SIGHUP, 2, 129, "ending #12 and #13. Again to kill them."),
    ],
)
def test_a_signal_raises_the_tier(
    tracker: FakeTracker, display: FakeDisplay, number: signal.Signals, patience: int, code: int, said: str
) -> None:
    course = Course(tracker, display)
    agent = FakeAgent(lambda: os.kill(os.getpid(), number), patience)
    assert course.follow(agent)[1] == code
    assert display.notes in ([said], [])  # the agent may be done before anything could be said
    assert agent.ended


def test_the_time_is_up(tracker: FakeTracker, display: FakeDisplay) -> None:
    assert Course(tracker, display, timeout_s=0.01).follow(FakeAgent(patience=2))[1] == 130
    assert display.notes == ["time is up: ending #12 and #13. Again to kill them."]


def test_a_display_that_breaks_ends_the_runs_first(tracker: FakeTracker, display: FakeDisplay) -> None:
    display.broken = True
    agent = FakeAgent(patience=2)
    with pytest.raises(OSError, match="the terminal is gone"):
        Course(tracker, display).follow(agent)
    assert agent.ended


def test_an_ignored_signal_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Interrupts(lambda: 1, lambda: None).listening():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_each_tier_says_what_it_does(
    a_sweep_half_way: Board, make_board: Callable[..., Board], make_run: Callable[..., Run]
) -> None:
    assert stopping(3, a_sweep_half_way) == "killing #12 and #13"
    assert stopping(1, make_board()) == "stopping: no new runs"
    one = make_board(make_run(4, RunState.RUNNING))
    assert stopping(1, one) == "stopping: no new runs, waiting for #4. Again to end it now."
    queued = make_board(*(make_run(number, RunState.PREEMPTED) for number in (1, 2)))
    assert go_on(queued) == "2 runs go back to the queue. Go on with: varre run --resume k3f9x2ab"
    assert go_on(make_board()) == "Go on with: varre run --resume k3f9x2ab"
