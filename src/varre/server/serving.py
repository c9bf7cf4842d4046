"""A server as it runs: in a thread of its own, known by its lock, and gone at once when asked to end."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from varre.datadir import DataDir, hold
from varre.datadir.access import Address, announce
from varre.errors import ConflictError, UsageError
from varre.scheduler import Scheduler
from varre.server.app import create_app, release
from varre.server.logs import kept_in
from varre.server.protocol import BoundedProtocol
from varre.server.settings import Settings

__all__ = ["Served", "Tls", "served"]

_GRACE_S = 1
_KEEP_ALIVE_S = 30


@dataclass(frozen=True, slots=True)
class Tls:
    """The files of a certificate and of its key."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its settings, and fresh links into it."""

    settings: Settings
    link: Callable[[str], str]
    """The address of a link that has not been used and leads to that place in the page."""


@contextmanager
def served(
    scheduler: Scheduler, datadir: DataDir, settings: Settings, listener: socket.socket, tls: Tls | None = None
) -> Iterator[Served]:
    """Serve while the block runs. Raises `ConflictError` if a server of this data directory runs already.

    ``listener`` is closed at the end; its port takes the place of the one in ``settings``.
    """
    settings = replace(settings, port=listener.getsockname()[1], secure=tls is not None)
    with listener, _alone(datadir), kept_in(datadir.server_log):
        app = create_app(scheduler, datadir, settings)
        with _running(app, listener, tls):
            announce(datadir, Address(settings.url, settings.nonce, settings.version))
            yield Served(settings, lambda path: f"{settings.url}/enter/{app.state.links.fresh(path)}")


@contextmanager
def _alone(datadir: DataDir) -> Iterator[None]:
    """Hold the lock of the one server that a data directory has; what says where it is goes away with it."""
    try:
        lock = hold(datadir.server_lock)
    except ConflictError:
        raise ConflictError("a server of this data directory runs already: varre ui prints a link of it") from None
    try:
        yield
    finally:
        datadir.server_file.unlink(missing_ok=True)
        lock.release()


@contextmanager
def _running(app: FastAPI, listener: socket.socket, tls: Tls | None) -> Iterator[None]:
    """The event loop in a thread, from when it answers until it has ended."""
    server = _Server(_config(app, tls), lambda: release(app))
    thread = threading.Thread(target=server.run, args=([listener],), name="server", daemon=True)
    thread.start()
    while thread.is_alive() and not server.started:
        thread.join(0.005)
    try:
        if not server.started:
            raise UsageError("the server could not start: server.log in the data directory says why")
        yield
    finally:
        server.should_exit = True
        thread.join()


class _Server(uvicorn.Server):
    """Lets go of who listens before it waits for what is under way."""

    def __init__(self, config: uvicorn.Config, at_end: Callable[[], None]) -> None:
        super().__init__(config)
        self._at_end = at_end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._at_end()
        await super().shutdown(sockets)


def _config(app: FastAPI, tls: Tls | None) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
        ssl_certfile=None if tls is None else tls.certificate,
        ssl_keyfile=None if tls is None else tls.key,
    )
    try:
        config.load()
    except OSError as error:  # of the files of the certificate: nothing else is read
        raise UsageError(f"--tls-cert and --tls-key: {error.strerror or error}") from None
    return config
