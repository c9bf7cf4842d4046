"""By which names a server may be called.

A page of somebody else may point its own name at this address and have a browser talk to it (DNS rebinding). The Host
header then bears that name, so only names known here are answered. An address is no name: it cannot be pointed
elsewhere. Ports are not looked at, because tunnels (``ssh -L``) change them.
"""

from __future__ import annotations

import ipaddress
import re
import socket

from varre.datadir.access import is_loopback
from varre.server.settings import Settings

__all__ = ["Hosts", "name_of", "same_origin"]

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")


class Hosts:
    """The names of one server."""

    def __init__(self, settings: Settings) -> None:
        own = {"localhost"} if settings.local else {"localhost", settings.host.lower(), *_names_of_this_machine()}
        self._names = {*own, *(name.lower() for name in settings.names)}
        self._local = settings.local

    def answers_to(self, name: str) -> bool:
        """Whether a name, as `name_of` gives it, is one of this server's."""
        return name in self._names or (is_loopback(name) if self._local else _is_address(name))


def name_of(header: str) -> str | None:
    """The name in a Host header, in lower case and without port; ``None`` if it is none."""
    found = _HOST.fullmatch(header)
    return found["name"].strip("[]").lower() if found else None


def same_origin(origin: str, host: str) -> bool:
    """Whether a page of ``origin`` came from the server that is called ``host``, name and port.

    The scheme is not compared: behind a proxy that speaks TLS this server sees plain HTTP.
    """
    return origin.lower() in (f"http://{host.lower()}", f"https://{host.lower()}")


def _names_of_this_machine() -> set[str]:
    name = socket.gethostname().lower()
    return {name, name.partition(".")[0], socket.getfqdn().lower()}


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
