"""What stoppers look up in learning curves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from varre.runs import Observation, Outcome

__all__ = ["best_until", "with_value"]


def best_until(row: int, run: Observation) -> float:
    """The best loss of a run's first ``row`` rows, of which there is at least one."""
    return min(run.curve[:row])


def with_value(runs: Iterable[Observation], row: int) -> Sequence[Observation]:
    """The runs that have come to ``row``, but for those that failed: what they diverged from is no value."""
    return [run for run in runs if len(run.curve) >= row and run.outcome is not Outcome.FAILED]
