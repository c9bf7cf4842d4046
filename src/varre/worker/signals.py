"""Ctrl-C and a cluster's SIGTERM for an agent in the main thread of a program that handles neither itself."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["default_signals_to"]

_TIERS = {signal.SIGINT: 0, signal.SIGTERM: 2}
_DEFAULTS = (signal.SIG_DFL, signal.default_int_handler)


@contextmanager
def default_signals_to(interrupt: Callable[[int], int]) -> Iterator[None]:
    """Hand signals that nobody handles to ``interrupt`` while the block runs.

    Without this Ctrl-C would break off in the middle of whatever the agent does, and its runs would count as lost.
    """
    ours = []
    if threading.current_thread() is threading.main_thread():
        ours = [number for number in _TIERS if signal.getsignal(number) in _DEFAULTS]
    before = {number: signal.signal(number, lambda n, _: _hand_on(interrupt, n)) for number in ours}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _hand_on(interrupt: Callable[[int], int], number: int) -> None:
    interrupt(_TIERS[signal.Signals(number)])
