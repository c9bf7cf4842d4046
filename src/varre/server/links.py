"""One-time links: how a browser gets in without anyone typing a token."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from varre.errors import ConflictError, UsageError

__all__ = ["LIFE_S", "Links"]

LIFE_S = 600.0
"""How long a link is good for, in seconds."""

_MOST = 100


@dataclass(frozen=True, slots=True)
class _Link:
    code: str
    path: str
    until: float
    shown: bool


class Links:
    """The links that have been given out and not been used; threads may share them.

    They are kept in memory only, so a restart takes them back. ``clock`` is monotonic, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: list[_Link] = []
        self._turn = threading.Lock()

    def make(self, path: str = "/", *, shown: bool = False) -> str:
        """The code of a new link that leads to ``path`` of the page; ``shown``: `fresh` may give it again.

        Raises `UsageError` for a path that could lead elsewhere, and `ConflictError` when too many links are open.
        """
        if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
            raise UsageError(f"{path!r} is no place in the page: it must begin with one slash")
        with self._turn:
            self._drop_old()
            if len(self._open) >= _MOST:
                raise ConflictError(
                    f"{_MOST} links wait to be used; each ends {LIFE_S / 60:.0f} minutes after it was made"
                )
            link = _Link(secrets.token_urlsafe(16), path, self._clock() + LIFE_S, shown)
            self._open.append(link)
            return link.code

    def fresh(self, path: str = "/") -> str:
        """The code of a link to ``path`` that is good for half its life yet; a new one if there is none."""
        with self._turn:
            enough = self._clock() + LIFE_S / 2
            for link in self._open:
                if link.shown and link.path == path and link.until > enough:
                    return link.code
        return self.make(path, shown=True)

    def use(self, code: str) -> str | None:
        """Where the link with that code leads, once; ``None`` if there is none (any more)."""
        with self._turn:
            self._drop_old()
            given = code.encode("utf-8", "surrogatepass")
            found = [link for link in self._open if hmac.compare_digest(link.code.encode(), given)]
            for link in found:
                self._open.remove(link)
            return found[0].path if found else None

    def _drop_old(self) -> None:
        now = self._clock()
        self._open = [link for link in self._open if link.until > now]
