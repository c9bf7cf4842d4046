"""How much may be sent at once: bytes, depth and values of JSON, looked at before anything is parsed."""

from __future__ import annotations

import re

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from varre.server.errors import refusal

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_LINES_BYTES", "MAX_VALUES", "Limits", "excess"]

MAX_BYTES = 4 * 2**20
"""How many bytes a body may have."""
MAX_LINES_BYTES = 16 * 2**20
"""How many bytes of logged lines may be appended at once; one line may have 10 MiB."""
MAX_DEPTH = 64
"""How deep lists and mappings may nest."""
MAX_VALUES = 200_000
"""How many values a body may have, keys not counted."""

_APPEND = re.compile(r"/api/agents/[^/]+/append")
_AT_ONCE = 64 * 1024
# A text that is not closed runs to the end, so that no byte is ever looked at twice.
_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.?)*+(?:"|\Z)|[\[{\]},]', re.DOTALL)


class _TooLargeError(Exception):
    pass


class Limits:
    """Refuses a body that is too large while it arrives, and JSON that is too deep or too full before it is parsed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        limit = MAX_LINES_BYTES if _APPEND.fullmatch(scope["path"]) else MAX_BYTES
        try:
            body = await _body(Headers(scope=scope), receive, limit)
        except _TooLargeError:
            await refusal(413, f"the body is too large: {limit:,} bytes are allowed")(scope, receive, send)
            return
        if body is None:
            return
        wrong = await _wrong(scope, body)
        if wrong:
            await refusal(413, wrong)(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)


async def _body(headers: Headers, receive: Receive, limit: int) -> bytes | None:
    """The whole body, ``None`` if the other side went away before its end."""
    announced = headers.get("content-length", "")
    if announced.isdigit() and (len(announced) > 18 or int(announced) > limit):
        raise _TooLargeError
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise _TooLargeError
        if not message.get("more_body", False):
            return b"".join(parts)


async def _wrong(scope: Scope, body: bytes) -> str | None:
    if _APPEND.fullmatch(scope["path"]):
        return None  # logged lines are judged one by one, where they are taken in
    return excess(body) if len(body) <= _AT_ONCE else await to_thread.run_sync(excess, body)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body as if it arrived now, then whatever comes after it."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def excess(body: bytes) -> str | None:
    """What is too much in a JSON text, if anything: a sentence. It need not be valid JSON."""
    depth = values = 0
    for found in _TOKENS.finditer(body):
        match body[found.start()]:
            case 0x5B | 0x7B:  # [ {
                depth, values = depth + 1, values + 1
            case 0x5D | 0x7D:  # ] }
                depth -= 1
            case 0x2C:  # ,
                values += 1
        if depth > MAX_DEPTH:
            return f"the body is nested more than {MAX_DEPTH} levels deep"
        if values > MAX_VALUES:
            return f"the body has more than {MAX_VALUES:,} values"
    return None
