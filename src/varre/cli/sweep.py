"""``varre sweep``."""

from __future__ import annotations

import shlex
import warnings
from pathlib import Path
from typing import Literal

import click

from varre.cli import heading
from varre.cli.board import Board
from varre.cli.display import console
from varre.cli.opening import opened, tell
from varre.cli.options import entity, json_switch, project, project_of
from varre.cli.records import of_sweep
from varre.cli.styles import ACCENT, DIM, line
from varre.cli.sweepfiles import read, warn
from varre.cli.text import clean, count
from varre.errors import UsageError
from varre.records import as_json as written
from varre.runs import Sweep
from varre.sweepfile import SweepFile

__all__ = ["command"]

_Action = Literal["pause", "resume", "stop", "cancel"]
_ACTIONS: tuple[_Action, ...] = ("pause", "resume", "stop", "cancel")


@click.command("sweep")
@click.argument("file_or_id", metavar="FILE|ID")
@project
@entity
@click.option("--name", metavar="TEXT", help="The sweep's name, instead of the file's own.")
@click.option("-R", "--prior_run", "prior_runs", metavar="RUN", multiple=True, help="A run to learn from; repeatable.")
@click.option("--pause", is_flag=True, help="No new runs until resumed; running ones go on.")
@click.option("--resume", is_flag=True, help="Go on with the sweep, from any state.")
@click.option("--stop", is_flag=True, help="No new runs ever; running ones finish.")
@click.option("--cancel", is_flag=True, help="End the running runs too.")
@json_switch
def command(
    file_or_id: str,
    project: str | None,
    entity: str | None,
    name: str | None,
    prior_runs: tuple[str, ...],
    pause: bool,
    resume: bool,
    stop: bool,
    cancel: bool,
    as_json: bool,
) -> None:
    """Create a sweep for agents to work on, or pause, resume, stop, cancel one.

    With a sweep file, prints the id of the new sweep and the command that starts an agent.
    """
    given = zip(_ACTIONS, (pause, resume, stop, cancel), strict=True)
    chosen: list[_Action] = [action for action, wanted in given if wanted]
    if len(chosen) > 1:
        raise UsageError(f"--{chosen[0]} and --{chosen[1]}: one at a time")
    if chosen:
        sweep, file = _controlled(file_or_id, chosen[0], project)
    else:
        sweep, file = _created(Path(file_or_id), project, name, prior_runs)
    if as_json:
        click.echo(written(of_sweep(Board(sweep, file))))
    elif chosen:
        console().print(line(f"sweep {clean(sweep.id)} is {sweep.state.value}"))
    else:
        _tell(sweep, file)


def _controlled(reference: str, action: _Action, project: str | None) -> tuple[Sweep, SweepFile]:
    with opened() as (scheduler, _):
        sweep = scheduler.control(scheduler.find_sweep(reference, project).key, action)
        return sweep, scheduler.file(sweep.key)


def _created(path: Path, project: str | None, name: str | None, prior_runs: tuple[str, ...]) -> tuple[Sweep, SweepFile]:
    file = read(path, name=name)
    with opened(create=True) as (scheduler, _):
        directory = path.absolute().parent
        with warnings.catch_warnings(record=True, action="always") as left_out:
            sweep = scheduler.create_sweep(
                file, project=project_of(project), directory=directory, prior_runs=list(prior_runs)
            )
    warn(file)
    for warning in left_out:
        tell(f"warning: {clean(str(warning.message))}")
    return sweep, file


def _tell(sweep: Sweep, file: SweepFile) -> None:
    cap = "" if file.run_cap is None else f", {count(file.run_cap, 'run')}"
    out = console()
    what = f"{heading.method(file)}, {heading.aim(file.objective)}{cap}"
    out.print(line("sweep ", (clean(sweep.id), ACCENT), f" in project {clean(sweep.project)}: {what}"))
    out.print(line(("start agents, as many as you like, each in a terminal of its own:", DIM)))
    reference = shlex.quote(f"{clean(sweep.project)}/{clean(sweep.id)}")
    out.print(line(f"  varre agent {reference}"))
