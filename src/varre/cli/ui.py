"""``varre ui``."""

from __future__ import annotations

from pathlib import Path

import click

from varre.cli.opening import opened, tell
from varre.cli.serving import Place, link_of_running, open_browser, place_options, serving
from varre.cli.waiting import wait_for_the_end
from varre.datadir import find
from varre.errors import ConflictError

__all__ = ["command"]


@click.command("ui")
@place_options
@click.option("--no-browser", is_flag=True, help="Only print the link.")
def command(
    port: int | None,
    host: str | None,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    no_browser: bool,
) -> None:
    """Show the dashboard in the browser until Ctrl-C.

    Prints a link that lets one browser in, once, within ten minutes. Where a server of this data directory runs
    already, prints a fresh link of that one and ends.
    """
    datadir = find(create=True)
    link = link_of_running(datadir)
    if link is None:
        try:
            _serve(Place(host, port, names, certificate, key, not no_browser, looked_at=True))
            return
        except ConflictError:  # another one was faster
            link = link_of_running(datadir)
            if link is None:
                raise
    tell("the dashboard runs already; this link lets one browser in, once, within ten minutes:")
    _show(link, browser=not no_browser)


def _serve(place: Place) -> None:
    with opened(create=True) as (scheduler, datadir), serving(scheduler, datadir, place) as server:
        tell("the dashboard, until Ctrl-C; this link lets one browser in, once, within ten minutes:")
        _show(server.link("/"), browser=place.browser)
        wait_for_the_end()


def _show(link: str, *, browser: bool) -> None:
    click.echo(link)
    if browser:
        open_browser(link)
