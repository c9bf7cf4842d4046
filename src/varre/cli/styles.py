"""The few colours: one accent for the best, red for what went wrong, dim for what is over or explains."""

from __future__ import annotations

from rich.text import Text

from varre.runs import RunState

__all__ = ["ACCENT", "BAD", "DIM", "line", "of_state"]

ACCENT = "bold cyan"
BAD = "red"
DIM = "dim"


def of_state(state: RunState) -> str:
    """The colour of a run in that state."""
    if state in (RunState.FAILED, RunState.CRASHED):
        return BAD
    return DIM if state in (RunState.STOPPED, RunState.CANCELED) else ""


def line(*parts: str | tuple[str, str]) -> Text:
    """One line of text that never wraps, from harmless strings, each alone or with its style."""
    text = Text(no_wrap=True, overflow="crop")
    for part in parts:
        text.append(*((part,) if isinstance(part, str) else part))
    return text
