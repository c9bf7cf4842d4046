"""Which runs an analysis looks at, and on which scale their losses count."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from varre.runs import FINAL, OUTCOMES, Observation, Outcome, Run
from varre.space import Params

__all__ = ["NEEDED", "Counts", "Seen", "ended", "told", "too_few"]

NEEDED = 8
"""From so many runs with a value on there are figures: with fewer, noise looks like anything."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A run: flat ``params``, and its ``value`` as a loss (lower is better), ``None`` if it has none."""

    params: Params
    value: float | None
    outcome: Outcome

    @classmethod
    def of(cls, observation: Observation) -> Seen:
        """A run as search sees it."""
        return cls(observation.params, observation.loss, observation.outcome)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many runs finished, were stopped early and failed, and how many of them were ``used``."""

    finished: int
    stopped: int
    failed: int
    used: int


def ended(runs: Iterable[Run], loss: Callable[[Run], float | None]) -> list[Seen]:
    """The runs that have been tried and have ended; ``loss`` says what each is worth.

    One that was canceled before any attempt tells nothing of its configuration, not even that it was stopped.
    """
    return [Seen(run.params, loss(run), OUTCOMES[run.state]) for run in runs if run.state in FINAL and run.attempt]


def told(runs: Iterable[Seen], *, stopped: bool) -> tuple[list[Seen], list[float], Counts]:
    """The runs that tell something, their losses, and the counts of all.

    Runs that finished, and with ``stopped`` those that were stopped early, count with their value; failed ones do
    not, whatever they logged before: what a run diverged from is no value of its configuration.
    """
    runs = list(runs)
    counting = (Outcome.FINISHED, Outcome.STOPPED) if stopped else (Outcome.FINISHED,)
    kept = [run for run in runs if run.outcome in counting and run.value is not None and math.isfinite(run.value)]
    outcomes = [run.outcome for run in runs]
    finished, early, failed = (outcomes.count(o) for o in (Outcome.FINISHED, Outcome.STOPPED, Outcome.FAILED))
    return kept, [run.value for run in kept if run.value is not None], Counts(finished, early, failed, len(kept))


def too_few(have: int) -> str | None:
    """A sentence where ``have`` runs with a value are not enough."""
    return f"needs at least {NEEDED} runs with a value; {have} so far" if have < NEEDED else None
