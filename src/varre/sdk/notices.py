"""What the SDK says to the person at the terminal: one line on standard error, never an exception for a trifle."""

from __future__ import annotations

import sys

__all__ = ["say", "warn_once"]

_said: set[str] = set()


def say(text: str) -> None:
    """Write one line to standard error, with Varre's name before it."""
    sys.stderr.write(f"varre: {text}\n")


def warn_once(text: str) -> None:
    """Say ``text`` the first time it comes up in this process."""
    if text not in _said:
        _said.add(text)
        say(text)
