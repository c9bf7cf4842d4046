"""The live picture and the summary, as lines."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from rich.console import Console, Group
from rich.text import Text

from varre.cli import heading, overview, screen, summary
from varre.cli.board import Board
from varre.cli.events import Event, Kind, of_run
from varre.cli.styles import line
from varre.cli.text import width
from varre.runs import Run, RunState

MakeRun = Callable[..., Run]
MakeBoard = Callable[..., Board]
WIDTHS = (60, 80, 120, 200)


def plain(lines: Sequence[Text]) -> list[str]:
    return [text.plain for text in lines]


def printed(lines: Sequence[Text], cells: int, *, colour: bool) -> str:
    out = io.StringIO()
    system = "truecolor" if colour else None
    Console(file=out, width=cells, force_terminal=colour, color_system=system, markup=False).print(Group(*lines))
    return out.getvalue()


def a_log(board: Board) -> list[Event]:
    return [event for run in board.runs for event in of_run(None, run, board) if event.kind is not Kind.STARTED]


def test_the_picture_says_what_the_mock_says(a_sweep_half_way: Board) -> None:
    lines = plain(screen.lines(a_sweep_half_way, a_log(a_sweep_half_way), 120, 40))
    assert lines[:4] == [
        "lenet5 · bayes · minimise val_loss · 20 runs, 2 at a time, 1 thread each · hyperband from row 3",
        "sweep k3f9x2ab in .varre · Ctrl-C stops cleanly · go on with: varre run --resume k3f9x2ab",
        "",
        "████████████████▒▒▒▒░░──────────────────  11 of 20    8 finished  2 stopped  1 failed    about 3 min left",
    ]
    assert " #12" in lines[5]
    assert "7 of 15" in lines[5]
    assert "expected 0.041 ± 0.012" in lines[5]
    assert "first points (Sobol)" in lines[6]
    assert lines[8].startswith(" best #1  ")
    assert "val_accuracy 0.9890" in lines[8]
    assert "batch_norm=true" in lines[9]
    assert any(
        "stopped at row 3: 0.310, the cut was 0.122 (best third of 8); 12 epochs saved" in text for text in lines
    )
    assert any("#11 failed, exit code 1: RuntimeError: loss is not finite" in text for text in lines)


def test_the_link_of_the_dashboard_has_a_line_of_its_own(a_sweep_half_way: Board) -> None:
    link = "http://127.0.0.1:7171/enter/abc"
    without = plain(screen.lines(a_sweep_half_way, [], 120, 40))
    shown = plain(screen.lines(replace(a_sweep_half_way, link=link), [], 120, 40))
    assert shown[2] == link
    assert [*shown[:2], *shown[3:]] == without


@pytest.mark.parametrize("cells", WIDTHS)
@pytest.mark.parametrize("number", [0, 1, 20, 1000])
def test_every_view_fits_every_width(cells: int, number: int, many: Callable[[int], Board]) -> None:
    board = many(number)
    views = [
        screen.lines(board, a_log(board), cells, 24),
        overview.lines(board, cells),
        summary.best_runs(board, cells),
    ]
    for lines in views:
        assert all(width(text) <= cells for text in plain(lines))


@pytest.mark.parametrize("rows", [8, 12, 24, 50])
def test_the_picture_is_never_taller_than_the_terminal(rows: int, make_board: MakeBoard, make_run: MakeRun) -> None:
    board = make_board(*(make_run(number, RunState.RUNNING, rows=1) for number in range(1, 41)))
    lines = screen.lines(board, a_log(board) * 50, 80, rows)
    assert len(lines) < rows


def test_trials_that_do_not_fit_are_counted(make_board: MakeBoard, make_run: MakeRun) -> None:
    board = make_board(*(make_run(number, RunState.RUNNING, rows=1) for number in range(1, 41)))
    lines = plain(screen.lines(board, [], 80, 24))
    shown = sum(1 for text in lines if text.startswith(" #"))
    assert f" …  {40 - shown} more running" in lines


def test_narrow_terminals_lose_the_configuration_first(a_sweep_half_way: Board) -> None:
    wide = plain(screen.lines(a_sweep_half_way, [], 200, 24))[5]
    middle = plain(screen.lines(a_sweep_half_way, [], 80, 24))[5]
    narrow = plain(screen.lines(a_sweep_half_way, [], 60, 24))[5]
    assert "lr 0.00254" in wide
    assert "lr" not in middle
    assert "expected 0.041 ± 0.012" in middle
    for text in (wide, middle, narrow):
        assert text.startswith(" #12")
        assert "7 of 15" in text
        assert "0.0470" in text


def test_colour_adds_nothing_that_is_needed(a_sweep_half_way: Board) -> None:
    lines = screen.lines(a_sweep_half_way, a_log(a_sweep_half_way), 80, 24)
    without = printed(lines, 80, colour=False)
    with_colour = printed(lines, 80, colour=True)
    assert "\x1b" not in without
    assert "\x1b[31m" in with_colour
    assert Text.from_ansi(with_colour).plain.split() == without.split()


def test_a_ctrl_c_is_answered_below_the_progress(a_sweep_half_way: Board) -> None:
    lines = plain(screen.lines(a_sweep_half_way, [], 80, 24, "stopping: no new runs"))
    assert lines[5] == "stopping: no new runs"


HOSTILE = {"[red]x[/red]": "[bold]\x1b[31m", "emoji🚀": "👩‍💻" * 40, "long" * 60: "\n\n\r\t", "rtl": "\u202e[/]"}


def test_hostile_names_and_values_do_nothing(make_board: MakeBoard, make_run: MakeRun) -> None:
    error = "\x1b[2J[red]boom[/red]\nsecond \u202e line"
    row = {"val_loss": 1.0, "[blink]metric\x07": 2.0}
    runs: list[Run] = [
        make_run(1, RunState.RUNNING, params=HOSTILE, rows=3, best=1.0, last=1.0, best_row=row),
        make_run(2, RunState.FAILED, params=HOSTILE, error=error, best=None, exit_code=3),
    ]
    board = make_board(*runs, place="\x1b[1m.varre")
    for cells in WIDTHS:
        views = [screen.lines(board, a_log(board), cells, 40), overview.lines(board, cells)]
        for lines in views:
            shown = printed(lines, cells, colour=False)
            assert "\x1b" not in shown
            assert "\x07" not in shown
            assert len(shown.splitlines()) == len(lines)
    assert "[red]boom[/red] second" in printed(overview.lines(board, 400), 400, colour=False)


def test_an_empty_sweep_says_what_to_do(make_board: MakeBoard) -> None:
    assert "no runs yet: varre agent k3f9x2ab" in plain(overview.lines(make_board(), 80))
    assert plain(summary.lines(make_board(), 0, 80)) == ["no runs yet"]


def test_the_summary_says_what_was_saved(a_sweep_half_way: Board) -> None:
    text = summary.outcome(a_sweep_half_way, a_sweep_half_way.now - 672)
    planned = sum(run.params["epochs"] for run in a_sweep_half_way.runs)
    assert text == (
        f"13 runs in 11 min 12 s: 8 finished, 2 stopped early (14 of {planned} epochs saved), 1 failed, 2 still running"
    )


def test_without_epochs_the_summary_says_rows(make_board: MakeBoard, make_run: MakeRun) -> None:
    runs = [make_run(n, RunState.STOPPED, params={"learning_rate": 0.1}, rows=n * 3) for n in (1, 2)]
    board = make_board(*runs)
    assert "2 stopped early (after 3 to 6 rows)" in summary.outcome(board, board.now - 10)


def test_a_resumed_sweep_tells_earlier_runs_from_those_of_now(make_board: MakeBoard, make_run: MakeRun) -> None:
    board = make_board(*(make_run(number) for number in range(1, 6)))
    since = (board.runs[2].ended or 0) + 1
    assert summary.outcome(board, since).startswith("5 runs, 2 of them now in ")


def test_the_summary_shows_the_best_and_the_next_commands(many: Callable[[int], Board]) -> None:
    lines = plain(summary.lines(many(20), 0, 140))
    table = lines[2:]
    assert table[0].split() == [
        "val_loss", "val_accuracy", "activation", "batch_norm", "batch_size", "dropout",
        "epochs", "learning_rate", "optimizer",
    ]  # fmt: skip
    assert [row.split()[0] for row in table[1:4]] == ["#1", "#2", "#3"]
    assert table[1].split()[1:] == ["0.0310", "0.9890", "relu", "true", "32", "false", "5", "0.0305", "sgd"]
    assert table[4] == " …  17 more: varre show k3f9x2ab"
    assert table[-1].startswith("varre best k3f9x2ab   the best")


def test_columns_that_left_are_marked(many: Callable[[int], Board]) -> None:
    lines = plain(overview.lines(many(3), 100))
    assert "…" in lines[2]
    assert lines[2].rstrip().endswith("why")


def test_the_overview_tells_why(a_sweep_half_way: Board) -> None:
    lines = plain(overview.lines(a_sweep_half_way, 160))
    assert lines[0].startswith("lenet5/k3f9x2ab · running · bayes · minimise val_loss · since ")
    assert any("stopped 3/15" in text and "3 of 15" in text for text in lines)
    assert any("expected 0.041 ± 0.012, 41% chance of a new best" in text for text in lines)
    assert "2 runs stopped early" in lines
    assert " #9   at row 3: 0.310, the cut was 0.122 (best third of 8); 12 epochs saved" in lines
    assert "1 run failed" in lines
    assert any("RuntimeError: loss is not finite   .varre/runs/runkey11/console.log" in text for text in lines)


def test_the_heading_drops_the_least_important(a_sweep_half_way: Board) -> None:
    assert heading.title(a_sweep_half_way, 80) == (
        "lenet5 · bayes · minimise val_loss · 20 runs, 2 at a time · hyperband from row 3"
    )
    assert "varre run --resume" in heading.place(a_sweep_half_way, 80)


def test_a_line_never_reads_markup() -> None:
    assert line("[red]x", ("[/red]", "dim")).plain == "[red]x[/red]"


def test_a_sweep_without_a_metric_has_no_best(make_board: MakeBoard, make_run: MakeRun) -> None:
    raw = {"method": "random", "program": "t.py", "parameters": {"x": {"min": 0.0, "max": 1.0}}}
    nothing = {"best": None, "last": None, "best_row": {}}
    board = make_board(make_run(1, **nothing), make_run(2, RunState.RUNNING, **nothing), raw=raw)
    picture = plain(screen.lines(board, a_log(board), 80, 24))
    assert picture[0] == "lenet5 · random · no metric · no end set, 2 at a time, 1 thread each"
    assert picture[3] == "1 run    1 finished"
    assert not any("best" in text for text in picture)
    assert "varre best" not in "\n".join(plain(summary.lines(board, 0, 80)))
    assert plain(overview.lines(board, 80))[2].split() == ["run", "state", "epochs", "why"]
