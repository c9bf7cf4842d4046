"""Failed configurations are tried again when nothing untried is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from varre.runs import Observation, Outcome, Reason, Run, Suggestion
from varre.sweepfile import SweepFile

__all__ = ["retry"]


def retry(file: SweepFile, runs: Iterable[tuple[Run, Observation]]) -> Suggestion | None:
    """The first configuration of which every run has failed, and which was not tried again ``retries`` times yet."""
    tried: dict[Hashable, list[tuple[Run, Observation]]] = defaultdict(list)
    for run, observation in runs:
        tried[file.space.key(run.params)].append((run, observation))
    for same in tried.values():
        if _has_failed(same) and _retried(same) < file.retries:
            last = same[-1][0]
            return Suggestion(last.params, Reason("retry", note=f"#{last.number} failed"))
    return None


def _has_failed(same: list[tuple[Run, Observation]]) -> bool:
    return all(observation.outcome == Outcome.FAILED for _, observation in same)


def _retried(same: list[tuple[Run, Observation]]) -> int:
    return sum(1 for run, _ in same if run.reason and run.reason.source == "retry")
