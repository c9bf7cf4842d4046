"""``varre show``."""

from __future__ import annotations

import time

import click

from varre.cli import importance
from varre.cli.board import Board
from varre.cli.display import console, room
from varre.cli.importance import as_record
from varre.cli.opening import found_or_newest, opened, place
from varre.cli.options import json_switch, maybe_sweep, within
from varre.cli.overview import lines
from varre.cli.records import of_sweep
from varre.records import as_json as written
from varre.records import of_run

__all__ = ["command"]


@click.command("show")
@maybe_sweep
@within
@json_switch
def command(sweep_id: str | None, project: str | None, as_json: bool) -> None:
    """Show a sweep, without ID the newest: all runs, the best first, why each was tried, stopped or failed, and what
    mattered.
    """
    with opened() as (scheduler, datadir):
        sweep = found_or_newest(scheduler, sweep_id, project)
        runs = tuple(scheduler.runs(sweep.key))
        board = Board(sweep, scheduler.file(sweep.key), runs, now=time.time(), place=place(datadir))
    if as_json:
        found = importance.of_board(board)
        click.echo(written({**of_sweep(board), "runs": [of_run(run) for run in runs], "importance": as_record(found)}))
        return
    out = console()
    for row in lines(board, room(out)):
        out.print(row)
    for row in importance.lines(board, room(out)):  # after the rest: it loads scikit-learn, and that takes a while
        out.print(row)
