"""A forest on axes, grown by scikit-learn: its trees, and the runs that each of them did not see.

The runs are drawn anew, with replacement, for each of G groups of a few trees: the groups are the bootstrap by which
the error bars are found, and all trees together are the forest (Breiman 2001). Where a parameter is absent it gets a
value drawn anew for each tree, so that it can explain nothing there, and what its absence brings counts for the
parameter that decides it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from varre.analysis.axes import Axis
from varre.analysis.boxes import Nodes
from varre.models.encoding import Floats

__all__ = ["GROUPS", "MOST_RUNS", "TREES", "Forest", "Tree", "columns", "load_trees", "some"]

GROUPS, TREES = 32, 3
"""G, and how many trees each group has."""
MOST_RUNS = 1_000
"""A tree sees at most so many runs, drawn from all: 10,000 runs each would take 20 times as long."""
_COLUMNS_A_SPLIT = 0.7
"""The part of the columns that each split may choose from, so that the trees of a group differ."""

Rows = NDArray[np.intp]


class _Fitted(Protocol):
    """What is used of scikit-learn's ``Tree``."""

    children_left: NDArray[np.int64]
    children_right: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: Floats
    value: Floats

    def predict(self, X: NDArray[np.float32], /) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree: its ``group``, its ``nodes``, and which runs it has ``unseen``."""

    group: int
    nodes: Nodes
    unseen: Rows
    fitted: _Fitted

    def predict(self, X: Floats) -> Floats:
        """Predicted values (m,) for columns (m, k)."""
        return self.fitted.predict(X.astype(np.float32)).reshape(len(X))


@dataclass(frozen=True, slots=True)
class Forest:
    """All trees, group after group, of ``axes`` and values ``y`` (n,)."""

    axes: Sequence[Axis]
    y: Floats
    trees: tuple[Tree, ...]

    @classmethod
    def grown(cls, axes: Sequence[Axis], y: Floats, rng: np.random.Generator) -> Forest:
        """The forest for ``y``."""
        return cls(axes, y, tuple(_grow(axes, y, rng)))

    @property
    def a_tree(self) -> int:
        """How many runs each tree saw, some of them more than once."""
        return min(len(self.y), MOST_RUNS)

    @property
    def kept(self) -> float:
        """The part of the runs that each tree saw."""
        return self.a_tree / len(self.y)

    def explained(self, rng: np.random.Generator) -> float | None:
        """The share of the variance of ``y`` that the trees predict in runs they did not see, at least 0."""
        total, votes = np.zeros(len(self.y)), np.zeros(len(self.y))
        for tree in self.trees:
            rows = some(tree.unseen, rng)
            np.add.at(total, rows, tree.predict(columns(self.axes, rows, rng)))
            np.add.at(votes, rows, 1.0)
        voted = votes > 0
        if not voted.any() or not self.y.var():
            return None
        error = self.y[voted] - total[voted] / votes[voted]
        return max(0.0, 1.0 - float((error**2).mean()) / float(self.y.var()))


def load_trees() -> None:
    """Load scikit-learn's trees now, which takes a second or two, and not when the first forest is grown."""
    import sklearn.tree  # type: ignore[import-untyped]  # noqa: F401


def _grow(axes: Sequence[Axis], y: Floats, rng: np.random.Generator) -> Iterator[Tree]:
    from sklearn.tree import DecisionTreeRegressor  # not before it is due: see `load_trees`

    for group in range(GROUPS):
        drawn = rng.integers(len(y), size=min(len(y), MOST_RUNS))
        unseen = np.setdiff1d(np.arange(len(y)), drawn)
        for _ in range(TREES):
            grower = DecisionTreeRegressor(max_features=_COLUMNS_A_SPLIT, random_state=int(rng.integers(2**31)))
            grower.fit(columns(axes, drawn, rng), y[drawn])
            fitted = cast(_Fitted, grower.tree_)
            yield Tree(group, _nodes(fitted), unseen, fitted)


def some(rows: Rows, rng: np.random.Generator) -> Rows:
    """At most `MOST_RUNS` of ``rows``."""
    return rows if len(rows) <= MOST_RUNS else np.sort(rng.choice(rows, MOST_RUNS, replace=False))


def columns(axes: Sequence[Axis], rows: Rows, rng: np.random.Generator) -> Floats:
    """What the columns say of some runs (m, k), absent parameters drawn from their weights."""
    parts = []
    for axis in axes:
        codes = axis.codes[rows]
        absent = codes < 0
        if absent.any():
            codes[absent] = rng.choice(axis.size, size=int(absent.sum()), p=axis.weights())
        parts.append(axis.table[:, codes])
    return np.concatenate(parts).T


def _nodes(fitted: _Fitted) -> Nodes:
    value = fitted.value.reshape(-1)
    return Nodes(fitted.children_left, fitted.children_right, fitted.feature, fitted.threshold, value)
