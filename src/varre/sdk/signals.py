"""SIGTERM as an order to stop: `SystemExit(143)` in the main thread, as `KeyboardInterrupt` would come.

An SDK call is never torn: a signal that arrives during one raises at its end. Forked children (data loaders) get the
default back, or else `Process.terminate` would no longer end them.
"""

from __future__ import annotations

import os
import signal
import threading
from functools import cache
from types import FrameType, TracebackType

__all__ = ["STOPPED", "catch_sigterm", "leave_sigterm", "sdk_call"]

STOPPED = 143
"""The exit code of a process that SIGTERM ended, as a shell counts it."""


class _SdkCall:
    """The SDK calls that the main thread is in, and whether a signal waits for their end."""

    __slots__ = ("_depth", "_pending", "signalled")

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._depth = 0
        self._pending = False
        self.signalled = False

    def on_sigterm(self, signum: int, frame: FrameType | None) -> None:
        self.signalled = True
        if self._depth == 0:
            raise SystemExit(STOPPED)
        self._pending = True

    def __enter__(self) -> None:
        if _in_main_thread():
            self._depth += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not _in_main_thread():
            return
        self._depth -= 1
        if self._pending and self._depth == 0:
            self._pending = False
            raise SystemExit(STOPPED)


sdk_call = _SdkCall()
"""``with sdk_call:`` holds SIGTERM back until the block is done; ``sdk_call.signalled`` says that one has come."""

_mask_before_fork = threading.local()


def catch_sigterm() -> None:
    """Turn SIGTERM into `SystemExit`, unless the script has a handler of its own or this is not the main thread."""
    if not _in_main_thread() or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        return
    sdk_call.forget()
    signal.signal(signal.SIGTERM, sdk_call.on_sigterm)
    _watch_forks()


def leave_sigterm() -> None:
    """Put the default back, if the handler is still Varre's."""
    if _in_main_thread() and _is_ours():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@cache
def _watch_forks() -> None:
    os.register_at_fork(before=_block, after_in_parent=_unblock, after_in_child=_give_back_in_child)


def _block() -> None:
    """A child that is ended right after its birth must not take the signal while it has its parent's handler."""
    _mask_before_fork.mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})


def _unblock() -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, _mask_before_fork.mask)


def _give_back_in_child() -> None:
    leave_sigterm()
    sdk_call.forget()
    _unblock()


def _is_ours() -> bool:
    return signal.getsignal(signal.SIGTERM) == sdk_call.on_sigterm


def _in_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident
