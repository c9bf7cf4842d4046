"""How a process ends, as far as that can be known before it has."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, NoReturn

__all__ = ["Ending", "code_of", "in_a_line"]

_INTERRUPTED = 130
_LONGEST = 300


def code_of(error: BaseException | None) -> int:
    """The exit code of a process that ends with ``error``, as a shell counts it."""
    if error is None:
        return 0
    if isinstance(error, KeyboardInterrupt):
        return _INTERRUPTED
    if not isinstance(error, SystemExit):
        return 1
    if error.code is None:
        return 0
    return error.code if isinstance(error.code, int) else 1


def in_a_line(error: BaseException | None) -> str:
    """What went wrong, for people; nothing for an exit, which is no mishap."""
    if error is None or isinstance(error, SystemExit):
        return ""
    text = " ".join(str(error).split())[:_LONGEST]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


class Ending:
    """Notes an uncaught exception, and what `sys.exit` was called with.

    An exit handler sees neither, so both hooks are taken for as long as a run is open, and call what was there before.
    """

    def __init__(self) -> None:
        self.code = 0
        self.error = ""
        self._excepthook: Callable[..., object] = sys.excepthook
        self._exit: Callable[..., NoReturn] = sys.exit

    def watch(self) -> None:
        """Take the hooks."""
        self._excepthook, self._exit = sys.excepthook, sys.exit
        sys.excepthook = self._on_exception
        sys.exit = self._on_exit

    def leave(self) -> None:
        """Give the hooks back, unless someone has put their own before them."""
        if sys.excepthook == self._on_exception:
            sys.excepthook = self._excepthook
        if sys.exit == self._on_exit:
            sys.exit = self._exit

    def _on_exception(self, kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        self.code = code_of(error)
        self.error = in_a_line(error)
        self._excepthook(kind, error, at)

    def _on_exit(self, status: Any = None, /) -> NoReturn:
        self.code = code_of(SystemExit(status))
        self._exit(status)
