"""Who may come in: the one gate that every request passes, whatever its route.

Everything is refused that is not let in here: the Host must be this server's, and a token or a session must be shown
for every route but the page's own files, a one-time link, and the sign of life. A session comes from a cookie, which
browsers send along with whatever any page asks of them, so its unsafe requests must also come from this server's page.
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Match, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from varre.server.errors import refusal
from varre.server.hosts import Hosts, name_of, same_origin
from varre.server.sessions import Sessions
from varre.server.settings import Settings

__all__ = ["HEALTH", "Security"]

HEALTH = "/api/health"
_LINK = "/enter/"
_SAFE = ("GET", "HEAD", "OPTIONS")


class Security:
    """The gate in front of an application. ``cookie`` is the name of the session's cookie."""

    def __init__(self, app: ASGIApp, router: Router, settings: Settings, sessions: Sessions, cookie: str) -> None:
        self._app = app
        self._router = router
        self._token = settings.token.encode()
        self._hosts = Hosts(settings)
        self._sessions = sessions
        self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refused = self._refused(scope, Headers(scope=scope))
            await (refused or self._app)(scope, receive, send)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        return self._wrong_host(headers) or (None if self._is_open(scope) else self._unknown(scope, headers))

    def _wrong_host(self, headers: Headers) -> Response | None:
        given = headers.getlist("host")
        name = name_of(given[0]) if len(given) == 1 else None
        if name is None:
            return refusal(400, "a request must name one host")
        if not self._hosts.answers_to(name):
            return refusal(421, f"this server is not called {name}: start it with --allow-host {name} if it should be")
        return None

    def _is_open(self, scope: Scope) -> bool:
        """The page's own files are what no route answers to, outside the part that belongs to programs."""
        method, path = scope["method"], scope["path"]
        if path == HEALTH or path.startswith(_LINK):
            return bool(method == "GET")
        if method not in ("GET", "HEAD") or path == "/api" or path.startswith("/api/"):
            return False
        return all(route.matches(dict(scope))[0] is Match.NONE for route in self._router.routes)

    def _unknown(self, scope: Scope, headers: Headers) -> Response | None:
        """A refusal unless the request shows the token, or a session from this server's own page."""
        if "authorization" in headers:
            return None if self._is_token(headers["authorization"]) else _unauthorized("that is not the token")
        secret = _cookie(headers, self._cookie)
        if secret is None or not self._sessions.knows(secret):
            return _unauthorized("no token and no session: varre ui prints a link that lets a browser in")
        return _from_elsewhere(scope["method"], headers)

    def _is_token(self, authorization: str) -> bool:
        scheme, _, token = authorization.partition(" ")
        given = token.strip().encode("utf-8", "surrogatepass")
        return hmac.compare_digest(given, self._token) and scheme.lower() == "bearer"


def _from_elsewhere(method: str, headers: Headers) -> Response | None:
    """A refusal of what the page of another server asks for with this server's cookie."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return refusal(403, "asked for by the page of another server")
    if method in _SAFE:
        return None
    origin = headers.get("origin")
    if origin is None or not same_origin(origin, headers["host"]):
        return refusal(403, "a session may change something only from this server's own page")
    return None


def _unauthorized(message: str) -> Response:
    return refusal(401, message, headers={"WWW-Authenticate": 'Bearer realm="varre"'})


def _cookie(headers: Headers, name: str) -> str | None:
    try:
        found = SimpleCookie("; ".join(headers.getlist("cookie"))).get(name)
    except CookieError:
        return None
    return None if found is None else found.value
