"""HTTP as it comes over a socket, with a limit on what stands before the body: the parser itself has none."""

from __future__ import annotations

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["MAX_HEAD_BYTES", "BoundedProtocol"]

MAX_HEAD_BYTES = 64 * 1024
"""How many bytes the request line and the headers may have; what arrives with their end is not counted."""


class BoundedProtocol(HttpToolsProtocol):
    """Ends a connection whose request goes on and on without ever coming to its body."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._waiting = 0
        super().connection_made(cast(asyncio.Transport, transport))

    def data_received(self, data: bytes) -> None:
        self._waiting += len(data)
        super().data_received(data)
        if self._waiting > MAX_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The request line and the headers are too long.")

    def on_headers_complete(self) -> None:
        self._waiting = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._waiting = 0
        super().on_body(body)
