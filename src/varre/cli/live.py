"""The live display: the picture of `screen.lines`, drawn anew when it has changed and at most four times a second.

Drawing costs a few milliseconds, so nothing is drawn by a clock: a picture that is the same as the last one, line by
line, is not sent to the terminal.
"""

from __future__ import annotations

import sys
import termios
import time
from collections.abc import Callable, Sequence

from rich.console import Console, ConsoleDimensions, Group
from rich.live import Live
from rich.text import Text

from varre.cli import screen
from varre.cli.board import Board
from varre.cli.events import Event, Kind
from varre.cli.styles import DIM, line
from varre.cli.text import clean

__all__ = ["LiveDisplay"]

_SHORTEST_S = 0.25
_KEPT = 200
_SPARE = 1  # the last column stays free: a full line leaves some terminals one row further down
_Change = Callable[[int], int]
_LOGGED = (Kind.STOPPED, Kind.FAILED, Kind.REQUEUED, Kind.NOTE)


class LiveDisplay:
    """Shows a board on a terminal; a failed run's last lines scroll away above the picture."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._live = Live(console=out, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False)
        self._log: list[Event] = []
        self._note = ""
        self._board: Board | None = None
        self._drawn: list[Text] = []
        self._size = out.size
        self._drawn_at = 0.0
        self._echo = _Echo()

    def show(self, board: Board, events: Sequence[Event]) -> None:
        """Take in a board and what happened, and draw what has changed."""
        if not self._live.is_started:
            self._echo.off()
            self._live.start()
        self._board = board
        self._log = [*self._log, *(event for event in events if event.kind in _LOGGED)][-_KEPT:]
        self._draw()

    def note(self, text: str, time: float) -> None:
        """Show ``text`` below the progress from now on."""
        self._note = text
        self._draw(at_once=True)

    def console_tail(self, title: str, tail: str) -> None:
        """Print a run's last lines above the picture, where they stay."""
        rows = [line(title), *(line((f"    {clean(row)}", DIM)) for row in tail.splitlines()), line()]
        self._out.print(Group(*rows))

    def close(self) -> None:
        """Take the picture away: the summary says what stays."""
        if self._live.is_started:
            self._live.stop()
        self._echo.on()

    def _draw(self, *, at_once: bool = False) -> None:
        if self._board is None or not (at_once or time.monotonic() - self._drawn_at >= _SHORTEST_S):
            return
        size = self._resized()
        lines = screen.lines(self._board, self._log, size.width - _SPARE, size.height, self._note)
        if lines != self._drawn:
            self._drawn, self._drawn_at = lines, time.monotonic()
            self._live.update(Group(*lines), refresh=True)

    def _resized(self) -> ConsoleDimensions:
        """The size now. What a terminal has wrapped anew cannot be taken back line by line, so it is cleared first."""
        size = self._out.size
        if size != self._size:
            self._size = size
            self._drawn = []
            self._out.clear()
        return size


class _Echo:
    """Keeps the terminal from writing ``^C`` into the picture."""

    def __init__(self) -> None:
        self._before: int | None = None

    def off(self) -> None:
        self._before = self._set(lambda flags: flags & ~termios.ECHOCTL)

    def on(self) -> None:
        before = self._before
        if before is not None:
            self._set(lambda flags: flags | (before & termios.ECHOCTL))

    @staticmethod
    def _set(change: _Change) -> int | None:
        try:
            attributes = termios.tcgetattr(sys.stdin.fileno())
            before = int(attributes[3])
            attributes[3] = change(before)
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, attributes)
        except (termios.error, ValueError, OSError):
            return None
        return before
