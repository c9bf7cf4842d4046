"""The seam of early termination: what a stopper is asked and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from varre.runs import Decision, Observation

__all__ = ["Stopper"]


class Stopper(Protocol):
    """When to give up on a run: a pure function of what has been seen."""

    def rungs(self, before: int, after: int) -> tuple[int, ...]:
        """The rows in ``(before, after]`` at which `decide` is to be asked; rows count from 1."""
        ...

    def decide(self, run: Observation, peers: Sequence[Observation]) -> Decision:
        """Whether ``run`` should stop now. ``peers`` are all runs of the sweep, ``run`` included."""
        ...
