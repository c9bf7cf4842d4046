"""Following a sweep, with a scheduler made of records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from varre.cli.board import Board
from varre.cli.tracker import Tracker
from varre.runs import Run, RunKey, RunState, Sweep, SweepKey


class FakeScheduler:
    """Hands out what has been put in since the last look."""

    def __init__(self, sweep: Sweep) -> None:
        self._sweep = sweep
        self._changes: list[Run] = []
        self.curves_read: list[RunKey] = []

    def put(self, *runs: Run) -> None:
        self._changes += runs

    def changed(self, sweep: SweepKey, since: int) -> tuple[int, list[Run]]:
        return len(self._changes), self._changes[since:]

    def sweep(self, key: SweepKey) -> Sweep:
        return self._sweep

    def curve(self, run: RunKey) -> tuple[float, ...]:
        self.curves_read.append(run)
        return (3.0, 2.0, 1.0)


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scheduler(make_board: Callable[..., Board]) -> FakeScheduler:
    return FakeScheduler(make_board().sweep)


def test_what_was_before_is_no_news(scheduler, make_board, make_run, clock) -> None:
    scheduler.put(make_run(1), make_run(2, RunState.RUNNING))
    tracker = Tracker(scheduler, make_board(), clock)
    assert [run.number for run in tracker.board.runs] == [1, 2]
    assert tracker.look() == []


def test_news_come_in_order_of_time(scheduler, make_board, make_run, clock) -> None:
    tracker = Tracker(scheduler, make_board(), clock)
    scheduler.put(make_run(3), make_run(1))
    assert [event.text.plain.split(":")[0] for event in tracker.look()] == [
        "#1 started", "#1 finished", "#3 started", "#3 finished",
    ]  # fmt: skip
    assert [run.number for run in tracker.board.runs] == [1, 3]


def test_only_curves_that_are_shown_are_read(scheduler, make_board, make_run, clock) -> None:
    tracker = Tracker(scheduler, make_board(), clock)
    best, worse, running = make_run(1), make_run(2), make_run(3, RunState.RUNNING)
    scheduler.put(best, worse, running)
    tracker.look()
    assert sorted(scheduler.curves_read) == [best.key, running.key]
    tracker.look()
    assert len(scheduler.curves_read) == 2, "nothing has changed"
    assert tracker.board.curves[best.key] == (3.0, 2.0, 1.0)


def test_the_clock_goes_on_while_nothing_changes(scheduler, make_board, make_run, clock) -> None:
    tracker = Tracker(scheduler, make_board(), clock)
    scheduler.put(make_run(1))
    tracker.look()
    before = tracker.board
    clock.now += 1
    tracker.look()
    assert tracker.board is before
    clock.now += 10
    tracker.look()
    assert tracker.board.now == clock.now


def test_the_link_is_the_one_that_is_good_now(scheduler, make_board, clock) -> None:
    links = iter(["http://a", "http://a", "http://b"])
    tracker = Tracker(scheduler, make_board(), clock, lambda: next(links))
    assert tracker.board.link == "http://a"
    before = tracker.board
    tracker.look()
    assert tracker.board is before
    tracker.look()
    assert tracker.board.link == "http://b"


def test_a_deleted_run_goes_without_a_word_and_comes_back(scheduler, make_board, make_run, clock) -> None:
    there, gone = make_run(1), make_run(2)
    scheduler.put(there, gone)
    tracker = Tracker(scheduler, make_board(), clock)
    scheduler.put(replace(gone, deleted=clock.now))
    assert tracker.look() == []
    assert [run.number for run in tracker.board.runs] == [1]
    scheduler.put(gone)
    assert tracker.look() == []
    assert [run.number for run in tracker.board.runs] == [1, 2]
