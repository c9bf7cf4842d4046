"""Every error as the one shape that programs and people read, and the one place where errors become statuses."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from varre.errors import (
    ConfigError,
    ConflictError,
    DataDirError,
    NotFoundError,
    Problem,
    StoreError,
    UsageError,
    VarreError,
)
from varre.server.schema import ErrorBody, ErrorCode, ErrorView, ProblemView

__all__ = ["RESPONSES", "Unexpected", "as_problem", "handle_errors", "refusal"]

_log = logging.getLogger("varre.server")

_STATUS: Mapping[type[VarreError], tuple[int, ErrorCode]] = {
    ConfigError: (422, "bad_input"),
    UsageError: (400, "bad_input"),
    NotFoundError: (404, "not_found"),
    ConflictError: (409, "conflict"),
    DataDirError: (503, "unavailable"),
    StoreError: (503, "unavailable"),
}
_CODES: Mapping[int, ErrorCode] = {
    400: "bad_input",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    413: "too_large",
    421: "forbidden",
    503: "unavailable",
}
_MEANINGS = {
    400: "The input cannot be used.",
    401: "No token and no session.",
    403: "Not from here.",
    404: "There is nothing of that name.",
    405: "That cannot be done here.",
    409: "It is in no state for it.",
    413: "Too much at once.",
    421: "This server does not bear that name.",
    422: "The input cannot be used; the problems say where.",
    500: "A defect of the server.",
    503: "The store does not answer.",
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody, "description": meaning} for status, meaning in _MEANINGS.items()
}
"""What each route may answer besides its own, for the OpenAPI document."""


def refusal(
    status: int,
    message: str,
    *,
    code: ErrorCode | None = None,
    problems: Sequence[ProblemView] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An error as a response; without a ``code`` that of the status."""
    view = ErrorView(code=code or _CODES.get(status, "bad_input"), message=message, problems=list(problems))
    content = ErrorBody(error=view).model_dump_json()
    kept = {name: value for name, value in (headers or {}).items() if name.lower() in ("allow", "www-authenticate")}
    return Response(content, status, kept, "application/json")


def as_problem(problem: Problem) -> ProblemView:
    """A problem of a sweep file as it goes over the wire."""
    return ProblemView(path=problem.path, message=problem.message, line=problem.line)


def handle_errors(app: FastAPI) -> None:
    """Make an application answer errors in the one shape."""
    app.add_exception_handler(VarreError, _varre_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)


def _varre_error(_request: Request, error: Exception) -> Response:
    status, code = next((found for kind, found in _STATUS.items() if isinstance(error, kind)), (500, None))
    if isinstance(error, ConfigError):
        head = str(error).splitlines()[0]
        return refusal(status, head, code=code, problems=[as_problem(problem) for problem in error.problems])
    return refusal(status, str(error), code=code or "unexpected")


def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refusal(error.status_code, error.detail, headers=error.headers)


def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = [
        ProblemView(path=".".join(map(str, found["loc"])), message=found["msg"], line=None) for found in error.errors()
    ]
    return refusal(422, "; ".join(f"{problem.path}: {problem.message}" for problem in problems[:5]), problems=problems)


class Unexpected:
    """The outermost loop of the server: whatever nobody caught is kept in the log, and nobody is shown a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            if scope["type"] != "http":
                raise
            _log.exception("%s %s", scope["method"], scope["path"])
            if begun:
                raise  # the connection ends in the middle, so that nobody takes half an answer for a whole one
            message = "unexpected error, not your fault: server.log in the data directory has its traceback"
            await refusal(500, message, code="unexpected")(scope, receive, send)
