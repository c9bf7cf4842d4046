"""The median rule of Vizier (Golovin et al., "Google Vizier: A Service for Black-Box Optimization", KDD 2017, 3.2.1).

A run is stopped at row s if its best loss until s is worse than the median, over the runs that have finished, of the
mean of their losses up to s. It asks for no distribution of the curves, and means of whole curves forgive a noisy row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from statistics import median

from varre.runs import Decision, Observation, Outcome, StopReason
from varre.stopping.curves import best_until
from varre.stopping.rungs import every

__all__ = ["Median"]


@dataclass(frozen=True, slots=True)
class Median:
    """Stops a run from row ``min_iter`` on, if at least ``min_runs`` finished runs have come as far as it has."""

    min_iter: int
    min_runs: int

    def rungs(self, before: int, after: int) -> tuple[int, ...]:
        """Every row from ``min_iter`` on."""
        return every(self.min_iter, before, after)

    def decide(self, run: Observation, peers: Sequence[Observation]) -> Decision:
        """Stop ``run`` if its best so far is worse than the median of the finished runs' running averages."""
        row = len(run.curve)
        if row < self.min_iter:
            return Decision()
        # Not Python's sum: rounding must not depend on the size of the losses before.
        averages = [fsum(peer.curve[:row]) / row for peer in peers if _finished(peer, row)]
        if len(averages) < self.min_runs:
            return Decision()
        value, threshold = best_until(row, run), median(averages)
        if value <= threshold:
            return Decision()
        return Decision(StopReason("median", row, value, threshold, len(averages)))


def _finished(peer: Observation, row: int) -> bool:
    return peer.outcome is Outcome.FINISHED and len(peer.curve) >= row
