"""What might be tried: the suggestion and the best others, each beside the runs that are most alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from varre.models.encoding import Encoder, Floats, Points
from varre.models.kernel import covariance_between
from varre.runs import Observation, Reason
from varre.search.belief import Belief
from varre.search.portrait.bands import bands
from varre.search.portrait.shapes import Guess
from varre.space import Params, identity

__all__ = ["Neighbourhood", "apart"]

_NEAR = 0.8
_SAME = 0.9
"""Configurations that the model correlates above this are nearly the same."""
_LOOKED_AT = 400
_ONE_NUMBER = 0.039
"""Numbers that differ by no more of their axis count as one; of up to 25 values each is another."""


def apart(belief: Belief, first: Params, others: Iterable[Params], n: int) -> Iterator[Params]:
    """The first ``n`` of ``others`` that are nearly the same as neither ``first`` nor each other."""
    others = list(islice(others, _LOOKED_AT))
    points = belief.encoder.encode([first, *others])
    free = np.ones(len(points), dtype=bool)
    last = 0
    for _ in range(n):
        free &= _likeness(belief, points[[last]], points)[0] < _SAME
        if not free.any():
            return
        last = int(np.argmax(free))
        yield others[last - 1]


def _likeness(belief: Belief, a: Points, b: Points) -> Floats:
    return covariance_between(a, b, belief.encoder.conditional, belief.seen.length)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The runs that guesses are compared with, their points, and the parameters, those that matter most first."""

    belief: Belief
    runs: Sequence[Observation]
    points: Points
    paths: Sequence[str]

    def guess(self, params: Params, reason: Reason) -> Guess:
        """``params`` with what is expected of it, and the runs near it."""
        point = self.belief.encoder.encode([params])
        mean, deviation = self.belief.seen.predict(point)
        [predicted] = bands(self.belief, mean, deviation**2 + self.belief.seen.noise)
        likeness = _likeness(self.belief, point, self.points)[0]
        nearest = int(np.argmax(likeness))
        return Guess(
            params,
            reason,
            predicted,
            int((likeness > _NEAR).sum()),
            self.runs[nearest].number,
            min(float(likeness[nearest]), 1.0),
            tuple(path for path in self.paths if _differ(self.belief.encoder, path, params, self.runs[nearest].params)),
        )


def _differ(encoder: Encoder, path: str, a: Params, b: Params) -> bool:
    if path not in a or path not in b:
        return (path in a) is not (path in b)
    if identity(a[path]) == identity(b[path]):
        return False
    place = encoder.space.parameters.index(encoder.space[path])
    if place not in encoder.numbers:
        return True
    here, there = encoder.encode([a, b]).X[:, encoder.numbers.index(place)]
    return bool(abs(here - there) > _ONE_NUMBER)
