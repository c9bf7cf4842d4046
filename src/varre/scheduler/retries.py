"""Failed configurations are tried again when nothing untried is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from varre.runs import Outcome, Reason, Suggestion
from varre.scheduler.memory import Seen
from varre.sweepfile import SweepFile

__all__ = ["retry"]


def retry(file: SweepFile, runs: Iterable[Seen]) -> Suggestion | None:
    """The first configuration of which every run has failed, and which was not tried again ``retries`` times yet."""
    tried: dict[Hashable, list[Seen]] = defaultdict(list)
    for seen in runs:
        tried[file.space.key(seen.run.params)].append(seen)
    for same in tried.values():
        if _has_failed(same) and _retried(same) < file.retries:
            note = f"#{same[-1].run.number} failed"
            return Suggestion(same[0].run.params, Reason("retry", note=note))
    return None


def _has_failed(same: list[Seen]) -> bool:
    return all(seen.observation.outcome == Outcome.FAILED for seen in same)


def _retried(same: list[Seen]) -> int:
    return sum(1 for seen in same if seen.run.reason and seen.run.reason.source == "retry")
