"""Waiting for someone to end a command that does nothing but serve."""

from __future__ import annotations

import signal
import threading
from types import FrameType

__all__ = ["wait_for_the_end"]

_HEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def wait_for_the_end() -> None:
    """Return at the first Ctrl-C, SIGTERM or SIGHUP; one that is ignored, as by ``nohup``, stays so."""
    over = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        over.set()

    heard = [number for number in _HEARD if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heard}
    try:
        over.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
