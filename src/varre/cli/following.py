"""Showing what a run's program writes while it runs."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["shown"]

_LOOK_S = 0.2


@contextmanager
def shown(console: Path) -> Iterator[None]:
    """While the block runs, what is added to ``console`` appears on standard output, byte for byte."""
    over = threading.Event()
    follower = threading.Thread(target=_follow, args=(console, over), name="console", daemon=True)
    follower.start()
    try:
        yield
    finally:
        over.set()
        follower.join()


def _follow(console: Path, over: threading.Event) -> None:
    at = console.stat().st_size if console.exists() else 0
    while True:
        last = over.wait(_LOOK_S)  # read once more after the end: the last lines count
        try:
            with console.open("rb") as file:
                file.seek(at)
                new = file.read()
        except FileNotFoundError:
            new = b""
        at += len(new)
        sys.stdout.buffer.write(new)
        sys.stdout.flush()
        if last:
            return
