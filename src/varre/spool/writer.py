"""The writing side of the spool: one line a call."""

from __future__ import annotations

import errno
import os
import secrets
import threading
import time
from collections.abc import Mapping
from json import JSONEncoder
from pathlib import Path

from varre.datadir import hold
from varre.errors import UsageError
from varre.space import Value

__all__ = ["LINE_LIMIT", "SpoolWriter"]

LINE_LIMIT = 10 * 1024 * 1024
"""The longest line in bytes, its newline included."""

_encode = JSONEncoder(separators=(",", ":")).encode


class SpoolWriter:
    """Writes what one process logs during one attempt of a run; threads may share it, a forked child gets its own file.

    ``writer`` names the file: ``<attempt>.<pid>-<nonce>``. Runtimes count from the making of the object.
    """

    def __init__(self, directory: Path, attempt: int) -> None:
        self._directory = directory
        self._attempt = attempt
        self._began = time.monotonic()
        self._fd = -1
        self._open()

    def write(self, kind: str, data: Mapping[str, Value], *, step: int | None = None, commit: bool = True) -> None:
        """Write one line; when this returns it survives the death of every process.

        Raises `UsageError` for a line longer than `LINE_LIMIT`, `TypeError` or `ValueError` for data that is not JSON,
        and `OSError` when the disk does not take it. Nothing has been written then.
        """
        line = self._line(kind, data, step, commit)
        if len(line) > LINE_LIMIT:
            raise UsageError(f"one call logs {len(line):,} bytes: at most {LINE_LIMIT:,} are allowed")
        if os.getpid() != self._pid:
            self._open()
        with self._mutex:
            self._put(line)

    def close(self) -> None:
        """Say that nothing more comes. Closing twice does nothing."""
        if self._fd >= 0 and os.getpid() == self._pid:
            os.close(self._fd)
            self._fd = -1
            self._lock.release()

    def _open(self) -> None:
        """The lock comes first: who sees the file without it takes its writer for dead."""
        self._pid = os.getpid()
        self._mutex = threading.RLock()  # reentrant: a signal handler may log in the middle of a call
        self.writer = f"{self._attempt}.{self._pid}-{secrets.token_hex(4)}"
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = hold(self._directory / f"{self.writer}.lock")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._fd = os.open(self._directory / f"{self.writer}.0.jsonl", flags, 0o600)

    def _line(self, kind: str, data: Mapping[str, Value], step: int | None, commit: bool) -> bytes:
        runtime = time.monotonic() - self._began
        head = f'{{"t":{time.time():.6f},"r":{runtime:.6f},"k":"{kind}","d":'
        tail = f',"step":{"null" if step is None else step},"commit":{"true" if commit else "false"}}}\n'
        return (head + _encode(data) + tail).encode("ascii")

    def _put(self, line: bytes) -> None:
        written = os.write(self._fd, line)
        if written < len(line):  # a full disk takes a part; cut it back, so that the next line stands alone
            os.ftruncate(self._fd, os.fstat(self._fd).st_size - written)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
