"""The history of a sweep, kept in memory and brought up to date by what has changed.

Reading 10,000 runs anew for each ask would cost more than most asks. What other processes did is seen through the
store's cursor, so this is a cache and nothing else: it can be thrown away at any time.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from varre.runs import History, Observation, Outcome, Run, RunKey, RunState, SweepKey
from varre.store import CurvePart, Store
from varre.sweepfile import Objective, SweepFile

__all__ = ["Memory", "Seen"]

_OUTCOMES = {
    RunState.PENDING: Outcome.WAITING,
    RunState.RUNNING: Outcome.RUNNING,
    RunState.PREEMPTED: Outcome.WAITING,
    RunState.FINISHED: Outcome.FINISHED,
    RunState.STOPPED: Outcome.STOPPED,
    RunState.CANCELED: Outcome.STOPPED,
    RunState.FAILED: Outcome.FAILED,
    RunState.CRASHED: Outcome.FAILED,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A run in memory: its record, and the losses of its latest attempt."""

    run: Run
    observation: Observation


class Memory:
    """The runs of one sweep as of the last `refresh`. Threads may share it."""

    def __init__(self, store: Store, sweep: SweepKey, file: SweepFile) -> None:
        self._store = store
        self._sweep = sweep
        self._objective = file.objective
        self._turn = threading.Lock()
        self._cursor = 0
        self._seen: dict[RunKey, Seen] = {}
        self._prior: tuple[Observation, ...] | None = None

    def refresh(self) -> list[Seen]:
        """All runs of the sweep as they stand now, in order of number."""
        with self._turn:
            news = self._store.runs.news(self._sweep, self._cursor)
            for run in news.runs:
                self._learn_run(run)
            for part in news.curves:
                self._learn_curve(part)
            self._cursor = news.cursor
            return self.runs

    @property
    def runs(self) -> list[Seen]:
        """All runs as of the last look."""
        return list(self._seen.values())

    @property
    def count(self) -> int:
        """How many runs there were at the last look; the highest number, too."""
        return len(self._seen)

    def history(self) -> History:
        """What a sampler may see, as of now."""
        runs = self.refresh()
        observations = tuple(seen.observation for seen in runs if _was_tried(seen.run))
        return History((*self.prior(), *observations), len(runs) + 1)

    def prior(self) -> tuple[Observation, ...]:
        """The runs of earlier sweeps that the sweep starts with."""
        if self._prior is None:
            found = self._store.sweeps.prior(self._sweep)
            self._prior = tuple(replace(seen, curve=_losses(self._objective, seen.curve)) for seen in found)
        return self._prior

    def _learn_run(self, run: Run) -> None:
        old = self._seen.get(run.key)
        curve = old.observation.curve if old and old.run.attempt == run.attempt else ()
        observation = Observation(run.number, run.params, curve, _OUTCOMES[run.state])
        self._seen[run.key] = Seen(run, observation)

    def _learn_curve(self, part: CurvePart) -> None:
        seen = self._seen[part.run]
        if part.attempt == seen.run.attempt:  # a run's curve is that of its latest attempt
            curve = seen.observation.curve + _losses(self._objective, part.values)
            self._seen[part.run] = replace(seen, observation=replace(seen.observation, curve=curve))


def _was_tried(run: Run) -> bool:
    """A run that was canceled before any agent had it leaves its configuration to be tried."""
    return not (run.state == RunState.CANCELED and run.attempt == 0)


def _losses(objective: Objective | None, values: Sequence[float]) -> tuple[float, ...]:
    return () if objective is None else tuple(objective.loss(value) for value in values)
