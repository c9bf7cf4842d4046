"""Hyperband as W&B Sweeps has it: successive halving without promotion, judged as runs come by.

At each rung a run is held against all runs that came as far, whatever became of them since. With n of them, the
threshold is the value number ``int(n / eta)`` in ascending order, counted from 0, so ``int(n / eta) + 1`` may go on;
a lone run is never stopped. Li et al., "Hyperband" (JMLR 2018) has brackets and a schedule, which W&B leaves out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from varre.runs import Decision, Observation, StopReason
from varre.stopping.rungs import every, upwards
from varre.sweepfile import HyperbandRule

__all__ = ["Hyperband"]


@dataclass(frozen=True, slots=True)
class Hyperband:
    """Stops a run whose loss at the highest rung it has passed is above the threshold there.

    ``bands`` are rows, ascending, counted from 1 over the finite values of the objective. ``strict``: the loss at the
    rung counts; otherwise the best so far.
    """

    bands: tuple[int, ...]
    eta: float
    strict: bool = True

    @classmethod
    def of(cls, rule: HyperbandRule) -> Hyperband:
        """The stopper of ``early_terminate: {type: hyperband, …}``."""
        if rule.min_iter is not None:
            bands = upwards(rule.min_iter, rule.eta)
        else:
            bands = _downwards(rule.max_iter or 0, rule.s or 0, rule.eta)
        return cls(tuple(sorted(set(bands))), rule.eta, rule.strict)

    def rungs(self, before: int, after: int) -> tuple[int, ...]:
        """Every row from the first band on: a run that came first to a band is judged again when others arrive."""
        return every(self.bands[0], before, after) if self.bands else ()

    def decide(self, run: Observation, peers: Sequence[Observation]) -> Decision:
        """Stop ``run`` if it is worse than the threshold of the highest band it has passed."""
        passed = bisect_right(self.bands, len(run.curve))
        if not passed:
            return Decision()
        band = self.bands[passed - 1]
        values = sorted(peer.curve[band - 1] for peer in peers if len(peer.curve) >= band)
        place = int(len(values) / self.eta)
        value = run.curve[band - 1] if self.strict else min(run.curve)
        if not values or value <= values[place]:
            return Decision()
        return Decision(StopReason("hyperband", band, value, values[place], len(values), place + 1))


def _downwards(max_iter: int, s: float, eta: float) -> Iterator[int]:
    band: float = max_iter
    for _ in range(int(s)):
        band /= eta
        if band < 1:
            return
        yield int(band)
