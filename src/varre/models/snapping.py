"""Where the configurations at many points of the unit cube lie, without making them.

What `SearchSpace.decode` and `SearchSpace.encode` say one after the other of one point, for all points at once and
parameter by parameter. A search looks at a thousand points for each configuration that it proposes.

Notation:
    m         number of points
    D         number of parameters of the space
    U (m, D)  quantiles in [0, 1]; those of parameters that turn out to be absent are ignored
    V (m, D)  the same after rounding to what exists: discrete values at the centres of their cells, NaN where absent

Continuous quantiles stay as they are, but for Beta's, which may be flat over much of its range.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from varre.space import Beta, Clause, Condition, Continuous, Discrete, Distribution, SearchSpace

__all__ = ["Snapper", "filled"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_MOST_CELLS = 4096
"""Cells of a distribution with more values are not listed."""

_Snap = Callable[[Floats], Floats]
"""Quantiles (m,) of one parameter to the same after rounding."""
_Rule = Callable[[Floats], Bools]
"""Of rounded points (m, D), where a parameter exists, (m,)."""


class Snapper:
    """Rounds points of the unit cube to the configurations of one space."""

    def __init__(self, space: SearchSpace) -> None:
        places = {parameter.path: place for place, parameter in enumerate(space.parameters)}
        distributions = [parameter.distribution for parameter in space.parameters]
        self._snaps = [_snap(distribution) for distribution in distributions]
        self._rules = [  # parents first
            (places[parameter.path], _rule(parameter.when, places, distributions))
            for parameter in space.in_order()
            if parameter.when is not None
        ]

    def __call__(self, U: Floats) -> Floats:
        """``V`` (m, D) of ``U`` (m, D): as `SearchSpace.encode` has it, with NaN for ``None``."""
        V = np.empty_like(U)
        for place, snap in enumerate(self._snaps):
            V[:, place] = snap(U[:, place])
        for place, rule in self._rules:
            V[~rule(V), place] = np.nan
        return V


def filled(V: Floats) -> Floats:
    """Rounded points, or one of them, as quantiles everywhere: what is absent is in its middle."""
    return np.where(np.isnan(V), 0.5, V)


def _snap(distribution: Distribution) -> _Snap:
    if isinstance(distribution, Continuous) and not isinstance(distribution, Beta):
        return lambda u: u
    cardinality = distribution.cardinality
    if cardinality is not None and cardinality <= _MOST_CELLS:
        edges = np.array(distribution.edges())
        centres = (edges[:-1] + edges[1:]) / 2.0
        return lambda u: centres[_cells(edges, u)]
    if cardinality is not None and isinstance(distribution, Discrete):
        return lambda u: (np.minimum(np.floor(u * cardinality), cardinality - 1) + 0.5) / cardinality
    return lambda u: np.array([distribution.to_unit(distribution.from_unit(x)) for x in u.tolist()])


def _cells(edges: Floats, u: Floats) -> NDArray[np.intp]:
    """In which cell each of ``u`` lies; NaN in the last."""
    return np.clip(np.searchsorted(edges, u, side="right") - 1, 0, len(edges) - 2)


def _rule(condition: Condition, places: dict[str, int], distributions: list[Distribution]) -> _Rule:
    verdicts = [(places[path], _verdict(clause, distributions[places[path]])) for path, clause in condition.clauses]

    def holds(V: Floats) -> Bools:
        there = np.ones(len(V), dtype=bool)
        for place, verdict in verdicts:
            there &= ~np.isnan(V[:, place]) & verdict(V[:, place])
        return there

    return holds


def _verdict(clause: Clause, distribution: Distribution) -> _Rule:
    """Where a clause holds of rounded quantiles (m,) of its parameter; anything where they are NaN."""
    cardinality = distribution.cardinality
    if cardinality is not None and cardinality <= _MOST_CELLS:
        edges = np.array(distribution.edges())
        table = np.array([clause.holds(value) for value in distribution.values()])
        return lambda v: table[_cells(edges, v)]
    return lambda v: np.array([x == x and clause.holds(distribution.from_unit(x)) for x in v.tolist()], dtype=bool)
