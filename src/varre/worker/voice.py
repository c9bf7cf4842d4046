"""What an agent itself says of a run: it goes the way of what the script logs, through a writer of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from varre.spool import SpoolWriter
from varre.worker.feed import ConsoleFeed

__all__ = ["Voice"]


class Voice:
    """Writes the gauges of a run, and its console where that is kept elsewhere, into the run's spool.

    The file is made with the first line. A full disk silences it: nothing that it says is worth a training.
    """

    def __init__(self, spool: Path, attempt: int, feed: ConsoleFeed | None = None) -> None:
        self._spool = spool
        self._attempt = attempt
        self._feed = feed
        self._writer: SpoolWriter | None = None

    def gauges(self, values: Mapping[str, float]) -> None:
        """What the run takes from the machine now."""
        self._say("system", values)

    def console(self, now: float) -> None:
        """What the console log has grown by, if it is time."""
        self._say_console(self._feed.read(now) if self._feed else "")

    def close(self) -> None:
        """The end of the console, and nothing more. Closing twice does nothing."""
        self._say_console(self._feed.rest() if self._feed else "")
        self._feed = None
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _say_console(self, text: str) -> None:
        if text:
            self._say("console", {"text": text})

    def _say(self, kind: str, data: Mapping[str, float | str]) -> None:
        with contextlib.suppress(OSError):
            if self._writer is None:
                self._writer = SpoolWriter(self._spool, self._attempt)
            self._writer.write(kind, data)
