"""``varre version``."""

from __future__ import annotations

from importlib.metadata import version

import click

__all__ = ["command", "text"]


def text() -> str:
    """``varre 0.1.0``."""
    return f"varre {version('varre')}"


@click.command("version", help="Print the version.")
def command() -> None:
    """Print the version."""
    click.echo(text())
