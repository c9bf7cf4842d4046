"""One connection to a server: requests, one after the other, and what goes wrong as Varre's own errors."""

from __future__ import annotations

import json
import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode

from varre.client.address import Address
from varre.errors import ConflictError, NotFoundError, UsageError, VarreError

__all__ = ["CALL_S", "Connection"]

CALL_S = 15.0
"""How long an answer may take where nothing has to be worked out."""
_MOST_BYTES = 64 << 20
_ERRORS: dict[int, type[VarreError]] = {400: UsageError, 404: NotFoundError, 409: ConflictError, 422: UsageError}
_REFUSED = (401, 403)


class Connection:
    """Serves one thread at a time. Requests may arrive twice: one that met a connection closed meanwhile is repeated.

    Network trouble, and whatever is the server's own fault, is an `OSError`: the call may be made again later. A token
    that is refused is a `UsageError`, but once it has been accepted an `OSError`: training outlives a new token.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._http: HTTPConnection | None = None
        self._accepted = False

    def close(self) -> None:
        """Close it; the next request opens it again."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, *path: str, **query: object) -> Any:
        """The JSON at ``/api/`` and the parts of ``path``."""
        return self._call("GET", path, query, b"", "", CALL_S)

    def post(self, *path: str, body: bytes, timeout_s: float = CALL_S, raw: bool = False, **query: object) -> Any:
        """What a POST of JSON, or with ``raw`` of bytes, answers."""
        kind = "application/octet-stream" if raw else "application/json"
        return self._call("POST", path, query, body, kind, timeout_s)

    def _call(
        self, method: str, path: tuple[str, ...], query: dict[str, object], body: bytes, kind: str, timeout_s: float
    ) -> Any:
        given = urlencode({name: value for name, value in query.items() if value is not None})
        target = "/".join([f"{self._address.path}/api", *(quote(part, safe="") for part in path)])
        headers = {"Authorization": f"Bearer {self._address.token}", "Accept": "application/json"}
        if kind:
            headers["Content-Type"] = kind
        return self._read(*self._exchange(method, f"{target}?{given}" if given else target, body, headers, timeout_s))

    def _exchange(
        self, method: str, target: str, body: bytes, headers: dict[str, str], timeout_s: float
    ) -> tuple[int, bytes]:
        """One request and its answer; once more where a kept connection turned out to be closed."""
        kept = self._http is not None
        try:
            return self._once(method, target, body, headers, timeout_s)
        except ConnectionError:
            if not kept:
                raise
            return self._once(method, target, body, headers, timeout_s)

    def _once(
        self, method: str, target: str, body: bytes, headers: dict[str, str], timeout_s: float
    ) -> tuple[int, bytes]:
        try:
            http = self._open(timeout_s)
            http.request(method, target, body or None, headers)
            response = http.getresponse()
            return response.status, _all(response)
        except OSError:
            self.close()
            raise
        except HTTPException as error:
            self.close()
            raise OSError(f"{self._address} does not speak HTTP as expected: {error!r}") from error

    def _open(self, timeout_s: float) -> HTTPConnection:
        if self._http is None:
            place = self._address.host, self._address.port
            if self._address.secure:
                self._http = HTTPSConnection(*place, timeout=timeout_s, context=ssl.create_default_context())
            else:
                self._http = HTTPConnection(*place, timeout=timeout_s)
            self._http.connect()
        self._http.sock.settimeout(timeout_s)
        return self._http

    def _read(self, status: int, answer: bytes) -> Any:
        try:
            content = json.loads(answer)
        except ValueError:
            content = None
        if status == 200 or status == 201:
            if content is None:
                raise OSError(f"{self._address} answers, but not as a Varre server")
            self._accepted = True
            return content
        raise self._error(status, content)

    def _error(self, status: int, content: Any) -> Exception:
        """Only an error that Varre itself tells means what it says: a proxy's own 404 does not end a sweep."""
        try:
            message = str(content["error"]["message"])
        except (TypeError, KeyError):
            return OSError(f"{self._address} answers with status {status}")
        if status in _REFUSED and not self._accepted:
            return UsageError(f"{self._address} refuses the token (VARRE_TOKEN or --token-file): {message}")
        if status in _ERRORS:
            return _ERRORS[status](message)
        return OSError(f"{self._address} answers with status {status}: {message}")


def _all(response: HTTPResponse) -> bytes:
    answer = response.read(_MOST_BYTES + 1)
    if len(answer) > _MOST_BYTES:
        raise OSError(f"an answer of more than {_MOST_BYTES:,} bytes")
    return answer
