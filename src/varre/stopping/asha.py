"""Asynchronous successive halving (Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020).

The paper promotes: a run waits at its rung until it is among the best one in eta there, then goes on. A training that
cannot be paused goes on or ends, so this is the variant that stops: of the n runs that have come to a rung so far,
the best max(1, floor(n / eta)) go on, and nobody is judged again when others arrive (algorithm 2 with ``promotable``
asked once, on arrival). The first run at a rung always goes on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from varre.runs import Decision, Observation, StopReason
from varre.stopping.curves import best_until, with_value
from varre.stopping.rungs import among, upwards
from varre.sweepfile import AshaRule

__all__ = ["Asha"]


@dataclass(frozen=True, slots=True)
class Asha:
    """Stops a run at a rung where its best so far is not among the best one in ``eta``.

    ``at`` are the rungs: rows, ascending, counted from 1 over the finite values of the objective.
    """

    at: tuple[int, ...]
    eta: float

    @classmethod
    def of(cls, rule: AshaRule) -> Asha:
        """The stopper of ``early_terminate: {type: asha, …}``."""
        return cls(tuple(sorted(set(upwards(rule.min_iter, rule.eta)))), rule.eta)

    def rungs(self, before: int, after: int) -> tuple[int, ...]:
        """The rungs alone."""
        return among(self.at, before, after)

    def decide(self, run: Observation, peers: Sequence[Observation]) -> Decision:
        """Stop ``run`` if it is not among the best at the highest rung that it has come to."""
        passed = bisect_right(self.at, len(run.curve))
        rung = self.at[passed - 1] if passed else 0
        values = sorted(best_until(rung, peer) for peer in with_value(peers, rung)) if passed else []
        if not values:
            return Decision()
        value, kept = best_until(rung, run), max(1, int(len(values) / self.eta))
        if value <= values[kept - 1]:  # equals go on together: nothing tells which of them is better
            return Decision()
        return Decision(StopReason("asha", rung, value, values[kept - 1], len(values), kept))
