"""What the displays show of a sweep at one moment, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from varre.cli.lengths import Lengths
from varre.cli.numbers import finite
from varre.runs import FINAL, Run, RunKey, RunState, Sweep
from varre.sweepfile import Objective, SweepFile

__all__ = ["Board", "Tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many runs have come to which end."""

    finished: int = 0
    stopped: int = 0
    failed: int = 0
    canceled: int = 0
    running: int = 0
    waiting: int = 0

    @property
    def ended(self) -> int:
        """All that will not go on."""
        return self.finished + self.stopped + self.failed + self.canceled


@dataclass(frozen=True)
class Board:
    """A sweep at time ``now``: its runs in order of number and the curves that are known, in the metric's own units.

    ``slots`` and ``threads`` are those of the agent that shows it (0: not known); ``place`` is the data directory as
    people are told it, ``link`` that of the dashboard, if it is served, ``again`` the command to go on with, where that
    is not ``varre run --resume``. Not slotted: what follows from thousands of runs is worked out once a board.
    """

    sweep: Sweep
    file: SweepFile
    runs: tuple[Run, ...] = ()
    curves: Mapping[RunKey, tuple[float, ...]] = field(default_factory=dict)
    now: float = 0.0
    slots: int = 0
    threads: int = 0
    place: str = ".varre"
    link: str = ""
    again: str = ""

    @property
    def objective(self) -> Objective | None:
        """The metric and its goal, where the sweep has one."""
        return self.file.objective

    @cached_property
    def lengths(self) -> Lengths:
        """How long the runs are."""
        return Lengths.of(self.runs)

    @cached_property
    def running(self) -> tuple[Run, ...]:
        """The runs that train now."""
        return tuple(run for run in self.runs if run.state is RunState.RUNNING)

    @cached_property
    def total(self) -> int | None:
        """How many runs the sweep will have at most; ``None`` when only a person ends it."""
        known = [limit for limit in (self.file.run_cap, self.file.space.cardinality) if limit is not None]
        return max(min(known), len(self.runs)) if known else None

    @cached_property
    def tally(self) -> Tally:
        """The runs, counted."""
        states = [run.state for run in self.runs]
        return Tally(
            finished=states.count(RunState.FINISHED),
            stopped=states.count(RunState.STOPPED),
            failed=states.count(RunState.FAILED) + states.count(RunState.CRASHED),
            canceled=states.count(RunState.CANCELED),
            running=states.count(RunState.RUNNING),
            waiting=states.count(RunState.PENDING) + states.count(RunState.PREEMPTED),
        )

    @cached_property
    def ranked(self) -> list[Run]:
        """The runs that have a value, best first, of equals the earlier; as `Scheduler.best` counts them."""
        objective = self.objective
        if objective is None:
            return []
        valued = [(value, run) for run in self.runs if (value := finite(run.value)) is not None]
        return [run for _, run in sorted(valued, key=lambda pair: (objective.loss(pair[0]), pair[1].number or 0))]

    @cached_property
    def best(self) -> Run | None:
        """The best run so far."""
        return next(iter(self.ranked), None)

    def seconds_left(self) -> float | None:
        """An estimate of the time to the end; ``None`` while nothing has ended or when no end is known.

        What is left of each running run and a mean run for each that is to come, shared by the slots.
        """
        ended = [run.ended - run.started for run in self.runs if run.state in FINAL and run.started and run.ended]
        if self.total is None or not ended:
            return None
        mean = sum(ended) / len(ended)
        to_come = max(self.total - self.tally.ended - self.tally.running, 0)
        running = [self._left_of(run, mean) for run in self.running]
        slots = max(self.slots, len(running), 1)
        return max((sum(running) + to_come * mean) / slots, max(running, default=0.0))

    def _left_of(self, run: Run, mean: float) -> float:
        elapsed = max(self.now - (run.started or self.now), 0.0)
        length, done = self.lengths.of_run(run), self.lengths.done(run)
        if length and done:
            return elapsed / done * (length - done)
        return max(mean - elapsed, 0.0)
