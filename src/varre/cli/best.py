"""``varre best``."""

from __future__ import annotations

import shlex

import click

from varre.cli.heading import aim
from varre.cli.opening import opened
from varre.cli.options import within
from varre.cli.text import clean
from varre.errors import NotFoundError
from varre.records import as_json
from varre.runs import Run, Sweep
from varre.sweepfile import SweepFile

__all__ = ["command"]


@click.command("best")
@click.argument("sweep_id", metavar="ID")
@click.option(
    "--format", "format_", type=click.Choice(["yaml", "json", "args"]), default="yaml", help="How to print it (yaml)."
)
@click.option("--last", is_flag=True, help="Judge a run by its last value, not by its best.")
@within
def command(sweep_id: str, format_: str, last: bool, project: str | None) -> None:
    """Print the best configuration: as YAML, as JSON, or as arguments of a command line.

    `python train.py $(varre best ID --format args)` trains it once more where no value has blanks in it.
    """
    with opened() as (scheduler, _):
        sweep = scheduler.find_sweep(sweep_id, project)
        file, run = scheduler.file(sweep.key), scheduler.best(sweep.key, last=last)
    if run is None:
        raise NotFoundError(f"sweep {sweep.id} has no run with a value yet: varre show {sweep.id}")
    click.echo(_FORMATS[format_](sweep, file, run, last))


def _yaml(sweep: Sweep, file: SweepFile, run: Run, last: bool) -> str:
    import yaml

    value = run.last_value if last else run.value
    where = f"{sweep.project}/{sweep.id} #{run.number}"
    head = f"# {clean(where)}: {aim(file.objective)}, {'last' if last else 'best'} value {value!r}\n"
    body: str = yaml.safe_dump(dict(file.space.nest(run.params)), sort_keys=True, allow_unicode=True)
    return (head + body).rstrip("\n")


def _json(sweep: Sweep, file: SweepFile, run: Run, last: bool) -> str:
    return as_json(file.space.nest(run.params))


def _arguments(sweep: Sweep, file: SweepFile, run: Run, last: bool) -> str:
    config = file.space.nest(run.params)
    words = [
        f"--{name}={as_json(value, indent=None) if isinstance(value, list | tuple | dict) else value}"
        for name, value in config.items()
    ]
    return shlex.join(words)


_FORMATS = {"yaml": _yaml, "json": _json, "args": _arguments}
