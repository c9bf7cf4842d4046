"""What stands on the terminal when a sweep has ended: what happened, the best runs, what to do next."""

from __future__ import annotations

import textwrap

from rich.text import Text

from varre.cli.board import Board
from varre.cli.calling import called
from varre.cli.columns import names, settings, values
from varre.cli.styles import DIM, line
from varre.cli.table import lay_out
from varre.cli.text import count, duration
from varre.runs import FINAL, Run, RunState

__all__ = ["best_runs", "lines", "next_commands", "outcome"]

SHOWN = 3


def lines(board: Board, since: float, cells: int) -> list[Text]:
    """The whole summary; ``since`` is when this command began."""
    if not board.runs:
        return [line("no runs yet")]
    table = best_runs(board, cells)
    happened = [line(row) for row in textwrap.wrap(outcome(board, since), cells)]
    return [*happened, line(), *table, *([line()] if table else []), *next_commands(board)]


def outcome(board: Board, since: float) -> str:
    """``20 runs in 11 min 12 s: 13 finished, 6 stopped early (54 of 190 epochs saved), 1 failed``."""
    tally = board.tally
    parts = [
        f"{tally.finished:,} finished" if tally.finished else "",
        f"{tally.stopped:,} stopped early{_saved(board)}" if tally.stopped else "",
        f"{tally.failed:,} failed" if tally.failed else "",
        f"{tally.canceled:,} cancelled" if tally.canceled else "",
        f"{tally.running:,} still running" if tally.running else "",
        f"{tally.waiting:,} in the queue" if tally.waiting else "",
    ]
    return f"{_how_many(board, since)}: {', '.join(part for part in parts if part)}"


def _how_many(board: Board, since: float) -> str:
    took = duration(board.now - since)
    earlier = sum(1 for run in board.runs if run.state in FINAL and (run.ended or 0.0) < since)
    if earlier:
        return f"{count(len(board.runs), 'run')}, {len(board.runs) - earlier:,} of them now in {took}"
    return f"{count(len(board.runs), 'run')} in {took}"


def _saved(board: Board) -> str:
    stopped = [run for run in board.runs if run.state is RunState.STOPPED]
    saved = [epochs for run in stopped if (epochs := board.lengths.saved(run)) is not None]
    if saved:
        planned = sum(board.lengths.of_run(run) or 0 for run in board.runs)
        return f" ({sum(saved):,} of {planned:,} epochs saved)"
    rows = sorted(run.rows for run in stopped)
    return f" (after {rows[0]} to {rows[-1]} rows)" if rows[0] < rows[-1] else f" (after {count(rows[0], 'row')})"


def best_runs(board: Board, cells: int) -> list[Text]:
    """The table of the best runs, and how many more there are."""
    ranked = board.ranked
    if not ranked:
        return []
    shown: list[Run] = ranked[:SHOWN]
    table = lay_out([names(shown), *values(board, shown), *settings(board, shown)], cells)
    more = len(board.runs) - len(shown)
    return [*table, line((f" …  {more:,} more: {called()} show {board.sweep.id}", DIM))] if more else table


def next_commands(board: Board) -> list[Text]:
    """What one can do now, a command a line."""
    name = board.sweep.id
    commands = [(f"{called()} show {name}", "all runs, and why each was tried and stopped")]
    if board.best is not None:
        commands.append((f"{called()} best {name}", "the best configuration as YAML"))
    room = max(len(command) for command, _ in commands)
    return [line(f"{command:{room}}   ", (what, DIM)) for command, what in commands]
