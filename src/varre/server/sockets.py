"""The socket that a server listens on."""

from __future__ import annotations

import errno
import os
import socket

from varre.errors import UsageError
from varre.server.settings import DEFAULT_PORT

__all__ = ["listen"]

_TRIED = 100


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on a port, or where none is asked for on the first free one from the usual one on.

    Raises `UsageError` if that cannot be had.
    """
    ports = range(DEFAULT_PORT, DEFAULT_PORT + _TRIED) if port is None else [port]
    for candidate in ports:
        try:
            return _bound(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise UsageError(f"{host} port {candidate}: {os.strerror(error.errno or 0)}") from None
    if port is not None:
        raise UsageError(f"port {port} of {host} is taken: without --port the next free one is used")
    raise UsageError(f"the ports {ports[0]} to {ports[-1]} of {host} are all taken: --port names another")


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (socket.gaierror, UnicodeError):
        raise UsageError(f"{host} is no address of this machine") from None
    return socket.create_server(address[:2], family=family, backlog=256)
