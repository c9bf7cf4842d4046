"""What one server is started with."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from varre.datadir import DataDir
from varre.datadir.access import is_loopback

__all__ = ["DEFAULT_PORT", "Settings"]

DEFAULT_PORT = 7171


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a server listens and whom it lets in.

    ``token`` is what programs show. ``names`` are further names in the Host header that are this server's own, as
    behind a proxy. ``secure``: it speaks TLS. ``directory`` is where the programs of sweeps created in the browser are
    looked for. ``looked_at``: somebody is about to look at the page. ``nonce`` is another one after each start;
    ``version`` is Varre's, as people are told it.
    """

    token: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    names: frozenset[str] = frozenset()
    secure: bool = False
    directory: Path = field(default_factory=Path.cwd)
    looked_at: bool = False
    nonce: str = field(default_factory=lambda: secrets.token_hex(8))
    version: str = "0"

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it, without a slash at the end."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}
        host = everywhere.get(self.host, self.host)
        scheme = "https" if self.secure else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    def cookie(self, datadir: DataDir) -> str:
        """The name of the session's cookie. Cookies know no ports: servers of one host must not share a name."""
        name = f"varre-{hashlib.sha256(str(datadir.path).encode()).hexdigest()[:12]}"
        return f"__Host-{name}" if self.secure else name
