"""``varre ls``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from varre.cli.board import Board
from varre.cli.display import console, room
from varre.cli.heading import aim, method, state
from varre.cli.numbers import DASH, figure
from varre.cli.opening import opened, place
from varre.cli.options import json_switch
from varre.cli.records import of_sweep
from varre.cli.styles import ACCENT, DIM, line
from varre.cli.table import Cell, Column, lay_out
from varre.cli.text import clean, day_and_clock
from varre.datadir import DataDir
from varre.records import as_json
from varre.runs import Sweep
from varre.scheduler import Scheduler

__all__ = ["command"]


@click.command("ls")
@click.option("-p", "--project", metavar="NAME", help="Only the sweeps of this project.")
@json_switch
def command(project: str | None, as_json: bool) -> None:
    """List the sweeps, the newest last."""
    with opened() as (scheduler, datadir):
        boards = [_board(scheduler, datadir, sweep) for sweep in scheduler.sweeps(project)]
    _print_json(boards) if as_json else _print_table(boards)


def _board(scheduler: Scheduler, datadir: DataDir, sweep: Sweep) -> Board:
    runs = tuple(scheduler.runs(sweep.key))
    return Board(sweep, scheduler.file(sweep.key), runs, place=place(datadir))


def _print_json(boards: Sequence[Board]) -> None:
    click.echo(as_json({"sweeps": [of_sweep(board) for board in boards]}))


def _print_table(boards: Sequence[Board]) -> None:
    out = console()
    if not boards:
        out.print(line("no sweeps yet: varre run sweep.yaml creates one"))
    for row in lay_out(_columns(boards), room(out)) if boards else []:
        out.print(row)


def _columns(boards: Sequence[Board]) -> list[Column]:
    sweeps = [board.sweep for board in boards]
    names = [clean(sweep.name) for sweep in sweeps]
    counts = [f"{board.tally.ended} of {board.total}" if board.total else f"{len(board.runs)}" for board in boards]
    best = [figure(board.best.value) if board.best else DASH for board in boards]
    return [
        _column("sweep", [clean(sweep.id) for sweep in sweeps]),
        _column("project", [clean(sweep.project) for sweep in sweeps], importance=6),
        *([_column("name", names, importance=1)] if any(names) else []),
        _column("state", [state(board) for board in boards]),
        _column("runs", counts, right=True),
        _column("method", [method(board.file) for board in boards], importance=2),
        _column("metric", [aim(board.objective) for board in boards], importance=3),
        _column("best", best, ACCENT, right=True, importance=5),
        _column("created", [day_and_clock(sweep.created) for sweep in sweeps], DIM, importance=4),
    ]


def _column(
    title: str, texts: Sequence[str], style: str = "", *, right: bool = False, importance: int | None = None
) -> Column:
    return Column(title, tuple(Cell(text, style) for text in texts), right=right, importance=importance, widest=30)
