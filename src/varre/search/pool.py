"""Where to begin the climb: Sobol points of the whole space, and neighbours of the best points seen.

Notation, besides that of `varre.models.snapping`:
    V (m, D)  candidates: rounded points of the unit cube, NaN where a parameter is absent
"""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

import numpy as np

from varre.models.encoding import Encoder, Floats, Points
from varre.models.snapping import Snapper, filled
from varre.runs import Seeds
from varre.search.belief import Belief
from varre.search.random import Untried
from varre.search.sobol import scrambled_points
from varre.space import Params, SearchSpace

__all__ = ["Candidates", "Pool", "configuration"]

_SOBOL = 1024
_LOOKED_AT = 8
"""So many times as many points are looked at for those that constraints allow."""
_ELITES = 5
_NEIGHBOURS = 40
_STARTS = 6
_MOST_FIRST = 64
"""The pool begins after the first points of the sequence, which have been tried."""
_ANYWHERE, _STAYS = 0.1, 0.45
"""So many of a neighbour's coordinates are drawn anew, and so many stay as they are; the others move by a step."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rounded points ``V`` (m, D) with their log EI ``scores`` (m,)."""

    V: Floats
    scores: Floats

    def __len__(self) -> int:
        return len(self.V)


class Pool:
    """The Sobol part is the same at each ask of a sweep, so it is made once."""

    def __init__(self, space: SearchSpace, encoder: Encoder, snap: Snapper, untried: Untried) -> None:
        self._space = space
        self._encoder = encoder
        self._snap = snap
        self._untried = untried
        self._sobol: tuple[Floats, Points] | None = None

    def candidates(self, belief: Belief, seeds: Seeds, number: int, tried: AbstractSet[Hashable]) -> Candidates:
        """The few with the greatest log EI, not tried, best first; none only if nothing is left."""
        found = list(islice(self._ranked(belief, seeds, number, tried), _STARTS))
        if not found:
            return self._last(belief, seeds.number(number), tried)
        return Candidates(np.array([v for v, _, _ in found]), np.array([score for _, score, _ in found]))

    def ranked(self, belief: Belief, seeds: Seeds, number: int, tried: AbstractSet[Hashable]) -> Iterator[Params]:
        """All that is looked at and not tried, each configuration once, by log EI, best first."""
        return (params for _, _, params in self._ranked(belief, seeds, number, tried))

    def _ranked(
        self, belief: Belief, seeds: Seeds, number: int, tried: AbstractSet[Hashable]
    ) -> Iterator[tuple[Floats, float, Params]]:
        spread, spread_points = self._spread(seeds)
        near = self._neighbours(belief, seeds.number(number))
        V = np.concatenate([spread, near])
        scores = belief.log_ei(spread_points + self._encoder.from_units(near))
        taken: set[bytes] = set()
        for i in np.argsort(-scores, kind="stable"):
            content = V[i].tobytes()  # equal for equal configurations, and much cheaper than their keys
            if content in taken:
                continue
            taken.add(content)
            params = configuration(self._space, V[i])
            if self._space.allows(params) and not (tried and self._space.key(params) in tried):
                yield V[i], float(scores[i]), params

    def _last(self, belief: Belief, rng: random.Random, tried: AbstractSet[Hashable]) -> Candidates:
        params = self._untried.draw(rng, tried)
        units = np.array([self._space.encode(params)] if params is not None else [], dtype=np.float64)
        V = self._snap(filled(units).reshape(-1, len(self._space)))
        return Candidates(V, belief.log_ei(self._encoder.from_units(V)))

    def _spread(self, seeds: Seeds) -> tuple[Floats, Points]:
        if self._sobol is None:
            n = _SOBOL * (_LOOKED_AT if self._space.constraints else 1)
            U = scrambled_points(seeds.sweep(), max(len(self._space), 1), _MOST_FIRST, n)
            V = self._snap(U[:, : len(self._space)])
            if self._space.constraints:
                V = V[[self._space.allows(configuration(self._space, v)) for v in V]][:_SOBOL]
            self._sobol = V, self._encoder.from_units(V)
        return self._sobol

    def _neighbours(self, belief: Belief, rng: random.Random) -> Floats:
        """Some coordinates of a good point moved: by a little, by more, or anywhere."""
        process = belief.seen
        elites = np.argsort(process.mean_at_data, kind="stable")[:_ELITES]
        origin = np.repeat(self._encoder.to_units(process.points[elites]), _NEIGHBOURS, axis=0)
        return self._snap(_moved(origin, np.random.default_rng(rng.getrandbits(64))))


def _moved(origin: Floats, rng: np.random.Generator) -> Floats:
    """Each coordinate (m, D) anew, as it is, or a step away of some length; what is absent (NaN), anew."""
    how, anew = rng.random(origin.shape), rng.random(origin.shape)
    step = rng.standard_normal(origin.shape) * 10.0 ** rng.uniform(-3.0, -0.5, origin.shape)
    kept = np.where(how < _ANYWHERE + _STAYS, origin, np.clip(origin + step, 0.0, 1.0))
    return np.where((how < _ANYWHERE) | np.isnan(origin), anew, kept)


def configuration(space: SearchSpace, v: Floats) -> Params:
    """The configuration at one rounded point (D,)."""
    return space.decode(filled(v).tolist())
