"""``varre server``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from varre.cli.opening import opened, tell
from varre.cli.serving import Place, place_options, running, serving
from varre.cli.waiting import wait_for_the_end
from varre.datadir import DataDir
from varre.errors import UsageError

__all__ = ["command"]


@click.command("server")
@place_options
def command(
    port: int | None, host: str | None, names: tuple[str, ...], certificate: Path | None, key: Path | None
) -> None:
    """Serve the dashboard, and agents of other hosts, until Ctrl-C.

    Whoever may talk to it can start programs wherever its agents run, so it listens at this machine's own address
    unless --host says otherwise, and everyone must show its token: the variable VARRE_TOKEN if it is set here, else
    what the file `token` of the data directory holds.
    """
    with opened(create=True) as (scheduler, datadir):
        other = running(datadir)
        if other is not None:
            raise UsageError(f"a server of this data directory runs already: {other.url}")
        with serving(scheduler, datadir, Place(host, port, names, certificate, key)) as server:
            tell(f"serving at {server.settings.url}, until Ctrl-C")
            tell(f"agents of other hosts: {_token(datadir)} varre agent --server URL ID")
            tell("this link lets one browser in, once, within ten minutes; varre ui prints another:")
            click.echo(server.link("/"))
            wait_for_the_end()


def _token(datadir: DataDir) -> str:
    """How to give an agent the token, without showing it."""
    return "VARRE_TOKEN=(as here)" if os.environ.get("VARRE_TOKEN") else f"VARRE_TOKEN=(what {datadir.token} holds)"
