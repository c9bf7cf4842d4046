"""An application whose OpenAPI document says of each route who may come in; `varre.server.security` sees to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from varre.server.security import HEALTH

__all__ = ["SESSION", "TOKEN", "Described"]

TOKEN = "token"
SESSION = "session"
_TOKEN_IS = "The data directory's token, as programs show it: the file `token` in the data directory holds it."
_SESSION_IS = (
    "A session that a browser began by a one-time link. What changes something must also come from this server's own"
    " page, as its header Origin says."
)


class Described(FastAPI):
    """A FastAPI application with security schemes; set ``cookie`` to the name of the session's before it is asked."""

    cookie = "varre"

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if self.openapi_schema is None:
            document = super().openapi()
            document.setdefault("components", {})["securitySchemes"] = {
                TOKEN: {"type": "http", "scheme": "bearer", "description": _TOKEN_IS},
                SESSION: {"type": "apiKey", "in": "cookie", "name": self.cookie, "description": _SESSION_IS},
            }
            for path, operation in _operations(document):
                operation["security"] = [] if path == HEALTH else [{TOKEN: []}, {SESSION: []}]
            self.openapi_schema = document
        return self.openapi_schema


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation
