"""``varre queue``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from varre.cli.opening import opened
from varre.cli.options import within
from varre.cli.targets import called, run_of
from varre.cli.text import clean
from varre.errors import UsageError
from varre.runs import Run
from varre.scheduler import Scheduler
from varre.space import Params, Value
from varre.sweepfile import load_text

__all__ = ["command"]


@click.command("queue")
@click.argument("reference", metavar="ID|SWEEP/NUMBER")
@click.argument("assignments", metavar="[NAME=VALUE]...", nargs=-1)
@within
def command(reference: str, assignments: tuple[str, ...], project: str | None) -> None:
    """Queue a configuration for the next free agent of a sweep.

    With NAME=VALUE those values are tried, what is left open is drawn at random. With SWEEP/NUMBER alone that run's
    configuration is tried once more.
    """
    with opened() as (scheduler, _):
        run = _queued(scheduler, reference, assignments, project)
        click.echo(f"{clean(called(scheduler, run))} waits for an agent")


def _queued(scheduler: Scheduler, reference: str, assignments: Sequence[str], project: str | None) -> Run:
    if not assignments:
        return scheduler.retry(run_of(scheduler, reference).key)
    return scheduler.enqueue(scheduler.find_sweep(reference, project).key, _params(assignments))


def _params(assignments: Sequence[str]) -> Params:
    """Values are read as in a sweep file: ``1e-3`` is a number, ``true`` a boolean."""
    params: dict[str, Value] = {}
    for assignment in assignments:
        name, sign, text = assignment.partition("=")
        if not sign or not name:
            raise UsageError(f"{assignment}: not an assignment, write NAME=VALUE")
        params[name] = load_text(text)
    return params
