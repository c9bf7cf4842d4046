"""The functional analysis of variance of a tree, exactly.

Notation, besides that of `axes` and `boxes`:
    V (L, P)   measure of each leaf's box on each axis
    mean       of the tree:  sum_l v_l prod_j V_lj
    f_U        effect of the axes in U alone: the marginal over all others less the effects of U's subsets

Hutter, Hoos and Leyton-Brown (2014), "An efficient approach for assessing hyperparameter importance", Algorithm 2: a
marginal is a sum over leaves weighted by the measure of the rest of their boxes, so no sampling is needed. Effects are
linear in the tree, so that the effect of a forest is the mean of those of its trees.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from varre.analysis.boxes import Boxes
from varre.models.encoding import Floats

__all__ = ["Anova"]


class Anova:
    """A tree on a product of axes; ``weights`` holds one ``w`` an axis, and ``slices`` its place among the cells.

    ``effects`` (P of (C,)) are those of each axis alone.
    """

    def __init__(self, tree: Boxes, slices: Sequence[slice], weights: Sequence[Floats]) -> None:
        self._B = [tree.B[:, cells] for cells in slices]
        self._V = np.stack([B @ w for B, w in zip(self._B, weights, strict=True)], axis=1)
        self.mean = float(tree.v @ self._V.prod(axis=1))
        self._v = tree.v - self.mean  # effects are those of the tree less its mean: nothing cancels later
        self.effects = [(self._v * self._rest(axis)) @ B for axis, B in enumerate(self._B)]

    def pair(self, a: int, b: int) -> Floats:
        """The effect (C_a, C_b) that two axes have together and neither of them alone."""
        weighted = self._B[a] * (self._v * self._rest(a, b))[:, None]
        both: Floats = weighted.T @ self._B[b] - self.effects[a][:, None] - self.effects[b][None, :]
        return both

    def _rest(self, *axes: int) -> Floats:
        """The measure of each leaf's box on all other axes (L,)."""
        rest: Floats = np.delete(self._V, axes, axis=1).prod(axis=1)
        return rest
