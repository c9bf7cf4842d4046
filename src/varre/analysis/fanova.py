"""fANOVA: which share of the variance each parameter explains alone, and each two together.

Hutter, Hoos and Leyton-Brown (2014). The variance is that of a forest over the search space as declared. A parameter
with a condition is measured where it exists: its share is one of the variance there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from varre.analysis.anova import Anova
from varre.analysis.axes import Axis
from varre.analysis.boxes import Boxes, boxes, slices, table
from varre.analysis.figures import Figures, Pair
from varre.analysis.forest import GROUPS, TREES, Forest
from varre.analysis.regions import region
from varre.analysis.resampling import by_groups
from varre.analysis.table import Table
from varre.models.encoding import Floats
from varre.space import SearchSpace

__all__ = ["fanova"]

_PAIRED = 8
"""Pairs are looked at among so many axes, those on which the forest splits most."""


def fanova(data: Table, rng: np.random.Generator) -> Figures:
    """The share that each axis explains alone, and the pairs that explain most together."""
    forest = Forest.grown(data.axes, data.y, rng)
    wide = table(data.axes)
    trees = [boxes(tree.nodes, wide) for tree in forest.trees]
    value, low, high = by_groups(_mains(data, trees), forest.kept)
    pairs = tuple(_pairs(data.space, data.axes, trees[::TREES]))
    return Figures(value, low, high, pairs, forest.a_tree, forest.explained(rng))


def _mains(data: Table, trees: Sequence[Boxes]) -> Floats:
    """Shares for each tree (groups, members, P)."""
    shares = np.zeros((len(trees), len(data.axes)))
    for weights, inside in _regions(data.space, data.axes):
        for row, tree in enumerate(trees):
            anova = Anova(tree, slices(data.axes), weights)
            shares[row, inside] = [anova.main(axis) for axis in inside]
    return shares.reshape(GROUPS, TREES, len(data.axes))


def _regions(space: SearchSpace, axes: Sequence[Axis]) -> Iterator[tuple[list[Floats], list[int]]]:
    """The parts of the space that axes exist in, each with its axes."""
    conditions = [axis.parameter.when for axis in axes]
    for condition in dict.fromkeys(conditions):
        inside = [i for i, other in enumerate(conditions) if other == condition]
        yield region(space, axes, [axes[inside[0]].path]), inside


def _pairs(space: SearchSpace, axes: Sequence[Axis], forest: Sequence[Boxes]) -> list[Pair]:
    """From one tree of each group: a mean needs fewer trees than its error bar."""
    candidates = sorted(_most_split(axes, forest))
    whole = [Anova(tree, slices(axes), region(space, axes, [])) for tree in forest]
    found = []
    for a, b in combinations(candidates, 2):
        paths = [axes[i].path for i in (a, b) if axes[i].parameter.when]
        part = [Anova(tree, slices(axes), region(space, axes, paths)) for tree in forest] if paths else whole
        found.append(Pair(a, b, float(np.mean([anova.pair(a, b) for anova in part]))))
    return sorted(found, key=lambda pair: -pair.importance)


def _most_split(axes: Sequence[Axis], forest: Sequence[Boxes]) -> list[int]:
    """The axes of which leaves hold the least part, which are those that were split most."""
    held = [np.mean([tree.B[:, cells].mean() for tree in forest]) for cells in slices(axes)]
    return [int(i) for i in np.argsort(held, kind="stable")[:_PAIRED]]
