"""One searcher on one task: a sweep on a clock of its own, with one worker or several."""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from records import Incumbent
from tasks import Task

__all__ = ["Course", "Outcome", "Rival", "race"]


class Rival(Protocol):
    """A searcher in the middle of a sweep."""

    def ask(self, trial: int) -> tuple[Mapping[str, Any], float]:
        """What to try as the trial of this number, and the seconds of CPU that this took."""

    def tell(self, trial: int, loss: float | None) -> None:
        """What came of it; ``None`` where it failed."""


class Course:
    """The trials under way on some workers, and the clock that says which of them ends next."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._going: list[tuple[float, int]] = []
        self.now = 0.0

    def begin(self, trial: int, seconds: float) -> None:
        """A worker takes the trial up now."""
        heapq.heappush(self._going, (self.now + seconds, trial))

    def end(self) -> int:
        """The trial that ends next (of those at once, the earlier one), to which the clock moves on."""
        self.now, trial = heapq.heappop(self._going)
        return trial

    @property
    def full(self) -> bool:
        """Whether every worker has a trial."""
        return len(self._going) == self._workers

    @property
    def empty(self) -> bool:
        """Whether no worker has one."""
        return not self._going


@dataclass(slots=True)
class Outcome:
    """How a sweep went: the incumbents as they came, and the seconds of CPU of each suggestion, in order of asking."""

    incumbents: list[Incumbent] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    ended: int = 0

    def see(self, seen: float, true: float) -> None:
        """One more trial has ended; NaN: it failed."""
        self.ended += 1
        best = self.incumbents[-1][1] if self.incumbents else math.inf
        if seen < best:  # never true of NaN
            self.incumbents.append((self.ended, _short(seen), _short(true)))


def race(rival: Rival, task: Task, outcome: Outcome, *, seed: int, trials: int, workers: int) -> None:
    """Run so many trials, none begun before a worker is free for it; ``outcome`` grows meanwhile.

    A trial lasts as long as the real training of its configuration did; what a searcher thinks costs no time on this
    clock. The luck of the trial with a certain number is the same for all searchers.
    """
    course = Course(workers)
    asked: dict[int, Mapping[str, Any]] = {}

    def end() -> None:
        trial = course.end()
        config = asked.pop(trial)
        seen = task.observe(config, _luck(task, seed, trial))
        outcome.see(seen, float(task.true([config])[0]))
        rival.tell(trial, seen if math.isfinite(seen) else None)

    for trial in range(trials):
        if course.full:
            end()
        asked[trial], seconds = rival.ask(trial)
        outcome.seconds.append(seconds)
        course.begin(trial, task.lasts(asked[trial]))
    while not course.empty:
        end()


def _short(loss: float) -> float:
    return float(f"{loss:.7g}")


def _luck(task: Task, seed: int, trial: int) -> int:
    return random.Random(f"{task.name}/{seed}/{trial}").getrandbits(32)
