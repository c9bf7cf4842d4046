"""Where the course of a sweep is shown: live on a terminal, or as plain lines."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from rich.console import Console

from varre.cli.board import Board
from varre.cli.events import Event

__all__ = ["Display", "choose", "console", "room"]

_UNLIMITED = 2_000


class Display(Protocol):
    """One way to show a sweep while it runs."""

    def show(self, board: Board, events: Sequence[Event]) -> None:
        """The sweep as it is now, and what has happened since the last call."""
        ...

    def note(self, text: str, time: float) -> None:
        """Something that Varre does: a harmless line."""
        ...

    def console_tail(self, title: str, tail: str) -> None:
        """The last lines of a run that failed, as its process wrote them."""
        ...

    def close(self) -> None:
        """Leave the terminal as it should stay."""
        ...


def console(*, stderr: bool = False) -> Console:
    """A console that prints text as it is: no markup, no emoji codes; with ``NO_COLOR`` nothing but text."""
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return Console(stderr=stderr, color_system=colours, markup=False, emoji=False, highlight=False, soft_wrap=True)


def room(out: Console) -> int:
    """The cells that a table may take: the terminal's; without one, as many as it wants."""
    return out.width if out.is_terminal or "COLUMNS" in os.environ else _UNLIMITED


def choose(out: Console, env: Mapping[str, str], *, interactive: bool) -> Display:
    """The live display on an ``interactive`` terminal that can move its cursor, else plain lines."""
    from varre.cli.live import LiveDisplay
    from varre.cli.plain import PlainDisplay

    if interactive and out.is_terminal and not out.is_dumb_terminal and not env.get("NO_COLOR"):
        return LiveDisplay(out)
    return PlainDisplay(out)
