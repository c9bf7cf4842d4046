"""``varre export``."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import click

from varre.cli.opening import opened
from varre.cli.options import within
from varre.cli.records import as_json, of_row, of_run
from varre.runs import Run
from varre.scheduler import Scheduler
from varre.space import Value

__all__ = ["command"]

_NESTED = ("params", "summary", "best_row", "reason", "stop", "values")
_LEFT_OUT = ("config",)
_Records = Callable[[], Iterable[Mapping[str, Value]]]


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
        write = _write_csv if format_ == "csv" else _write_json_lines
        write(lambda: _rows(scheduler, runs) if histories else map(of_run, runs))


def _rows(scheduler: Scheduler, runs: Sequence[Run]) -> Iterator[dict[str, Value]]:
    for run in runs:
        for row in scheduler.rows(run.key):
            yield of_row(run, row)


def _write_json_lines(records: _Records) -> None:
    for record in records():
        sys.stdout.write(as_json(record, indent=None) + "\n")


def _write_csv(records: _Records) -> None:
    """Two passes: the columns are known only when every record has been seen, and all rows need not fit in memory."""
    names: dict[str, None] = {}
    for record in records():
        names.update(dict.fromkeys(_flat(record)))
    writer = csv.DictWriter(sys.stdout, list(names), lineterminator="\n")
    writer.writeheader()
    for record in records():
        writer.writerow(_flat(record))


def _flat(record: Mapping[str, Value]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in record.items():
        if name in _NESTED and isinstance(value, Mapping):
            flat.update((f"{name}.{inner}", _field(item)) for inner, item in value.items())
        elif name not in (*_LEFT_OUT, *_NESTED):
            flat[name] = _field(value)
    return flat


def _field(value: Value) -> object:
    """Text as it is, a number with all its digits, what is nested as JSON."""
    if value is None or isinstance(value, str):
        return value
    return repr(value) if isinstance(value, float) else as_json(value, indent=None)
