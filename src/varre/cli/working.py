"""What ``varre run`` does once there is a sweep: an agent, a display, a summary, an exit code."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from rich.console import Console

from varre.cli import summary
from varre.cli.board import Board
from varre.cli.course import Course, gave_up, go_on
from varre.cli.display import choose, console, room
from varre.cli.opening import place
from varre.cli.styles import line
from varre.cli.tracker import Tracker
from varre.datadir import DataDir
from varre.engines import local
from varre.runs import RunState, Sweep
from varre.scheduler import Scheduler
from varre.worker import Agent, AgentResult

__all__ = ["work"]


def work(
    scheduler: Scheduler,
    datadir: DataDir,
    sweep: Sweep,
    crew: local.Placement,
    timeout_s: float | None,
    link: Callable[[], str] | None = None,
) -> int:
    """Run the sweep here until it is over or someone ends it; the exit code.

    ``link`` gives the link of the dashboard that is good now, where it is served.
    """
    since = time.time()
    out = console()
    board = Board(
        sweep,
        scheduler.file(sweep.key),
        now=since,
        slots=crew.slots,
        threads=crew.threads,
        place=place(datadir),
    )
    tracker = Tracker(scheduler, board, time.time, link)
    course = Course(tracker, choose(out, os.environ, interactive=sys.stdout.isatty()), timeout_s=timeout_s)
    agent = Agent(
        scheduler, datadir, sweep.key, slots=crew.slots, gpus=crew.gpus, threads=crew.threads, listener=course.heard
    )
    scheduler.think_ahead()
    result, interrupted = course.follow(agent)
    tracker.look()
    board = replace(tracker.board, now=time.time())
    for row in summary.lines(board, since, room(out)):
        out.print(row)
    for row in gave_up(result.gave_up, course.tails):
        console(stderr=True).print(row)
    return _finish(out, board, result, interrupted)


def _finish(out: Console, board: Board, result: AgentResult, interrupted: int | None) -> int:
    if interrupted is not None or result.gave_up:
        out.print(line())
        out.print(line(go_on(board)))
    sys.stdout.flush()
    if interrupted is not None:
        return interrupted
    return 0 if any(run.state is RunState.FINISHED for run in board.runs) else 1
