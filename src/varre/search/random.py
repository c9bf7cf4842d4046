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
            suggestions.append(Suggestion(params, Reason("random")))
        return suggestions or Exhausted()

    def _draw(self, rng: Random, tried: AbstractSet[Hashable]) -> Params | None:
        return self._untried.draw(rng, tried) if self._untried else draw(self._space, rng)


class Untried:
    """What is left of a finite space, by drawing as long as that finds something, then by looking."""

    def __init__(self, space: SearchSpace) -> None:
        self._space = space
        self._configurations = Configurations(space)

    @property
    def size(self) -> int:
        """How many configurations there are in all."""
        return self._configurations.size

    def draw(self, rng: Random, tried: AbstractSet[Hashable]) -> Params | None:
        """A configuration whose key is not in ``tried``, or ``None`` if there is none. ``tried`` lies in the space."""
        if len(tried) >= self.size:
            return None
        for _ in range(_TRIES):
            params = draw(self._space, rng)
            if self._space.key(params) not in tried:
                return params
        return self._find(rng, tried)

    def _find(self, rng: Random, tried: AbstractSet[Hashable]) -> Params | None:
        """The first untried one from a random place on: at most one look more than there are tried ones."""
        start = rng.randrange(self.size)
        for step in range(len(tried) + 1):
            params = self._configurations.at((start + step) % self.size)
            if self._space.key(params) not in tried:
                return params
        return None


def draw(space: SearchSpace, rng: Random) -> Params:
    """One configuration from the distributions of ``space``."""
    return space.decode([rng.random() for _ in space.parameters])
