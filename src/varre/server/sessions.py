"""Sessions of browsers: secrets that only the browser has, kept here as hashes, over restarts."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path

from varre.datadir.private import read_private, replace_private

__all__ = ["LIFE_S", "Sessions"]

LIFE_S = 30 * 86_400.0
"""How long a session lasts, in seconds."""

_MOST = 200


class Sessions:
    """The sessions of one data directory; threads may share them.

    A secret has 256 random bits, so that a plain hash keeps it. ``clock`` gives seconds since the epoch.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._turn = threading.Lock()
        self._until = _read(path)

    def begin(self) -> str:
        """A new session's secret. Raises `OSError` if it could not be kept."""
        secret = secrets.token_urlsafe(32)
        with self._turn:
            kept = {**self._alive(), _hash(secret): self._clock() + LIFE_S}
            self._keep(dict(sorted(kept.items(), key=lambda item: item[1])[-_MOST:]))
        return secret

    def knows(self, secret: str) -> bool:
        """Whether that is the secret of a session that lasts."""
        hashed, now = _hash(secret), self._clock()
        found = [until > now for known, until in self._until.items() if hmac.compare_digest(known, hashed)]
        return any(found)

    def end(self, secret: str) -> None:
        """End a session; ending it twice does nothing."""
        with self._turn:
            kept = self._alive()
            if kept.pop(_hash(secret), None) is not None:
                self._keep(kept)

    def _alive(self) -> dict[str, float]:
        now = self._clock()
        return {hashed: until for hashed, until in self._until.items() if until > now}

    def _keep(self, sessions: dict[str, float]) -> None:
        replace_private(self._path, json.dumps(sessions) + "\n")
        self._until = sessions


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path) -> dict[str, float]:
    """What was kept; a file that cannot be read as sessions lets nobody in."""
    try:
        found = json.loads(read_private(path) or "{}")
        return {str(hashed): float(until) for hashed, until in found.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
