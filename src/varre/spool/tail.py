"""The reading side of the spool: complete lines from an offset on."""

from __future__ import annotations

import os
import re
from pathlib import Path

from varre.datadir import is_held
from varre.errors import UsageError

__all__ = ["Tail", "attempt_of", "lock_of", "writers"]

_WRITER = re.compile(r"(\d{1,9})\.\d{1,20}-[0-9a-f]{8}")
_FILE = re.compile(rf"({_WRITER.pattern})\.(?:0\.jsonl|lock)")


def writers(directory: Path, attempt: int | None = None) -> list[str]:
    """The writers that have been in a spool folder, of one attempt or of all, oldest attempt first."""
    try:
        names = [entry.name for entry in directory.iterdir()]
    except FileNotFoundError:
        return []
    found = {match[1] for match in map(_FILE.fullmatch, names) if match}
    return sorted((name for name in found if attempt in (None, attempt_of(name))), key=lambda n: (attempt_of(n), n))


def attempt_of(writer: str) -> int:
    """The attempt that a writer belongs to. Raises `UsageError` for what is not a writer's name."""
    match = _WRITER.fullmatch(writer)
    if match is None:
        raise UsageError(f"{writer!r} is not a writer: <attempt>.<pid>-<8 hexadecimal digits> is expected")
    return int(match[1])


def lock_of(directory: Path, writer: str) -> Path:
    """The lock file that is held while a writer lives."""
    return directory / f"{writer}.lock"


class Tail:
    """Reads what one writer has written, from ``offset`` (bytes) on. A torn last line is never handed out."""

    __slots__ = ("_lock", "_path", "offset", "writer")

    def __init__(self, directory: Path, writer: str, offset: int = 0) -> None:
        attempt_of(writer)
        self.writer = writer
        self.offset = offset
        self._path = directory / f"{writer}.0.jsonl"
        self._lock = lock_of(directory, writer)

    def read(self, limit: int = 1 << 20) -> bytes:
        """Complete lines from ``offset`` on: about ``limit`` bytes, at least one line; empty when there is none.

        The offset stays where it is until `advance`: what nobody acknowledged is read again.
        """
        try:
            fd = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return b""
        try:
            return self._lines(fd, limit)
        finally:
            os.close(fd)

    def _lines(self, fd: int, limit: int) -> bytes:
        chunk = os.pread(fd, limit, self.offset)
        while b"\n" not in chunk:
            more = os.pread(fd, limit, self.offset + len(chunk))
            if not more:
                return b""
            chunk += more
        return chunk[: chunk.rindex(b"\n") + 1]

    def advance(self, next_offset: int) -> None:
        """Go on from ``next_offset``, as acknowledged."""
        self.offset = next_offset

    def more_may_come(self) -> bool:
        """Whether the writer lives. Ask before the last `read`: what was written before it died is then seen."""
        return is_held(self._lock)
