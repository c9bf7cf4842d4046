"""What mattered, as lines under ``varre show`` and as a record for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.text import Text

from varre.analysis.seen import Seen, ended, told, too_few
from varre.cli.board import Board
from varre.cli.glyphs import bar
from varre.cli.heading import joined
from varre.cli.numbers import figures, finite, parameter
from varre.cli.styles import DIM, line
from varre.cli.table import Cell, Column, lay_out
from varre.cli.text import clean, count, cut
from varre.runs import Run
from varre.space import Value
from varre.sweepfile import Objective

if TYPE_CHECKING:  # arrays and the forest are loaded when there are enough runs, not at each start of a command
    from varre.analysis.importance import Importance, ParameterImportance

__all__ = ["as_record", "lines", "of_board"]

_BAR = 10


def of_board(board: Board) -> Importance | None:
    """The importance of the sweep's parameters in the metric's own units; ``None`` without a metric to explain."""
    if board.objective is None:
        return None
    from varre.analysis.importance import explain

    return explain(board.file.space, _seen(board, board.objective)).in_units(board.objective)


def as_record(found: Importance | None) -> Value:
    """It as JSON has it."""
    return None if found is None else asdict(found)


def lines(board: Board, cells: int) -> list[Text]:
    """What mattered, in at most ``cells`` cells; nothing where there is no metric or no run yet."""
    if board.objective is None or not board.runs:
        return []
    kept, _, _ = told(_seen(board, board.objective), stopped=True)
    if few := too_few(len(kept)):
        return [line(), line(cut(f"what mattered: {few}", cells))]
    found = of_board(board)
    return [] if found is None else _lines(found, clean(board.objective.name), cells)


def _lines(found: Importance, metric: str, cells: int) -> list[Text]:
    early = f", {found.runs.stopped:,} of them stopped early" if found.runs.stopped else ""
    about = [(f"what mattered to {metric}", 9), (f"fANOVA of {count(found.runs.used, 'run')}{early}", 5)]
    head = line(joined([*about, ("80% intervals", 3)], cells))
    varied = [each for each in found.parameters if each.words is None or each.words.code != "constant"]
    if found.note or not varied:
        return [line(), head, line((f" {found.note or 'no parameter varied'}", DIM))]
    columns = [
        Column("", tuple(Cell(clean(each.path)) for each in varied), widest=24),
        Column("", tuple(Cell(bar(each.importance or 0.0, _BAR)) for each in varied), importance=2),
        Column("share", tuple(Cell(_share(each.importance)) for each in varied), right=True),
        Column("", tuple(Cell(_range(each), DIM) for each in varied), importance=3),
        Column("correlation", tuple(Cell(_correlation(each)) for each in varied), importance=4),
        Column("", tuple(Cell(_words(each), DIM) for each in varied), importance=1, widest=80, shrinks=18),
    ]
    return [line(), head, *lay_out(columns, cells)]


def _seen(board: Board, objective: Objective) -> list[Seen]:
    return ended(board.runs, lambda run: _loss(run, objective))


def _loss(run: Run, objective: Objective) -> float | None:
    value = finite(run.value)
    return None if value is None else objective.loss(value)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _range(each: ParameterImportance) -> str:
    return f"{_share(each.low)} to {_share(each.high)}"


def _correlation(each: ParameterImportance) -> str:
    found = each.correlation
    if found.value is None:
        return ""
    if found.kind == "eta":
        return f"eta  {found.value:.2f}"
    return f"rank {found.value:+.2f}".replace("-", "−")


def _words(each: ParameterImportance) -> str:
    """The better direction of a number, or what the runs with each value of a category gave."""
    if each.correlation.kind == "eta" and each.levels:
        known = [level for level in each.levels if level.mean is not None]
        means = figures([level.mean for level in known])
        return ", ".join(f"{parameter(level.value)} {mean}" for level, mean in zip(known, means, strict=True))
    sentences = {"higher": "higher is better", "lower": "lower is better", "unclear": "no clear direction"}
    return sentences.get(each.words.code, "") if each.words else ""
