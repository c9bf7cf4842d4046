"""Where a server is and by what token it lets us in."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from varre.errors import UsageError

__all__ = ["Address"]


@dataclass(frozen=True, slots=True)
class Address:
    """A server: its host, port, whether it speaks TLS, the path below which it stands, and the token to show it."""

    host: str
    port: int
    secure: bool
    path: str
    token: str = field(repr=False)

    @classmethod
    def parse(cls, url: str, token: str) -> Address:
        """Read ``http://host:port`` or ``https://host/path``. Raises `UsageError` for anything else.

        A URL must hold no secret: command lines are seen by every user of a machine.
        """
        parts = _split(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"server {parts.geturl()!r}: http://HOST:PORT or https://HOST is expected")
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        return cls(parts.hostname, port, secure, parts.path.rstrip("/"), token)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.secure else ''}://{host}:{self.port}{self.path}"


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # reading it checks it
    except ValueError as error:
        raise UsageError(f"server: not a URL ({error})") from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError("server: a URL may carry no token: put it into VARRE_TOKEN or --token-file, and give new out")
    return parts
