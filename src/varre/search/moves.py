"""The steps from one configuration to others on a mixed space: one discrete parameter changed at a time.

Notation is that of `varre.models.snapping`; Q is the number of steps looked at from each point.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from varre.models.encoding import Floats, centres
from varre.models.snapping import Snapper, filled
from varre.space import Distribution, SearchSpace

__all__ = ["Moves"]

_MOST_VALUES = 16
"""Of a parameter with more values than this, the nearest ones are tried."""
_NEAR = np.array([-1.0, 1.0, -2.0, 2.0, -4.0, 4.0, -8.0, 8.0])


class Moves:
    """The configurations next to others; ``snap`` rounds points of the space."""

    def __init__(self, space: SearchSpace, snap: Snapper) -> None:
        self.snap = snap
        few = [(place, centres(d)) for place, d, n in _discrete(space) if n <= _MOST_VALUES]
        self._many = [(place, n) for place, _, n in _discrete(space) if n > _MOST_VALUES]
        self._values = np.concatenate([np.empty(0), *(values for _, values in few)])
        self._places = np.array(
            [place for place, values in few for _ in values] + [place for place, _ in self._many for _ in _NEAR],
            dtype=np.intp,
        )

    def of(self, V: Floats) -> tuple[NDArray[np.intp], Floats]:
        """All steps from the rounded points ``V`` (s, D): from which (k,), and where to (k, D).

        A step changes one discrete parameter, and what exists because of it; what appears lies in its middle.
        """
        targets = self._targets(V)
        starts, steps = np.nonzero((targets > 0.0) & (targets < 1.0))  # NaN is neither
        places, rows = self._places[steps], np.arange(len(starts))
        U = filled(V)[starts]
        U[rows, places] = targets[starts, steps]
        there = self.snap(U)
        moved = there[rows, places] != V[starts, places]
        return starts[moved], there[moved]

    def _targets(self, V: Floats) -> Floats:
        """The quantiles (s, Q) that the changed parameters take; NaN where they are absent."""
        near = [V[:, place, None] + _NEAR / cardinality for place, cardinality in self._many]
        targets = np.concatenate([np.tile(self._values, (len(V), 1)), *near], axis=1)
        return np.where(np.isnan(V[:, self._places]), np.nan, targets)


def _discrete(space: SearchSpace) -> list[tuple[int, Distribution, int]]:
    """Place, distribution and number of values of each parameter that has several, but not any number."""
    found = [(i, p.distribution, p.distribution.cardinality) for i, p in enumerate(space.parameters)]
    return [(i, distribution, n) for i, distribution, n in found if n is not None and n > 1]
