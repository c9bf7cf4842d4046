"""One line an event, for pipes, logs and people who want no colour."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from varre.cli import heading
from varre.cli.board import Board
from varre.cli.events import Event
from varre.cli.styles import DIM, line
from varre.cli.text import clean, clock

__all__ = ["PlainDisplay"]

_WIDE = 400


class PlainDisplay:
    """Prints and never redraws."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._begun = False

    def show(self, board: Board, events: Sequence[Event]) -> None:
        """Print the header once, then each event with its time."""
        if not self._begun:
            self._begun = True
            self._out.print(line(heading.title(board, _WIDE)))
            self._out.print(line(heading.place(board, _WIDE)))
            if board.link:
                self._out.print(line(board.link))
        for event in events:
            text = line((f"{clock(event.time)}  ", DIM))
            self._out.print(text.append_text(event.text))

    def note(self, text: str, time: float) -> None:
        """Print a line with its time."""
        self._out.print(line((f"{clock(time)}  ", DIM), text))

    def console_tail(self, title: str, tail: str) -> None:
        """Print the last lines of a run's console, indented."""
        self._out.print(line(title))
        for row in tail.splitlines():
            self._out.print(line((f"    {clean(row)}", DIM)))

    def close(self) -> None:
        """Set what follows apart."""
        if self._begun:
            self._out.print()
