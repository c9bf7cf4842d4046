"""A bell that a signal handler or another thread may ring to wake a loop that sleeps in select."""

from __future__ import annotations

import contextlib
import socket
from types import TracebackType
from typing import Self

__all__ = ["Alarm"]


class Alarm:
    """Rings only while it is entered; before and after, `ring` does nothing. One byte in a socket pair is all it is."""

    def __init__(self) -> None:
        self._ear: socket.socket | None = None
        self._bell: socket.socket | None = None

    def __enter__(self) -> Self:
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._bell.setblocking(False)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._ear
        assert self._bell
        self._bell.close()
        self._ear.close()

    @property
    def descriptor(self) -> int:
        """What to select on."""
        assert self._ear
        return self._ear.fileno()

    def ring(self) -> None:
        """Wake the loop. Safe in a signal handler."""
        if self._bell is not None:
            with contextlib.suppress(OSError):  # full: it rings already; closed: there is nobody to wake
                self._bell.send(b"!")

    def quieten(self) -> None:
        """Hear what has rung so far."""
        assert self._ear
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(4096)
