"""Parameters as axes made of cells, for models whose pieces are boxes.

Notation:
    n          runs
    C          cells of an axis
    w (C,)     share of the search space that lies in each cell, sum 1
    T (k, C)   what the k columns of a model say in each cell

A finite parameter has a cell for each value; a continuous one is cut between the values that were seen, where they lie
densest. What a model cannot tell apart within a cell it never tells apart, so sums over cells are exact integrals.
An unordered category has a column for each value (a tree that splits these makes boxes on the set of values, whatever
order the values are listed in); a number has one, its quantile or the place of its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from varre.models.encoding import Floats
from varre.space import Categorical, Clause, Distribution, Parameter, Value
from varre.space.distribution import number

__all__ = ["Axis", "axis_of", "indices", "is_category", "places"]

Ints = NDArray[np.int64]

_MOST_CELLS = 64
_MOST_COLUMNS = 30
"""Beyond so many values of a category the rarest of them share a cell."""
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Axis:
    """One parameter that varied.

    ``codes`` (n,) is the cell of each run, -1 where the parameter is absent. ``edges`` (C + 1,) bounds the cells of a
    continuous parameter; of a finite one ``cells`` (K,) is the cell of each value and ``shares`` (K,) its probability.
    """

    parameter: Parameter
    codes: Ints
    table: Floats
    edges: Floats | None = None
    cells: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    shares: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def path(self) -> str:
        """The parameter's full path."""
        return self.parameter.path

    @property
    def size(self) -> int:
        """C."""
        return int(self.table.shape[1])

    def weights(self, clause: Clause | None = None) -> Floats:
        """``w`` (C,) of the whole axis, or of the part of it where ``clause`` holds (all of it if that is nothing)."""
        if self.edges is not None:
            weights = np.diff(self.edges if clause is None else self._clipped(self.edges, clause))
        else:
            weights = self._summed(self.shares * self._holds(clause))
        total = float(weights.sum())
        return weights / total if total > 0.0 else self.weights()

    def _summed(self, shares: Floats) -> Floats:
        return np.bincount(self.cells, shares, minlength=self.size).astype(np.float64)

    def _holds(self, clause: Clause | None) -> Floats:
        if clause is None:
            return np.ones(len(self.shares))
        return np.array([clause.holds(value) for value in self.parameter.distribution.values()], dtype=np.float64)

    def _clipped(self, edges: Floats, clause: Clause) -> Floats:
        """Single values of a continuous parameter have no share of it, so that only bounds count."""
        low = 0.0 if clause.min is None else _quantile(self.parameter.distribution, clause.min)
        high = 1.0 if clause.max is None else _quantile(self.parameter.distribution, clause.max)
        clipped: Floats = np.clip(edges, low, max(low, high))
        return clipped


def is_category(distribution: Distribution) -> bool:
    """Whether the values have no order that means something. Numbers have one, listed or not."""
    if not isinstance(distribution, Categorical) or distribution.ordered:
        return False
    return any(number(value) is None for value in distribution.choices)


def places(distribution: Distribution) -> Floats:
    """Where each value (K,) of a finite parameter stands: numbers by size, other values in the order of the list."""
    values = distribution.values()
    numbers = [x for value in values if (x := number(value)) is not None]
    if len(numbers) < len(values) or (isinstance(distribution, Categorical) and distribution.ordered):
        return np.arange(len(values), dtype=np.float64)
    return np.argsort(np.argsort(numbers)).astype(np.float64)


def indices(distribution: Distribution, u: Floats) -> Ints:
    """Which value (n,) of a finite parameter each quantile is the centre of; -1 where it is NaN."""
    centres = np.array([distribution.to_unit(value) for value in distribution.values()])
    return np.where(np.isnan(u), -1, np.searchsorted(centres, u - 1e-12))


def axis_of(parameter: Parameter, u: Floats) -> Axis | None:
    """The axis of a parameter with quantiles ``u`` (n,), NaN where it is absent; ``None`` if it never varied."""
    present = ~np.isnan(u)
    if len(np.unique(u[present])) < 2:
        return None
    cardinality = parameter.distribution.cardinality
    if isinstance(parameter.distribution, Categorical) or (cardinality is not None and cardinality <= _MOST_CELLS):
        return _finite(parameter, u, present)
    return _cut(parameter, u, present)


def _finite(parameter: Parameter, u: Floats, present: NDArray[np.bool_]) -> Axis:
    values: Sequence[Value] = parameter.distribution.values()
    centres = np.array([parameter.distribution.to_unit(value) for value in values])
    index = indices(parameter.distribution, u)
    if not is_category(parameter.distribution):
        ordered = places(parameter.distribution)[None, :]
        return Axis(parameter, index, ordered, None, np.arange(len(values)), _shares(centres))
    cells, table = _columns(np.bincount(index[present], minlength=len(values)))
    return Axis(parameter, np.where(present, cells[index], -1), table, None, cells, _shares(centres))


def _shares(centres: Floats) -> Floats:
    """The widths of adjoining cells that fill [0, 1], from their centres."""
    edges = [0.0]
    for centre in centres.tolist():
        edges.append(2.0 * centre - edges[-1])
    shares: Floats = np.maximum(np.diff(edges), 0.0)
    return shares


def _columns(counts: Ints) -> tuple[Ints, Floats]:
    """The cell of each value of a category, and the columns that tell the cells apart.

    What was never seen shares a cell without a column, and so do the rarest values of very many. Of two cells, one
    column is enough.
    """
    kept = np.sort(np.argsort(-counts, kind="stable")[: min(int((counts > 0).sum()), _MOST_COLUMNS)])
    cells = np.full(len(counts), len(kept), dtype=np.int64)
    cells[kept] = np.arange(len(kept))
    table = np.eye(len(kept), int(cells.max()) + 1)
    return cells, table[:1] if table.shape[1] == 2 else table


def _cut(parameter: Parameter, u: Floats, present: NDArray[np.bool_]) -> Axis:
    seen, counts = np.unique(u[present], return_counts=True)
    middle = (seen[1:] + seen[:-1]) / 2.0
    cuts = np.where(middle < seen[1:], middle, seen[:-1])  # between neighbouring floats the middle is one of them
    if len(seen) > _MOST_CELLS:
        wanted = np.arange(1, _MOST_CELLS) / _MOST_CELLS * counts.sum()
        cuts = cuts[np.unique(np.searchsorted(np.cumsum(counts)[:-1], wanted).clip(max=len(cuts) - 1))]
    edges = np.concatenate([[0.0], cuts, [1.0]])
    codes = np.where(present, np.searchsorted(cuts, u), -1)
    middles = np.bincount(codes[present], u[present]) / np.bincount(codes[present])
    return Axis(parameter, codes, middles[None, :], edges)


def _quantile(distribution: Distribution, bound: float) -> float:
    """The part of [0, 1] whose values lie below ``bound``, by bisection: bounds may lie outside the domain."""
    low, high = 0.0, 1.0
    if (number(distribution.from_unit(0.0)) or 0.0) >= bound:
        return 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if (number(distribution.from_unit(middle)) or 0.0) < bound:
            low = middle
        else:
            high = middle
    return high
