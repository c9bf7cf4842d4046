"""Asking the server's own routes from inside its process: what a request would get, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Message, Scope

from varre.server.settings import Settings

__all__ = ["Answer", "ask", "getting"]


@dataclass(slots=True)
class Answer:
    """A status and a body. Bodies come as they are, not compressed."""

    status: int = 0
    body: bytearray = field(default_factory=bytearray)

    async def take(self, message: Message) -> None:
        """One part of the answer."""
        if message["type"] == "http.response.start":
            self.status = int(message["status"])
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


class _Asker:
    """A request without a body, whose sender stays until the answer has come."""

    def __init__(self) -> None:
        self._sent = False

    async def __call__(self) -> Message:
        if self._sent:
            await asyncio.Event().wait()
        self._sent = True
        return {"type": "http.request", "body": b"", "more_body": False}


async def ask(app: ASGIApp, address: str, token: str) -> Answer:
    """What a GET of ``address`` (``http://host:port/path?query``) with the token would be answered."""
    answer = Answer()
    await app(_scope(address, token), _Asker(), answer.take)
    return answer


def getting(app: ASGIApp, settings: Settings) -> Callable[[str], Awaitable[Answer]]:
    """What an application that was made with these settings answers to a GET of a path."""
    return lambda path: ask(app, settings.url + path, settings.token)


def _scope(address: str, token: str) -> Scope:
    parts = urlsplit(address)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": parts.scheme,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode("ascii"),
        "query_string": parts.query.encode("ascii"),
        "root_path": "",
        "headers": [(b"host", parts.netloc.encode()), (b"authorization", f"Bearer {token}".encode())],
        "client": ("127.0.0.1", 0),
        "server": (parts.hostname, parts.port),
    }
