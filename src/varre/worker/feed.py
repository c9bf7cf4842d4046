"""What a run's console log has grown by, within bounds: a progress bar must not flood a network."""

from __future__ import annotations

import codecs
from pathlib import Path

__all__ = ["ConsoleFeed"]

_EVERY_S = 1.0
_AT_ONCE = 32 * 1024
_BEHIND = 256 * 1024
"""Further behind than this, the middle is left out."""
_IN_ALL = 8 * 1024 * 1024


class ConsoleFeed:
    """Reads a growing file from byte ``start`` on: at most 32 KiB a second, 8 MiB in all, and always the end."""

    def __init__(self, path: Path, start: int) -> None:
        self._path = path
        self._offset = start
        self._left = _IN_ALL
        self._next = float("-inf")
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read(self, now: float) -> str:
        """The next piece, if one is due; ``now`` in seconds of a monotonic clock."""
        if now < self._next or self._left <= 0:
            return ""
        self._next = now + _EVERY_S
        return self._piece(keep=_BEHIND)

    def rest(self) -> str:
        """What is left at the end, at most 32 KiB of it."""
        return self._piece(keep=_AT_ONCE) + self._decoder.decode(b"", final=True)

    def _piece(self, keep: int) -> str:
        try:
            with self._path.open("rb") as log:
                behind = log.seek(0, 2) - self._offset
                left_out = behind - _AT_ONCE if behind > keep else 0
                self._offset += left_out
                log.seek(self._offset)
                data = log.read(_AT_ONCE)
        except OSError:
            return ""
        self._offset += len(data)
        self._left -= len(data)
        head = f"\n… {left_out:,} bytes left out …\n" if left_out else ""
        return head + self._decoder.decode(data)
