"""The text of ``varre show``: state, all runs with the best first, and why runs were tried, stopped or failed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from varre.cli import heading
from varre.cli.board import Board
from varre.cli.columns import names, settings, values
from varre.cli.events import label
from varre.cli.reasons import failure, tried
from varre.cli.stops import eta_of, stopped
from varre.cli.styles import BAD, DIM, line, of_state
from varre.cli.table import Cell, Column, lay_out
from varre.cli.text import clean, count
from varre.runs import Run, RunState

__all__ = ["lines"]

_WRONG = (RunState.FAILED, RunState.CRASHED)


def lines(board: Board, cells: int) -> list[Text]:
    """The whole overview in at most ``cells`` cells."""
    head = [line(heading.of_show(board, cells))]
    if not board.runs:
        return [*head, line(), line(f"no runs yet: varre agent {clean(board.sweep.id)}")]
    runs = _ordered(board)
    columns = [
        names(runs, "run"),
        _states(board, runs),
        *values(board, runs),
        *_epochs(board, runs),
        *settings(board, runs, leave_out=[board.lengths.name] if board.lengths.name else []),
        _why(runs, cells),
    ]
    return [*head, line(), *lay_out(columns, cells), *_stops(board, cells), *_failures(board, cells)]


def _ordered(board: Board) -> list[Run]:
    ranked = board.ranked
    valued = {run.key for run in ranked}
    return [*ranked, *(run for run in board.runs if run.key not in valued)]


def _states(board: Board, runs: Sequence[Run]) -> Column:
    return Column("state", tuple(Cell(_state(board, run), of_state(run.state)) for run in runs))


def _state(board: Board, run: Run) -> str:
    again = f" (attempt {run.attempt})" if run.attempt > 1 else ""
    done, length = board.lengths.done(run), board.lengths.of_run(run)
    known = length is not None and run.state in (RunState.STOPPED, RunState.RUNNING)
    return f"{run.state.value}{f' {done}/{length}' if known else ''}{again}"


def _epochs(board: Board, runs: Sequence[Run]) -> list[Column]:
    if board.lengths.name is None:
        rows = tuple(Cell(f"{run.rows:,}", of_state(run.state)) for run in runs)
        return [Column("rows", rows, right=True, importance=3)]
    cells = tuple(Cell(_trained(board, run), of_state(run.state)) for run in runs)
    return [Column(clean(board.lengths.name), cells, importance=3)]


def _trained(board: Board, run: Run) -> str:
    done, length = board.lengths.done(run), board.lengths.of_run(run)
    if done is None or length is None:
        return ""
    return f"{length}" if done >= length else f"{done} of {length}"


def _why(runs: Sequence[Run], cells: int) -> Column:
    """A whole reason takes 50 cells: the configuration leaves before that on a wide terminal, not on a narrow one."""
    reasons = tuple(Cell(tried(run.reason), DIM) for run in runs)
    return Column("why", reasons, importance=4, widest=200, shrinks=min(max(cells // 2 - 10, 24), 50))


def _stops(board: Board, cells: int) -> list[Text]:
    rows = [
        (label(run), stopped(run.stop, eta=eta_of(board.file.early_terminate), saved=board.lengths.saved(run)))
        for run in board.runs
        if run.state is RunState.STOPPED
    ]
    return _section("stopped early", rows, DIM, cells)


def _failures(board: Board, cells: int) -> list[Text]:
    wrong = [run for run in board.runs if run.state in _WRONG]
    rows = [(label(run), f"{failure(run)}   {clean(board.place)}/runs/{run.key}/console.log") for run in wrong]
    return _section("failed", rows, BAD, cells)


def _section(title: str, rows: Sequence[tuple[str, str]], style: str, cells: int) -> list[Text]:
    if not rows:
        return []
    columns = [
        Column("", tuple(Cell(name, style) for name, _ in rows)),
        Column("", tuple(Cell(text) for _, text in rows), widest=400, shrinks=20),
    ]
    return [line(), line((f"{count(len(rows), 'run')} {title}", style)), *lay_out(columns, cells)]
