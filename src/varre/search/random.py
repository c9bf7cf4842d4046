"""Random search: independent draws, each from the generator of its run's number."""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Set as AbstractSet
from random import Random

from varre.runs import Exhausted, History, Reason, Seeds, Suggestion
from varre.search.base import Needs
from varre.search.finite import Configurations
from varre.search.tried import Tried
from varre.space import Params, SearchSpace

__all__ = ["RandomSampler", "Untried"]

_TRIES = 64
"""Draws before a finite space is searched for what is left. More than enough unless nearly all has been tried."""

_MOST_TRIES = 100_000
"""Draws where what is feasible cannot be counted. Ten times what shows that a sweep file has feasible points at all."""


class RandomSampler:
    """Draws from the distributions of the sweep file; a finite space never twice the same, then it is exhausted."""

    needs = Needs.TRIED

    def __init__(self, space: SearchSpace) -> None:
        self._space = space
        self._tried = Tried(space)
        self._is_finite = space.is_finite
        self._untried = Untried(space)

    def ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion] | Exhausted:
        """See `Sampler.ask`."""
        tried = set(self._tried.keys(history)) if self._is_finite else set[Hashable]()
        suggestions: list[Suggestion] = []
        for number in range(history.next_number, history.next_number + n):
            params = self._untried.draw(seeds.number(number), tried)
            if params is None:
                break
            if self._is_finite:
                tried.add(self._space.key(params))
            suggestions.append(Suggestion(params, Reason("random")))
        return suggestions or Exhausted()


class Untried:
    """What is left of a space, by drawing as long as that finds something, then by looking.

    Drawing is all there is in an infinite space, and where constraints leave too many to count.
    """

    def __init__(self, space: SearchSpace) -> None:
        self._space = space
        self._configurations = None if space.cardinality is None else Configurations(space)

    def is_all(self, tried: AbstractSet[Hashable]) -> bool:
        """Whether nothing is left. ``tried`` lies in the space."""
        return self._configurations is not None and len(tried) >= self._configurations.size

    def draw(self, rng: Random, tried: AbstractSet[Hashable]) -> Params | None:
        """A configuration whose key is not in ``tried``, or ``None`` if there is none. ``tried`` lies in the space."""
        if self.is_all(tried):
            return None
        for _ in range(_TRIES if self._configurations else _MOST_TRIES):
            params = self._space.decode([rng.random() for _ in self._space.parameters])
            if self._space.allows(params) and not (tried and self._space.key(params) in tried):
                return params
        return None if self._configurations is None else self._find(self._configurations, rng, tried)

    def _find(self, all_of_them: Configurations, rng: Random, tried: AbstractSet[Hashable]) -> Params | None:
        """The first untried one from a random place on: at most one look more than there are tried ones."""
        start = rng.randrange(all_of_them.size)
        for step in range(len(tried) + 1):
            params = all_of_them.at((start + step) % all_of_them.size)
            if self._space.key(params) not in tried:
                return params
        return None
