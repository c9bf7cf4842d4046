"""The history of a sweep, kept in memory and brought up to date by what has changed.

Reading 10,000 runs anew for each ask would cost more than most asks. What other processes did is seen through the
store's cursor, so this is a cache and nothing else: it can be thrown away at any time.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from varre.runs import OUTCOMES, WITHOUT_VALUE, History, Observation, Outcome, Run, RunKey, RunState, SweepKey
from varre.store import CurvePart, News, Store
from varre.sweepfile import Objective, SweepFile

__all__ = ["Memory", "Moment"]


@dataclass(frozen=True, slots=True)
class Moment:
    """The history of a sweep at one instant, with its runs counted: ended, thrown away, and under way."""

    history: History
    results: int
    forgotten: int
    under_way: int


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
        self._curves: list[tuple[float, ...]] = []  # of losses, also of forgotten runs: they may come back
        self._bests: list[float | None] = []  # over all attempts
        self._places: dict[RunKey, int] = {}
        self._never_begun: set[int] = set()
        self._best: float | None = None
        self._prior: tuple[Observation, ...] | None = None
        self._skipped: tuple[Observation, ...] = ()

    def refresh(self) -> None:
        """Learn what has changed, whoever changed it."""
        with self._turn:
            news = self._store.runs.news(self._sweep, self._cursor)
            self._learn(news)
            self._cursor = news.cursor
            skipped = self._store.sweeps.skipped(self._sweep)
            if len(skipped) != len(self._skipped):  # they are only ever added to
                self._skipped = tuple(Observation(None, params, (), Outcome.RUNNING) for params in skipped)

    @property
    def count(self) -> int:
        """How many runs there are; the highest number, too."""
        return len(self._runs)

    @property
    def best(self) -> float | None:
        """The lowest loss that any attempt of any run has logged; runs that failed or were thrown away do not count."""
        return self._best

    def history(self) -> History:
        """What a sampler may see.

        Suggestions that were skipped look like runs under way, and have used up a number each: so whatever a sampler
        goes by, the next suggestion is another one, and everybody who reads the same history gets the same.
        """
        return self.moment().history

    def moment(self) -> Moment:
        """The history, and what tells it from that of another moment, all as of one instant."""
        prior = self.prior()
        with self._turn:
            tried = self._observations
            if self._never_begun:  # canceled or deleted before any agent had them: left to be tried
                tried = [seen for place, seen in enumerate(tried) if place not in self._never_begun]
            counts = Counter(seen.outcome for seen in tried)
            history = History((*prior, *self._skipped, *tried), len(self._runs) + len(self._skipped) + 1)
        return Moment(
            history,
            results=sum(counts[outcome] for outcome in (Outcome.FINISHED, Outcome.STOPPED, Outcome.FAILED)),
            forgotten=counts[Outcome.FORGOTTEN],
            under_way=counts[Outcome.RUNNING],
        )

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
        """A run bears the number of each transaction that logged for it, so what is logged comes with its run."""
        parts: dict[RunKey, list[CurvePart]] = {}
        for part in news.curves:
            parts.setdefault(part.run, []).append(part)
        some_left_or_came_back = False
        for run in news.runs:
            place = self._places[run.key] if run.key in self._places else self._append(run)
            some_left_or_came_back |= _counts(self._runs[place]) != _counts(run)
            self._learn_run(place, run, parts.get(run.key, ()))
            if _counts(run):
                self._best = _lower(self._best, self._bests[place])
        if some_left_or_came_back:
            known = zip(self._runs, self._bests, strict=True)
            self._best = reduce(_lower, (best for run, best in known if _counts(run)), None)

    def _append(self, run: Run) -> int:
        place = self._places[run.key] = len(self._runs)
        self._runs.append(run)
        self._observations.append(Observation(run.number, run.params, (), Outcome.WAITING))
        self._curves.append(())
        self._bests.append(None)
        return place

    def _learn_run(self, place: int, run: Run, parts: Sequence[CurvePart]) -> None:
        """A run's curve is that of its latest attempt."""
        curve = self._curves[place] if self._runs[place].attempt == run.attempt else ()
        for part in parts:
            losses = self._losses(part.values)
            self._bests[place] = _lower(self._bests[place], min(losses, default=None))
            if part.attempt == run.attempt:
                curve += losses
        self._runs[place] = run
        self._curves[place] = curve
        self._observations[place] = _seen(run, curve)
        if run.attempt == 0 and (run.state == RunState.CANCELED or run.deleted is not None):
            self._never_begun.add(place)
        else:
            self._never_begun.discard(place)

    def _losses(self, values: Sequence[float]) -> tuple[float, ...]:
        objective: Objective | None = self._objective
        return () if objective is None else tuple(objective.loss(value) for value in values)


def _seen(run: Run, curve: tuple[float, ...]) -> Observation:
    if run.deleted is not None:
        return Observation(run.number, run.params, (), Outcome.FORGOTTEN)
    return Observation(run.number, run.params, curve, OUTCOMES[run.state])


def _counts(run: Run) -> bool:
    """Whether what the run has logged is a value of the sweep."""
    return run.deleted is None and run.state not in WITHOUT_VALUE


def _lower(one: float | None, other: float | None) -> float | None:
    return min((loss for loss in (one, other) if loss is not None), default=None)
