"""Opening the store for a command: which data directory it is, and what dead agents left in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from varre.cli.text import clean, count
from varre.datadir import DataDir, find
from varre.errors import NotFoundError
from varre.runs import Run, RunState, Sweep
from varre.scheduler import Scheduler

__all__ = ["found_or_newest", "opened", "place", "tell"]


@contextmanager
def opened(*, create: bool = False) -> Iterator[tuple[Scheduler, DataDir]]:
    """The scheduler and its data directory; what was left behind has been taken in.

    Only a command that writes passes ``create``; for the others a missing directory is a `NotFoundError`.
    """
    datadir = find(create=create)
    if datadir.path != Path.cwd() / ".varre":
        tell(f"using {clean(str(datadir.path))}")
    with Scheduler.open(datadir) as scheduler:
        for text in left_behind(scheduler.recover()):
            tell(text)
        yield scheduler, datadir


def found_or_newest(scheduler: Scheduler, reference: str | None, project: str | None) -> Sweep:
    """The sweep that is named, or without a name the newest of the project or of all.

    Raises `NotFoundError` if there is none.
    """
    if reference is not None:
        return scheduler.find_sweep(reference, project)
    sweeps = scheduler.sweeps(project)
    if not sweeps:
        raise NotFoundError("no sweep yet: varre run sweep.yaml creates one")
    return sweeps[-1]


def place(datadir: DataDir) -> str:
    """The data directory as people are told it: relative to the working directory where it lies below."""
    path = datadir.path
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def left_behind(runs: list[Run]) -> Iterator[str]:
    """What has become of runs whose agent is gone."""
    queued = sum(1 for run in runs if run.state is RunState.PREEMPTED)
    others = len(runs) - queued
    if queued:
        yield f"{count(queued, 'run')} of a dead agent {'goes' if queued == 1 else 'go'} back to the queue"
    if others:
        yield f"{count(others, 'run')} of a dead agent taken in"


def tell(text: str) -> None:
    """A remark that is not part of a command's answer: on standard error."""
    print(text, file=sys.stderr)
