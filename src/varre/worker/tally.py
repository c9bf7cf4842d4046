"""What an agent counts."""

from __future__ import annotations

from collections import Counter

from varre.runs import RunState
from varre.worker.events import AgentResult

__all__ = ["Tally"]

_S = RunState


class Tally:
    """How many runs were started and how they ended, and why no more are."""

    def __init__(self) -> None:
        self.started = 0
        self.over = ""
        self.gave_up = ""
        self._ends: Counter[RunState] = Counter()

    def count(self, state: RunState) -> None:
        """One more attempt has ended, and its run is now in ``state``."""
        self._ends[state] += 1

    def result(self) -> AgentResult:
        """All of it."""
        return AgentResult(
            started=self.started,
            finished=self._ends[_S.FINISHED],
            failed=self._ends[_S.FAILED] + self._ends[_S.CRASHED],
            stopped=self._ends[_S.STOPPED] + self._ends[_S.CANCELED],
            requeued=self._ends[_S.PREEMPTED],
            over=self.over,
            gave_up=self.gave_up,
        )
