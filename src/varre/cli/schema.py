"""``varre schema``."""

from __future__ import annotations

import json

import click

from varre.sweepfile.schema import json_schema

__all__ = ["command"]


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of a sweep file, for editors.

    `varre schema > sweep.schema.json`, then let the editor know: most read the first line
    `# yaml-language-server: $schema=sweep.schema.json` of a sweep file.
    """
    click.echo(json.dumps(json_schema(), indent=2))
