"""``varre agent``."""

from __future__ import annotations

import time

import click

from varre.cli.board import Board
from varre.cli.course import Course, gave_up, go_on
from varre.cli.display import console
from varre.cli.opening import opened, place
from varre.cli.options import entity, positive, slots, threads, within
from varre.cli.plain import PlainDisplay
from varre.cli.styles import line
from varre.cli.text import clean, count
from varre.cli.tracker import Tracker
from varre.engines import local
from varre.worker import Agent, AgentResult, check_command

__all__ = ["command"]


@click.command("agent")
@click.argument("sweep_id", metavar="ID")
@click.option("--count", "limit", type=positive, metavar="N", help="End after so many runs.")
@slots
@threads
@within
@entity
def command(
    sweep_id: str, limit: int | None, slots: int | None, threads: int | None, project: str | None, entity: str | None
) -> int:
    """Work on a sweep, one run at a time unless --slots says more; start as many agents as you like.

    Ctrl-C stops as in `varre run`. Exit code: 0 when at least one run of this agent has finished or there was nothing
    left to do, 1 otherwise, 130 after Ctrl-C, 2 for bad input.
    """
    with opened() as (scheduler, datadir):
        sweep = scheduler.find_sweep(sweep_id, project)
        file = scheduler.file(sweep.key)
        check_command(file.command, file.program, sweep.directory)
        chosen = slots or 1
        board = Board(sweep, file, now=time.time(), slots=chosen, place=place(datadir))
        tracker = Tracker(scheduler, board, time.time)
        course = Course(tracker, PlainDisplay(console()))
        agent = Agent(
            scheduler,
            datadir,
            sweep.key,
            slots=chosen,
            gpus=tuple(local.visible_gpus()),
            threads=threads,
            count=limit,
            listener=course.heard,
        )
        result, interrupted = course.follow(agent)
    for row in gave_up(result.gave_up, course.tails):
        console(stderr=True).print(row)
    return _finish(tracker.board, result, interrupted)


def _finish(board: Board, result: AgentResult, interrupted: int | None) -> int:
    out = console()
    out.print(line(_outcome(result)))
    if interrupted is not None:
        out.print(line(go_on(board)))
        return interrupted
    return 0 if result.finished or (result.over and not result.started) else 1


def _outcome(result: AgentResult) -> str:
    ends = [(result.finished, "finished"), (result.stopped, "stopped early"), (result.failed, "failed")]
    parts = ", ".join(f"{number:,} {word}" for number, word in ends if number)
    done = f"this agent ran {count(result.started, 'run')}{f': {parts}' if parts else ''}"
    return f"{done}; the sweep is over ({clean(result.over)})" if result.over else done
