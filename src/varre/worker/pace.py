"""When an agent looks, and how long it leaves a backend alone that did not answer."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

from varre.errors import StoreError

__all__ = ["Pace", "Patience"]

T = TypeVar("T")

_FORWARD_S = 0.25
_IDLE_FORWARD_S = 1.0
_IDLE_AFTER_S = 5.0
_HEARTBEAT_S = 1.0


class Pace:
    """When the spools are looked at (four times a second; once a second where nothing comes) and when a sign of life
    is due. All moments are by the clock that the caller uses."""

    def __init__(self) -> None:
        self._forward_at = float("-inf")
        self._heartbeat_at = float("-inf")
        self._last_news = float("-inf")

    @property
    def due(self) -> float:
        """When the next of the two is due."""
        return min(self._forward_at, self._heartbeat_at)

    def forward(self, now: float) -> bool:
        """Whether to look at the spools now; then it is taken as done."""
        if now < self._forward_at:
            return False
        self._forward_at = now + (_FORWARD_S if now - self._last_news < _IDLE_AFTER_S else _IDLE_FORWARD_S)
        return True

    def heartbeat(self, now: float) -> bool:
        """Whether to give a sign of life now; then it is taken as done."""
        if now < self._heartbeat_at:
            return False
        self._heartbeat_at = now + _HEARTBEAT_S
        return True

    def saw_news(self, now: float) -> None:
        """Something came at ``now`` (a row, a new run): look more often for a while."""
        self._last_news = now
        self._forward_at = min(self._forward_at, now + _FORWARD_S)


class Patience:
    """Exponential backoff with jitter around the calls of a backend.

    Training goes on while the backend is away: what it logs waits in the spool.
    """

    _FIRST_S = 0.5
    _LONGEST_S = 30.0

    def __init__(self, generator: random.Random, clock: Callable[[], float], note: Callable[[str], None]) -> None:
        self._generator = generator
        self._clock = clock
        self._note = note
        self._failures = 0
        self.until = float("-inf")

    @property
    def strained(self) -> bool:
        """Whether the last call failed."""
        return self._failures > 0

    def reach(self, call: Callable[[], T]) -> T | None:
        """What ``call`` returns; ``None`` if the backend cannot be reached, or is not to be bothered yet."""
        if self._clock() < self.until:
            return None
        try:
            answer = call()
        except (StoreError, OSError) as error:
            self._lose(error)
            return None
        if self.strained:
            self._note("the store answers again")
        self._failures = 0
        self.until = float("-inf")
        return answer

    def _lose(self, error: Exception) -> None:
        if not self.strained:
            self._note(f"the store does not answer, training goes on: {error}")
        longest = min(self._LONGEST_S, self._FIRST_S * 2**self._failures)
        self._failures = min(self._failures + 1, 10)
        self.until = self._clock() + longest * self._generator.uniform(0.5, 1.0)
