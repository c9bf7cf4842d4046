"""``varre agent``."""

from __future__ import annotations

import time
from pathlib import Path

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
from varre.errors import UsageError
from varre.worker import Agent, AgentResult, check_command

__all__ = ["command"]


@click.command("agent")
@click.argument("sweep_id", metavar="ID")
@click.option("--count", "limit", type=positive, metavar="N", help="End after so many runs.")
@slots
@threads
@within
@entity
@click.option("--server", metavar="URL", help="Work for the server at URL; its token stands in VARRE_TOKEN.")
@click.option(
    "--token-file", type=click.Path(path_type=Path), metavar="FILE", help="With --server: the token stands in FILE."
)
def command(
    sweep_id: str,
    limit: int | None,
    slots: int | None,
    threads: int | None,
    project: str | None,
    entity: str | None,
    server: str | None,
    token_file: Path | None,
) -> int:
    """Work on a sweep, one run at a time unless --slots says more; start as many agents as you like.

    With --server the sweep is that of a server, on this host or another: what the runs log goes there, their files
    stay in the data directory of this host. Training goes on while the server is away.

    Ctrl-C stops as in `varre run`. Exit code: 0 when at least one run of this agent has finished or there was nothing
    left to do, 1 otherwise, 130 after Ctrl-C, 2 for bad input.
    """
    if server is None:
        if token_file is not None:
            raise UsageError("--token-file goes with --server")
        return _work_here(sweep_id, project, limit, slots or 1, threads)
    from varre.cli.remote import Crew, address_of, work_for

    work = work_for(address_of(server, token_file), sweep_id, project, Crew(slots or 1, threads, limit))
    for row in gave_up(work.result.gave_up, work.tails):
        console(stderr=True).print(row)
    return _finish(work.result, work.interrupted, f"Go on with: {work.board.again}")


def _work_here(sweep_id: str, project: str | None, limit: int | None, slots: int, threads: int | None) -> int:
    with opened() as (scheduler, datadir):
        sweep = scheduler.find_sweep(sweep_id, project)
        file = scheduler.file(sweep.key)
        check_command(file.command, file.program, sweep.directory)
        board = Board(sweep, file, now=time.time(), slots=slots, place=place(datadir))
        tracker = Tracker(scheduler, board, time.time)
        course = Course(tracker, PlainDisplay(console()))
        agent = Agent(
            scheduler,
            datadir,
            sweep.key,
            slots=slots,
            gpus=tuple(local.visible_gpus()),
            threads=threads,
            count=limit,
            listener=course.heard,
        )
        result, interrupted = course.follow(agent)
    for row in gave_up(result.gave_up, course.tails):
        console(stderr=True).print(row)
    return _finish(result, interrupted, go_on(tracker.board))


def _finish(result: AgentResult, interrupted: int | None, again: str) -> int:
    out = console()
    out.print(line(_outcome(result)))
    if interrupted is not None:
        out.print(line(again))
        return interrupted
    return 0 if result.finished or (result.over and not result.started) else 1


def _outcome(result: AgentResult) -> str:
    ends = [(result.finished, "finished"), (result.stopped, "stopped early"), (result.failed, "failed")]
    parts = ", ".join(f"{number:,} {word}" for number, word in ends if number)
    done = f"this agent ran {count(result.started, 'run')}{f': {parts}' if parts else ''}"
    return f"{done}; the sweep is over ({clean(result.over)})" if result.over else done
