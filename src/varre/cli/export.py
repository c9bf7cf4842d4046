"""``varre export``."""

from __future__ import annotations

import sys

import click

from varre.cli.opening import opened
from varre.cli.options import within
from varre.records import csv_lines, json_lines, of_run, rows_of

__all__ = ["command"]


@click.command("export")
@click.argument("sweep_id", metavar="ID")
@click.option("--format", "format_", type=click.Choice(["csv", "jsonl"]), default="csv", help="What to write (csv).")
@click.option("--histories", is_flag=True, help="Every logged row of every run, instead of a line a run.")
@within
def command(sweep_id: str, format_: str, histories: bool, project: str | None) -> None:
    """Write all runs of a sweep to standard output, with full precision: a line a run, or a line a logged row.

    As CSV what is nested gets columns of its own: params.learning_rate, summary.val_loss, reason.predicted_mean.
    """
    with opened() as (scheduler, _):
        runs = scheduler.runs(scheduler.find_sweep(sweep_id, project).key)
        lines = csv_lines if format_ == "csv" else json_lines
        sys.stdout.writelines(lines(lambda: rows_of(runs, scheduler.rows) if histories else map(of_run, runs)))
