"""The live display on a real terminal's screen, as pyte emulates it, and the plain one."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pyte
import pytest
from rich.console import Console, ConsoleDimensions

from varre.cli.board import Board
from varre.cli.display import choose
from varre.cli.events import Event, Kind, of_run
from varre.cli.live import LiveDisplay
from varre.cli.plain import PlainDisplay
from varre.cli.styles import line
from varre.runs import Run, RunState


class Terminal:
    """A console that draws on an emulated screen."""

    def __init__(self, columns: int, rows: int, *, is_terminal: bool = True, colour: str | None = "256") -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._out = io.StringIO()
        self.console = Console(
            file=self._out,
            width=columns,
            height=rows,
            force_terminal=is_terminal,
            color_system=colour,  # type: ignore[arg-type]
            markup=False,
            highlight=False,
            soft_wrap=True,
            _environ={"TERM": "xterm-256color"},
        )
        self.written = 0

    def rows(self) -> list[str]:
        text = self._out.getvalue()[self.written :]
        self.written += len(text)
        self._stream.feed(text.replace("\n", "\r\n"))
        return [row.rstrip() for row in self.screen.display]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw at every call: what is drawn is looked at here, not how often."""
    monkeypatch.setattr("varre.cli.live._SHORTEST_S", 0.0)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (160, 50), (60, 16)])
def test_the_picture_stands_and_is_redrawn_in_place(columns: int, rows: int, a_sweep_half_way: Board) -> None:
    terminal = Terminal(columns, rows)
    display = LiveDisplay(terminal.console)
    for step in range(5):
        display.show(replace(a_sweep_half_way, now=a_sweep_half_way.now + 60 * step), [])
    seen = terminal.rows()
    assert seen[0].startswith("lenet5 · bayes · minimise val_loss")
    assert sum("11 of 20" in row for row in seen) == 1
    assert sum(row.startswith(" #12") for row in seen) == 1
    display.close()
    assert terminal.rows() == [""] * rows


def test_the_log_scrolls_below_the_picture(a_sweep_half_way: Board) -> None:
    terminal = Terminal(80, 24)
    display = LiveDisplay(terminal.console)
    for number in range(100):
        display.show(a_sweep_half_way, [Event(float(number), Kind.STOPPED, line(f"event {number}"))])
    seen = terminal.rows()
    assert seen[0].startswith("lenet5")
    assert "event 99" in [row for row in seen if row][-1]
    assert sum("event" in row for row in seen) >= 5


def test_nothing_is_written_while_nothing_changes(a_sweep_half_way: Board) -> None:
    terminal = Terminal(80, 24)
    display = LiveDisplay(terminal.console)
    display.show(a_sweep_half_way, [])
    terminal.rows()
    before = terminal.written
    for _ in range(10):
        display.show(a_sweep_half_way, [])
    terminal.rows()
    assert terminal.written == before


def test_a_failed_runs_last_lines_stay_above_the_picture(a_sweep_half_way: Board) -> None:
    terminal = Terminal(80, 40)
    display = LiveDisplay(terminal.console)
    display.show(a_sweep_half_way, [])
    display.console_tail("#11 failed; the end of its output:", "Traceback\n  boom \x1b[2J\nRuntimeError: x")
    seen = terminal.rows()
    assert seen[0] == "#11 failed; the end of its output:"
    assert seen[2] == "      boom ␛[2J"
    assert seen[5].startswith("lenet5")
    display.close()
    assert terminal.rows()[:4] == seen[:4]


def test_a_terminal_of_another_size_is_drawn_anew(a_sweep_half_way: Board) -> None:
    terminal = Terminal(120, 30)
    display = LiveDisplay(terminal.console)
    display.show(a_sweep_half_way, [])
    terminal.rows()
    terminal.screen.resize(24, 70)
    terminal.console.size = ConsoleDimensions(70, 24)
    display.show(a_sweep_half_way, [])
    seen = terminal.rows()
    assert seen[0].startswith("lenet5 · bayes")
    assert sum("11 of 20" in row for row in seen) == 1
    assert all(len(row) < 70 for row in seen)


def test_a_ctrl_c_is_answered_at_once(a_sweep_half_way: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("varre.cli.live._SHORTEST_S", 3600.0)
    terminal = Terminal(80, 24)
    display = LiveDisplay(terminal.console)
    display.show(a_sweep_half_way, [])
    display.note("stopping: no new runs, waiting for #12 and #13.", 0.0)
    assert "stopping: no new runs, waiting for #12 and #13." in terminal.rows()


def test_plain_lines_are_printed_once_each_with_a_time(a_sweep_half_way: Board) -> None:
    terminal = Terminal(200, 50, is_terminal=False, colour=None)
    display = PlainDisplay(terminal.console)
    events = [event for run in a_sweep_half_way.runs for event in of_run(None, run, a_sweep_half_way)]
    display.show(a_sweep_half_way, events[:3])
    display.show(a_sweep_half_way, [])
    display.show(a_sweep_half_way, events[3:])
    display.close()
    seen = [row for row in terminal.rows() if row]
    assert len(seen) == 2 + len(events)
    assert seen[0].startswith("lenet5 · bayes")
    assert all(row[2] == row[5] == ":" for row in seen[2:])


def test_plain_lines_show_the_link_once_and_alone(a_sweep_half_way: Board) -> None:
    terminal = Terminal(200, 50, is_terminal=False, colour=None)
    display = PlainDisplay(terminal.console)
    for link in ("http://127.0.0.1:7171/enter/abc", "http://127.0.0.1:7171/enter/def"):
        display.show(replace(a_sweep_half_way, link=link), [])
    assert terminal.rows()[2] == "http://127.0.0.1:7171/enter/abc"
    assert [row for row in terminal.rows() if "def" in row] == []


def test_events_are_found_by_comparing(make_run: Callable[..., Run], make_board: Callable[..., Board]) -> None:
    running, finished = make_run(1, RunState.RUNNING), make_run(1)
    again = make_run(1, RunState.RUNNING, attempt=2)
    board = make_board(finished)

    def texts(before: Run | None, after: Run) -> list[str]:
        return [event.text.plain for event in of_run(before, after, board)]

    assert texts(running, running) == []
    assert texts(running, finished) == ["#1 finished: val_loss 0.0310, the best so far"]
    assert texts(make_run(1, RunState.PENDING), running)[0].startswith("#1 started: activation=relu batch_norm=true")
    assert texts(running, make_run(1, RunState.PREEMPTED)) == ["#1 goes back to the queue"]
    assert texts(make_run(1, RunState.PREEMPTED), again)[0].startswith("#1 started again (attempt 2): ")
    assert len(texts(None, finished)) == 2
    assert texts(None, make_run(1, RunState.PENDING)) == []


@pytest.mark.parametrize(
    ("is_terminal", "environment", "kind"),
    [
        (True, {}, LiveDisplay),
        (True, {"NO_COLOR": "1"}, PlainDisplay),
        (True, {"NO_COLOR": ""}, LiveDisplay),
        (False, {}, PlainDisplay),
    ],
)
def test_the_display_suits_the_output(is_terminal: bool, environment: dict[str, str], kind: type) -> None:
    console = Terminal(80, 24).console
    assert isinstance(choose(console, environment, interactive=is_terminal), kind)
