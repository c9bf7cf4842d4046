"""``varre rm``."""

from __future__ import annotations

import click

from varre.cli.opening import opened
from varre.cli.options import within
from varre.cli.targets import called, target
from varre.cli.text import clean
from varre.runs import Run, Sweep
from varre.scheduler import Scheduler

__all__ = ["command"]


@click.command("rm")
@click.argument("references", metavar="ID|SWEEP/NUMBER", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help="Bring back what was removed in the last seven days.")
@within
def command(references: tuple[str, ...], undo: bool, project: str | None) -> None:
    """Remove sweeps with all their runs, or single runs as SWEEP/NUMBER.

    For seven days `varre rm --undo` brings them back, as they were. A removed run keeps its number, and its
    configuration is not tried again; what it has shown no longer counts. What is running cannot be removed.
    """
    with opened() as (scheduler, _):
        for reference, each in [(reference, target(scheduler, reference, project)) for reference in references]:
            name = clean(called(scheduler, each))
            if undo:
                _restore(scheduler, each)
                click.echo(f"{name} is back")
            else:
                _remove(scheduler, each)
                click.echo(f"{name} is removed; within seven days varre rm --undo {reference} brings it back")


def _remove(scheduler: Scheduler, found: Sweep | Run) -> None:
    if isinstance(found, Sweep):
        scheduler.delete_sweep(found.key)
    else:
        scheduler.delete_run(found.key)


def _restore(scheduler: Scheduler, found: Sweep | Run) -> None:
    if isinstance(found, Sweep):
        scheduler.restore_sweep(found.key)
    else:
        scheduler.restore_run(found.key)
