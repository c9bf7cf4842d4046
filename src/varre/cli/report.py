"""``varre report``."""

from __future__ import annotations

import time
from pathlib import Path

import click

from varre.cli.opening import opened, tell
from varre.cli.options import within
from varre.errors import NotFoundError
from varre.runs import Sweep
from varre.scheduler import Scheduler

__all__ = ["command"]


@click.command("report")
@click.argument("sweep_id", metavar="[ID]", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write; - prints it.")
@within
def command(sweep_id: str | None, output: Path | None, project: str | None) -> None:
    """Write a sweep's whole page as one HTML file that opens without a server; without ID the newest sweep's.

    All runs are in it, with curves, importance and what the search believes; the best 100 have a page of their own.
    """
    from varre.server.report import report

    with opened() as (scheduler, datadir):
        sweep = scheduler.find_sweep(sweep_id, project) if sweep_id else _newest(scheduler, project)
        text = report(scheduler, datadir, sweep, time.time())
    path = output or Path(f"{sweep.id}.html")
    if str(path) == "-":
        click.echo(text, nl=False)
        return
    path.write_text(text, encoding="utf-8")
    tell(f"{path}: {len(text.encode()) / 1e6:.1f} MB, opens in any browser")


def _newest(scheduler: Scheduler, project: str | None) -> Sweep:
    sweeps = scheduler.sweeps(project)
    if not sweeps:
        raise NotFoundError("no sweep yet: varre run sweep.yaml creates one")
    return sweeps[-1]
