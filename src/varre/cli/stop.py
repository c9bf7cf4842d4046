"""``varre stop``."""

from __future__ import annotations

import click

from varre.cli.opening import opened
from varre.cli.targets import called, run_of
from varre.cli.text import clean
from varre.runs import RunState, StopReason

__all__ = ["command"]


@click.command("stop")
@click.argument("reference", metavar="SWEEP/NUMBER")
@click.option("--why", metavar="TEXT", default="", help="A note that stays with the run.")
def command(reference: str, why: str) -> None:
    """Stop one run; its sweep goes on. (`varre sweep --stop ID` stops a sweep.)

    The program is asked to end and keeps what it has logged; a run that waits is taken out of the queue.
    """
    with opened() as (scheduler, _):
        run = run_of(scheduler, reference)
        scheduler.stop_run(run.key, StopReason("person", note=why))
        told = "is told to stop" if run.state is RunState.RUNNING else "is taken out of the queue"
        click.echo(f"{clean(called(scheduler, run))} {told}")
