"""The seam of search: what a sampler is asked and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol, runtime_checkable

from varre.runs import Exhausted, History, Prediction, Seeds, Suggestion, Wait
from varre.space import Params

__all__ = ["Explainer", "Needs", "Sampler"]


class Needs(IntEnum):
    """How much of the history a sampler reads; each level includes the ones below it."""

    NOTHING = 0
    TRIED = 1
    OBJECTIVES = 2
    CURVES = 3


class Sampler(Protocol):
    """Where to look next: a pure function of history. Built from a search space by the registry of `varre.search`."""

    @property
    def needs(self) -> Needs:
        """What of the history must be filled in."""
        ...

    def ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion] | Wait | Exhausted:
        """Between 1 and ``n`` suggestions for the numbers from ``history.next_number`` on.

        The same history and seeds give the same answer in every process. Suggestions lie in the search space; a finite
        space is never repeated. Figures in reasons are losses.
        """
        ...


@runtime_checkable
class Explainer(Protocol):
    """A sampler that can tell what its model believes."""

    def predict(self, history: History, points: Sequence[Params]) -> Sequence[Prediction]:
        """Mean and standard deviation of the loss at each of ``points``."""
        ...
