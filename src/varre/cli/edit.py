"""``varre edit``."""

from __future__ import annotations

import click

from varre.cli.opening import opened
from varre.cli.options import within
from varre.cli.targets import called, target
from varre.cli.text import clean
from varre.errors import UsageError
from varre.runs import Sweep

__all__ = ["command"]


@click.command("edit")
@click.argument("reference", metavar="ID|SWEEP/NUMBER")
@click.option("--name", metavar="TEXT", help="The name that people see.")
@click.option("--notes", metavar="TEXT", help="Notes, instead of those that are there.")
@click.option("--tag", "tags", metavar="WORD", multiple=True, help="Tags, instead of those there are; repeatable.")
@click.option("--no-tags", is_flag=True, help="Take all tags away.")
@within
def command(
    reference: str, name: str | None, notes: str | None, tags: tuple[str, ...], no_tags: bool, project: str | None
) -> None:
    """Change the name, the notes or the tags of a sweep or a run."""
    if tags and no_tags:
        raise UsageError("--tag and --no-tags: one of the two")
    if name is None and notes is None and not tags and not no_tags:
        raise UsageError("nothing to change: give --name, --notes, --tag or --no-tags")
    given = tags if tags or no_tags else None
    with opened() as (scheduler, _):
        found = target(scheduler, reference, project)
        if isinstance(found, Sweep):
            scheduler.edit_sweep(found.key, name=name, notes=notes, tags=given)
        else:
            scheduler.edit_run(found.key, name=name, notes=notes, tags=given)
        click.echo(f"{clean(called(scheduler, found))} is changed")
