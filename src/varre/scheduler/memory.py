"""The history of a sweep, kept in memory and brought up to date by what has changed.

Reading 10,000 runs anew for each ask would cost more than most asks. What other processes did is seen through the
store's cursor, so this is a cache and nothing else: it can be thrown away at any time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from varre.runs import History, Observation, Outcome, Run, RunKey, RunState, SweepKey
from varre.store import CurvePart, News, Store
from varre.sweepfile import Objective, SweepFile

__all__ = ["Memory"]

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


class Memory:
    """The runs of one sweep as of the last `refresh`. Threads may share it."""

    def __init__(self, store: Store, sweep: SweepKey, file: SweepFile) -> None:
        self._store = store
        self._sweep = sweep
        self._objective = file.objective
        self._turn = threading.Lock()
        self._cursor = 0
        self._runs: list[Run] = []  # number k at k - 1: numbers count on without gap
        self._observations: list[Observation] = []
        self._places: dict[RunKey, int] = {}
        self._never_begun: set[int] = set()
        self._best: float | None = None
        self._prior: tuple[Observation, ...] | None = None

    def refresh(self) -> None:
        """Learn what has changed, whoever changed it."""
        with self._turn:
            news = self._store.runs.news(self._sweep, self._cursor)
            self._learn(news)
            self._cursor = news.cursor

    @property
    def count(self) -> int:
        """How many runs there are; the highest number, too."""
        return len(self._runs)

    @property
    def best(self) -> float | None:
        """The lowest loss that any attempt of any run has logged."""
        return self._best

    def history(self) -> History:
        """What a sampler may see."""
        tried = self._observations
        if self._never_begun:  # canceled before any agent had them: their configurations are left to be tried
            tried = [seen for place, seen in enumerate(tried) if place not in self._never_begun]
        return History((*self.prior(), *tried), self.count + 1)

    def observation(self, run: RunKey) -> Observation:
        """One run as an algorithm sees it."""
        return self._observations[self._places[run]]

    def observations(self) -> Sequence[Observation]:
        """All runs as an algorithm sees them, in order of number."""
        return tuple(self._observations)

    def runs(self) -> Iterator[tuple[Run, Observation]]:
        """All runs, each as people and as algorithms see it, in order of number."""
        return zip(tuple(self._runs), tuple(self._observations), strict=True)

    def prior(self) -> tuple[Observation, ...]:
        """The runs of earlier sweeps that the sweep starts with."""
        if self._prior is None:
            found = self._store.sweeps.prior(self._sweep)
            self._prior = tuple(replace(seen, curve=self._losses(seen.curve)) for seen in found)
        return self._prior

    def _learn(self, news: News) -> None:
        parts: dict[RunKey, list[CurvePart]] = {}
        for part in news.curves:
            parts.setdefault(part.run, []).append(part)
            losses = self._losses(part.values)
            self._best = min(losses if self._best is None else (self._best, *losses), default=None)
        for run in news.runs:
            self._learn_run(run, parts.get(run.key, ()))

    def _learn_run(self, run: Run, parts: Sequence[CurvePart]) -> None:
        """A run bears the number of each transaction that logged for it, so what is logged comes with its run."""
        place = self._places.get(run.key)
        curve: tuple[float, ...] = ()
        if place is not None and self._runs[place].attempt == run.attempt:
            curve = self._observations[place].curve
        for part in parts:
            if part.attempt == run.attempt:  # a run's curve is that of its latest attempt
                curve += self._losses(part.values)
        self._put(place, run, Observation(run.number, run.params, curve, _OUTCOMES[run.state]))

    def _put(self, place: int | None, run: Run, observation: Observation) -> None:
        if place is None:
            place = self._places[run.key] = len(self._runs)
            self._runs.append(run)
            self._observations.append(observation)
        self._runs[place] = run
        self._observations[place] = observation
        if run.state == RunState.CANCELED and run.attempt == 0:
            self._never_begun.add(place)

    def _losses(self, values: Sequence[float]) -> tuple[float, ...]:
        objective: Objective | None = self._objective
        return () if objective is None else tuple(objective.loss(value) for value in values)
