"""`varre.sweep` and `varre.agent`: a sweep from Python."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from varre.datadir import find
from varre.errors import UsageError
from varre.sdk import current
from varre.sdk.notices import say
from varre.sdk.options import UNCATEGORIZED, project_of, warn_of_no_effect

__all__ = ["agent", "sweep"]


def sweep(
    sweep: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | str | os.PathLike[str],
    entity: str | None = None,
    project: str | None = None,
    prior_runs: Sequence[str] | None = None,
) -> str:
    """Make a sweep from a dict, a function that returns one, or a sweep file; returns its id.

    The project is the argument, else what the environment names (``VARRE_PROJECT``, ``WANDB_PROJECT``), else the
    file's. ``prior_runs`` are ids of runs that the search learns from. Raises `ConfigError` with every problem of the
    sweep file at once.
    """
    from varre.scheduler import Scheduler

    warn_of_no_effect("sweep", {"entity": entity})
    file, directory = _read(sweep)
    for warning in file.warnings:
        say(str(warning))
    with Scheduler.open(find(create=True)) as scheduler:
        made = scheduler.create_sweep(
            file,
            project=project or project_of() or file.project or UNCATEGORIZED,
            directory=directory,
            prior_runs=tuple(prior_runs or ()),
        )
    say(f"made sweep {made.project}/{made.id}")
    return made.id


def agent(
    sweep_id: str,
    function: Callable[[], object] | None = None,
    entity: str | None = None,
    project: str | None = None,
    count: int | None = None,
    forward_signals: bool = False,
    term_timeout: float | None = None,
    max_consecutive_failed_runs: int | None = None,
) -> None:
    """Work through a sweep until it is over, or until ``count`` runs were started.

    With ``function`` each run is a call of it, in this thread and process; an exception fails its run and the next one
    follows. A run that is told to stop is ended by `SystemExit` from its next `log`. Without ``function`` the sweep
    file's program is started for each run. Ctrl-C ends the loop, and the run it meets goes back to the queue.
    ``sweep_id`` may be ``id``, ``project/id`` or ``entity/project/id``; raises `NotFoundError` for an unknown one.
    """
    from varre.scheduler import Scheduler
    from varre.sdk.functions import Limits, work
    from varre.sdk.progress import report, say_why_ended
    from varre.worker import Agent, check_command

    warn_of_no_effect("agent", {"entity": entity, "forward_signals": forward_signals, "term_timeout": term_timeout})
    _check_counts(count=count, max_consecutive_failed_runs=max_consecutive_failed_runs)
    _finish_open_run()
    datadir = find(create=False)
    with Scheduler.open(datadir) as scheduler:
        scheduler.recover()
        found = scheduler.find_sweep(sweep_id, project)
        if function is not None:
            work(function, scheduler, datadir, found, Limits(count, max_consecutive_failed_runs))
            return
        file = scheduler.file(found.key)
        check_command(file.command, file.program, found.directory)
        warn_of_no_effect("agent", {"max_consecutive_failed_runs": max_consecutive_failed_runs})
        say_why_ended(found.id, Agent(scheduler, datadir, found.key, count=count, listener=report).run())


def _read(sweep: object) -> tuple[Any, Path | None]:
    """The sweep file and the directory that it lies in, if it lies in one."""
    from varre.sweepfile import SweepFile

    if callable(sweep):
        sweep = sweep()
    if not isinstance(sweep, str | os.PathLike):
        return SweepFile.parse(sweep), None
    path = Path(sweep)
    try:
        text = path.read_text()
    except (OSError, ValueError) as problem:
        raise UsageError(f"sweep: cannot read {path}: {problem}") from None
    return SweepFile.parse_text(text, source=str(path)), path.absolute().parent


def _check_counts(**counts: int | None) -> None:
    for name, count in counts.items():
        if count is not None and (type(count) is not int or count < 1):
            raise UsageError(f"agent: {name} must be a whole number from 1 on, got {count!r}")


def _finish_open_run() -> None:
    """An ordinary run that the script left open ends where the sweep begins; it must not swallow the sweep's runs."""
    run = current.run()
    if run is not None:
        say(f"run {run.id} was still open: it is finished before the sweep")
        run.finish()
