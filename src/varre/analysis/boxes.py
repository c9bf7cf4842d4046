"""A regression tree as the boxes of its leaves.

Notation, besides that of `axes`:
    P          axes;  S the cells of all axes, one axis after the other
    B (L, S)   1 where a cell belongs to a leaf's box, which is the product of its parts on each axis
    v (L,)     value of each leaf
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from varre.analysis.axes import Axis
from varre.models.encoding import Floats

__all__ = ["Boxes", "Nodes", "boxes", "slices", "table"]

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Nodes:
    """A binary tree as arrays: children (-1 in a leaf), and left where ``column`` is at most ``threshold``."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    column: NDArray[np.int64]
    threshold: Floats
    value: Floats


@dataclass(frozen=True, slots=True)
class Boxes:
    """``B`` (L, S) and ``v`` (L,)."""

    B: Floats
    v: Floats


def slices(axes: Sequence[Axis]) -> list[slice]:
    """Which of the S cells belong to each axis."""
    ends = np.cumsum([axis.size for axis in axes])
    return [slice(int(end) - axis.size, int(end)) for axis, end in zip(axes, ends, strict=True)]


def table(axes: Sequence[Axis]) -> Floats:
    """What each column says in each of the S cells; NaN in cells of other axes."""
    wide = np.full((sum(len(axis.table) for axis in axes), sum(axis.size for axis in axes)), np.nan)
    row = 0
    for axis, cells in zip(axes, slices(axes), strict=True):
        wide[row : row + len(axis.table), cells] = axis.table
        row += len(axis.table)
    return wide


def boxes(nodes: Nodes, wide: Floats) -> Boxes:
    """The boxes of a tree over the columns of ``wide``, which is `table`'s, level by level."""
    inside = np.ones((len(nodes.left), wide.shape[1]), dtype=bool)
    level = np.zeros(1, dtype=np.int64)
    while len(level := level[nodes.left[level] >= 0]):
        says, at = wide[nodes.column[level]], nodes.threshold[level, None]
        inside[nodes.left[level]] = inside[level] & ~(says > at)  # a comparison with NaN is false: elsewhere all stays
        inside[nodes.right[level]] = inside[level] & ~(says <= at)
        level = np.concatenate([nodes.left[level], nodes.right[level]])
    leaves = nodes.left < 0
    return Boxes(inside[leaves].astype(np.float64), nodes.value[leaves])
