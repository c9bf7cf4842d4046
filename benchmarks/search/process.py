"""A searcher in a process of its own, by lines of JSON: `peers/peer.py` is its other end."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from typing import Any, NoReturn

__all__ = ["DiedError", "Process", "StoppedError"]


class DiedError(Exception):
    """The searcher's process has ended of itself."""


class StoppedError(Exception):
    """Somebody has ended the searcher's process."""


class Process:
    """Asks and tells. All methods but ``close`` raise DiedError or StoppedError when the process has ended."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def begin(self, **given: object) -> str:
        """Begin a sweep; returns the searcher's version."""
        return str(self._answer(begin=given)["version"])

    def ask(self, trial: int) -> tuple[Mapping[str, Any], float]:
        """What to try as the trial of this number, and the seconds of CPU that this took."""
        answer = self._answer(ask=trial)
        return answer["params"], float(f"{answer['seconds']:.3g}")

    def tell(self, trial: int, loss: float | None) -> None:
        """What came of it; ``None`` where it failed."""
        self._say(tell={"trial": trial, "loss": loss})

    def end(self) -> float:
        """End the sweep; returns the greatest memory that the process has had, in MB."""
        return round(float(self._answer(end=True)["memory_mb"]), 1)

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.communicate()

    def _answer(self, **order: object) -> dict[str, Any]:
        self._say(**order)
        assert self._process.stdout
        line = self._process.stdout.readline()
        return dict(json.loads(line)) if line else self._ended()

    def _say(self, **order: object) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            self._ended()

    def _ended(self) -> NoReturn:
        code = self._process.wait()
        raise StoppedError(f"ended by signal {-code}") if code < 0 else DiedError(f"ended with {code}")
