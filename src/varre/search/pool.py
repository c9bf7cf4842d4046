"""Where to begin the climb: Sobol points of the whole space, and neighbours of the best points seen."""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

import numpy as np

from varre.models.encoding import Encoder, Points
from varre.runs import Seeds
from varre.search.belief import Belief
from varre.search.random import Untried
from varre.search.sobol import scrambled_points
from varre.space import Params, SearchSpace

__all__ = ["Candidate", "Pool"]

_SOBOL = 1024
_ELITES = 5
_NEIGHBOURS = 40
_STARTS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A configuration and its point, coordinates as `SearchSpace.encode` gives them."""

    params: Params
    units: tuple[float | None, ...]


class Pool:
    """The Sobol part is the same at each ask of a sweep, so it is decoded once."""

    def __init__(self, space: SearchSpace, encoder: Encoder, untried: Untried | None) -> None:
        self._space = space
        self._encoder = encoder
        self._untried = untried
        self._sobol: tuple[list[Candidate], Points] | None = None

    def candidates(
        self, belief: Belief, seeds: Seeds, number: int, tried: AbstractSet[Hashable]
    ) -> list[tuple[float, Candidate]]:
        """The few with the greatest log EI, not tried, best first; none only if nothing is left."""
        found = list(islice(self.ranked(belief, seeds, number, tried), _STARTS))
        return found or self._last(belief, seeds.number(number), tried)

    def ranked(
        self, belief: Belief, seeds: Seeds, number: int, tried: AbstractSet[Hashable]
    ) -> Iterator[tuple[float, Candidate]]:
        """All that is looked at and not tried, each configuration once, by log EI, best first."""
        fixed, fixed_points = self._spread(seeds)
        near = self._neighbours(belief, seeds.number(number))
        everything = [*fixed, *near]
        points = fixed_points + self._encoder.from_units([c.units for c in near]) if near else fixed_points
        scores = belief.log_ei(points)
        taken: set[Hashable] = set()
        for i in np.argsort(-scores, kind="stable"):
            candidate = everything[i]
            key = self._space.key(candidate.params)
            if key not in taken and key not in tried:
                taken.add(key)
                yield float(scores[i]), candidate

    def _last(self, belief: Belief, rng: random.Random, tried: AbstractSet[Hashable]) -> list[tuple[float, Candidate]]:
        params = self._untried.draw(rng, tried) if self._untried else None
        if params is None:
            return []
        candidate = Candidate(params, self._space.encode(params))
        return [(float(belief.log_ei(self._encoder.from_units([candidate.units]))[0]), candidate)]

    def _spread(self, seeds: Seeds) -> tuple[list[Candidate], Points]:
        if self._sobol is None:
            units = scrambled_points(seeds.sweep(), max(len(self._space), 1), _MOST_FIRST, _SOBOL)
            found = [self._decoded(u.tolist()[: len(self._space)]) for u in units]
            self._sobol = found, self._encoder.from_units([c.units for c in found])
        return self._sobol

    def _decoded(self, u: list[float]) -> Candidate:
        params = self._space.decode(u)
        return Candidate(params, self._space.encode(params))

    def _neighbours(self, belief: Belief, rng: random.Random) -> list[Candidate]:
        """Some coordinates of a good point moved: by a little, by more, or anywhere."""
        process = belief.seen
        found: list[Candidate] = []
        for i in np.argsort(process.mean_at_data, kind="stable")[:_ELITES]:
            origin = self._encoder.to_units(process.points, int(i))
            found.extend(self._decoded([self._moved(u, rng) for u in origin]) for _ in range(_NEIGHBOURS))
        return found

    def _moved(self, u: float | None, rng: random.Random) -> float:
        if u is None or rng.random() < 0.1:
            return rng.random()
        if rng.random() < 0.5:
            return u
        return min(max(u + rng.gauss(0.0, 10.0 ** rng.uniform(-3.0, -0.5)), 0.0), 1.0)


_MOST_FIRST = 64
"""The pool begins after the first points of the sequence, which have been tried."""
