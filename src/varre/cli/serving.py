"""What the commands that serve the dashboard share: their options, the token, and the link that is shown."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

import varre
from varre.datadir import DataDir, is_held
from varre.datadir.access import Address, announced, check_token, is_loopback, read_token
from varre.errors import UsageError

if TYPE_CHECKING:
    from varre.scheduler import Scheduler
    from varre.server.serving import Served

__all__ = [
    "Place",
    "address_options",
    "dashboard",
    "link_of_running",
    "open_browser",
    "place_options",
    "running",
    "serving",
    "token_of",
]

F = TypeVar("F", bound=Callable[..., object])

_LOCAL = "127.0.0.1"
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where to serve: as the command line says, else for this machine only, at the first free port from 7171 on.

    ``looked_at``: the page is what the command is for.
    """

    host: str | None = None
    port: int | None = None
    names: Sequence[str] = ()
    certificate: Path | None = None
    key: Path | None = None
    browser: bool = True
    looked_at: bool = False


def _port(text: str) -> int:
    """A port; 0 stands for any that is free."""
    if not (text.isascii() and text.isdigit() and int(text) < 2**16):
        raise click.BadParameter(f"{text} is not a port: a whole number up to 65535")
    return int(text)


def place_options(command: F) -> F:
    """``--port``, ``--host``, ``--allow-host``, ``--tls-cert`` and ``--tls-key``."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    for option in (
        click.option("--tls-key", "key", type=file, metavar="FILE", help="The key of that certificate."),
        click.option("--tls-cert", "certificate", type=file, metavar="FILE", help="A certificate: serve by TLS."),
        click.option("--allow-host", "names", metavar="NAME", multiple=True, help="A further name of it; repeatable."),
    ):
        command = option(command)
    return address_options(command)


def address_options(command: F) -> F:
    """``--port`` and ``--host``."""
    for option in (
        click.option("--host", metavar="ADDRESS", help="The address to listen at, instead of 127.0.0.1."),
        click.option("--port", type=_port, metavar="N", help="The port, instead of 7171 or the next."),
    ):
        command = option(command)
    return command


def token_of(datadir: DataDir) -> str:
    """What programs must show: the variable ``VARRE_TOKEN``, else the data directory's own token."""
    given = os.environ.get("VARRE_TOKEN")
    return check_token(given, "VARRE_TOKEN") if given else read_token(datadir)


def running(datadir: DataDir) -> Address | None:
    """Where the server of a data directory is, if one runs; one that is just starting is waited for."""
    patience = time.monotonic() + _PATIENCE_S
    while (found := announced(datadir)) is None and is_held(datadir.server_lock) and time.monotonic() < patience:
        time.sleep(0.02)
    return found


def link_of_running(datadir: DataDir, path: str = "/") -> str | None:
    """A fresh link of the server that runs for this data directory, if one does."""
    address = running(datadir)
    if address is None:
        return None
    from varre.server.finding import link_of

    return link_of(address, token_of(datadir), path)


@contextmanager
def serving(scheduler: Scheduler, datadir: DataDir, place: Place) -> Iterator[Served]:
    """Serve the dashboard while the block runs. Raises `UsageError` and `ConflictError` as `served` does."""
    from varre.cli.opening import tell
    from varre.server.serving import Tls, served
    from varre.server.settings import Settings
    from varre.server.sockets import listen

    if (place.certificate is None) != (place.key is None):
        raise UsageError("--tls-cert and --tls-key belong together")
    tls = None if place.certificate is None or place.key is None else Tls(place.certificate, place.key)
    host = place.host or _LOCAL
    if tls is None and not is_loopback(host):
        tell(f"warning: what goes to and from {host} can be read on the way: --tls-cert and --tls-key prevent it")
    settings = Settings(
        token_of(datadir),
        host,
        names=frozenset(place.names),
        looked_at=place.looked_at,
        version=varre.__version__,
    )
    with served(scheduler, datadir, settings, listen(host, place.port), tls) as server:
        yield server


@contextmanager
def dashboard(scheduler: Scheduler, datadir: DataDir, place: Place | None) -> Iterator[Callable[[str], str] | None]:
    """What gives a link to a place in the page that is good now, while the block runs; ``None`` without a place.

    A server of this data directory that runs already gives one link a place, which stays what it is.
    """
    if place is None:
        yield None
    elif link_of_running(datadir) is not None:
        yield cache(lambda path: link_of_running(datadir, path) or "")
    else:
        with serving(scheduler, datadir, place) as server:
            yield server.link


def open_browser(link: str) -> None:
    """Show the page, where someone sits at a screen of this machine."""
    if sys.stdout.isatty() and _has_screen() and not os.environ.get("SSH_CONNECTION"):
        import webbrowser

        webbrowser.open(link)


def _has_screen() -> bool:
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
