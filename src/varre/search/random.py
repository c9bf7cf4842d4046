"""Random search: independent draws, each from the generator of its run's number."""

from __future__ import annotations

from collections.abc import Hashable

from varre.runs import Exhausted, History, Reason, Seeds, Suggestion
from varre.search.base import Needs
from varre.search.tried import Tried
from varre.space import SearchSpace

__all__ = ["RandomSampler", "Untried"]

_TRIES = 64
"""Draws before a finite space is searched for what is left. More than enough unless nearly all has been tried."""


class RandomSampler:
    """Draws from the distributions of the sweep file; a finite space never twice the same, then it is exhausted."""

    needs = Needs.TRIED

    def __init__(self, space: SearchSpace) -> None:
        self._space = space
        self._tried = Tried(space)
        self._untried = Untried(space) if space.cardinality is not None else None

    def ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion] | Exhausted:
        """See `Sampler.ask`."""
        tried = set(self._tried.keys(history)) if self._untried else set[Hashable]()
        suggestions: list[Suggestion] = []
        for number in range(history.next_number, history.next_number + n):
            params = self._draw(seeds.number(number), tried)
            if params is None:
                break
            tried.add(self._space.key(params))
            suggestions.append(Suggestion(params, Reason("random", note="drawn at random")))
        return suggestions or Exhausted()
