"""Patience: a run that has stopped getting better ends, whatever the others do. What Keras calls EarlyStopping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from varre.runs import Decision, Observation, StopReason
from varre.stopping.curves import best_until
from varre.stopping.rungs import every

__all__ = ["Patience"]


@dataclass(frozen=True, slots=True)
class Patience:
    """Stops a run whose last ``rows`` rows were no better, by more than ``min_delta``, than the best before them.

    Looks at the rows from ``min_iter`` on.
    """

    rows: int
    min_delta: float
    min_iter: int

    def rungs(self, before: int, after: int) -> tuple[int, ...]:
        """Every row that has ``rows`` others, or more, before it."""
        return every(self._first, before, after)

    def decide(self, run: Observation, peers: Sequence[Observation]) -> Decision:
        """Stop ``run`` if it has not improved; ``peers`` have no say."""
        row = len(run.curve)
        if row < self._first:
            return Decision()
        latest, threshold = min(run.curve[-self.rows :]), best_until(row - self.rows, run) - self.min_delta
        if latest < threshold:
            return Decision()
        note = f"no improvement in {self.rows} rows" if self.rows > 1 else "no improvement in a row"
        return Decision(StopReason("patience", row, latest, threshold, note=note))

    @property
    def _first(self) -> int:
        return max(self.rows + 1, self.min_iter)
