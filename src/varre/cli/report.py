"""``varre report``."""

from __future__ import annotations

import time
from pathlib import Path

import click

from varre.cli.opening import found_or_newest, opened, tell
from varre.cli.options import maybe_sweep, within

__all__ = ["command"]


@click.command("report")
@maybe_sweep
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write; - prints it.")
@within
def command(sweep_id: str | None, output: Path | None, project: str | None) -> None:
    """Write a sweep's whole page as one HTML file that opens without a server; without ID the newest sweep's.

    All runs are in it, with curves, importance and what the search believes; the best 100 have a page of their own.
    """
    from varre.server.report import report

    with opened() as (scheduler, datadir):
        sweep = found_or_newest(scheduler, sweep_id, project)
        text = report(scheduler, datadir, sweep, time.time())
    path = output or Path(f"{sweep.id}.html")
    if str(path) == "-":
        click.echo(text, nl=False)
        return
    path.write_text(text, encoding="utf-8")
    tell(f"{path}: {len(text.encode()) / 1e6:.1f} MB, opens in any browser")
