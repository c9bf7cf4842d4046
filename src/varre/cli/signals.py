"""Ctrl-C, SIGTERM and SIGHUP while an agent works here.

Ctrl-C goes one tier further each time: no new runs, then TERM, then KILL. SIGTERM and a terminal that goes away end
the runs at once, and put them back into the queue, as the second Ctrl-C does.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["ENDING", "Interrupts"]

ENDING = 2
_CTRL_C = 130
_HEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """Counts what asked for an end; ``raise_tier`` (the agent's) and ``wake`` are safe to call in a signal handler."""

    def __init__(self, raise_tier: Callable[[], int], wake: Callable[[], None]) -> None:
        self._raise_tier = raise_tier
        self._wake = wake
        self.tier = 0
        self.exit_code: int | None = None

    def one_more(self, code: int = _CTRL_C) -> None:
        """Go one tier further."""
        self.exit_code = self.exit_code or code
        self.tier = self._raise_tier()
        self._wake()

    def end_now(self, code: int) -> None:
        """Go to the tier at which running runs are ended; the sweep goes on from there with ``--resume``."""
        while self.tier < ENDING:
            self.one_more(code)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the signals over while the block runs (main thread only), but none that is ignored, as by ``nohup``."""
        heard = [number for number in _HEARD if signal.getsignal(number) != signal.SIG_IGN]
        before = {number: signal.signal(number, self._taken) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _taken(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT:
            self.one_more()
        else:
            self.end_now(128 + number)
