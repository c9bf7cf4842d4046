"""``varre version``."""

from __future__ import annotations

import click

import varre

__all__ = ["command", "text"]


def text() -> str:
    """``varre 0.1.0``."""
    return f"varre {varre.__version__}"


@click.command("version", help="Print the version.")
def command() -> None:
    """Print the version."""
    click.echo(text())
