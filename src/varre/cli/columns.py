"""The columns of the tables of runs that the summary and ``varre show`` share."""

from __future__ import annotations

from collections.abc import Sequence

from varre.cli.board import Board
from varre.cli.configs import other_metrics, parameters
from varre.cli.events import label
from varre.cli.numbers import DASH, figures, finite, is_number, parameter
from varre.cli.styles import ACCENT, of_state
from varre.cli.table import Cell, Column
from varre.cli.text import clean
from varre.runs import Run
from varre.space import Value

__all__ = ["names", "settings", "values"]


def names(runs: Sequence[Run], title: str = "") -> Column:
    """``#9``, coloured by state."""
    return Column(title, tuple(Cell(label(run), of_state(run.state)) for run in runs))


def values(board: Board, runs: Sequence[Run]) -> list[Column]:
    """The objective (its best in the accent) and the metrics beside it at the same row."""
    if board.objective is None:
        return []
    best = board.best
    styles = [ACCENT if best is not None and run.key == best.key else of_state(run.state) for run in runs]
    own = figures([finite(run.value) for run in runs])
    columns = [Column(clean(board.objective.name), tuple(map(Cell, own, styles)), right=True, widest=24)]
    for name in other_metrics(board, runs):
        shown = figures([finite(run.best_row.get(name)) for run in runs])
        cells = tuple(Cell(text, of_state(run.state)) for text, run in zip(shown, runs, strict=True))
        columns.append(Column(clean(name), cells, right=True, importance=5, widest=24))
    return columns


def settings(board: Board, runs: Sequence[Run], *, leave_out: Sequence[str] = ()) -> list[Column]:
    """One column a parameter, without those that are the same in all configurations or that none of ``runs`` has."""
    given = {path for run in runs for path in run.params} - set(leave_out)
    return [_setting(path, runs) for path in parameters(board) if path in given]


def _setting(path: str, runs: Sequence[Run]) -> Column:
    cells = tuple(Cell(_given(run, path), of_state(run.state)) for run in runs)
    right = any(is_number(run.params.get(path)) for run in runs)
    return Column(clean(path), cells, right=right, importance=1, widest=24)


def _given(run: Run, path: str) -> str:
    value: Value | None = run.params.get(path)
    return parameter(value) if path in run.params else DASH
