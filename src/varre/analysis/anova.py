"""The functional analysis of variance of a tree, exactly.

Notation, besides that of `axes` and `boxes`:
    V (L, P)   measure of each leaf's box on each axis
    f_0        mean of the tree:  sum_l v_l prod_j V_lj
    V_total    variance of it
    f_U        effect of the axes in U alone: the marginal over all others less the effects of U's subsets

Hutter, Hoos and Leyton-Brown (2014), "An efficient approach for assessing hyperparameter importance", Algorithm 2: a
marginal is a sum over leaves weighted by the measure of the rest of their boxes, so no sampling is needed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from varre.analysis.boxes import Boxes
from varre.models.encoding import Floats

__all__ = ["Anova"]

_NOTHING = 1e-12
"""Variances below this share of the mean square are rounding."""


class Anova:
    """A tree on a product of axes; ``weights`` holds one ``w`` an axis, and ``slices`` its place among the cells."""

    def __init__(self, tree: Boxes, slices: Sequence[slice], weights: Sequence[Floats]) -> None:
        self._weights = weights
        self._B = [tree.B[:, cells] for cells in slices]
        self._V = np.stack([B @ w for B, w in zip(self._B, weights, strict=True)], axis=1)
        measure = self._V.prod(axis=1)
        mean = float(tree.v @ measure)
        self._v = tree.v - mean  # effects are those of the tree less its mean: nothing cancels later
        self._effects = [(self._v * self._rest(axis)) @ B for axis, B in enumerate(self._B)]
        total = float(self._v**2 @ measure)
        self.total = total if total > _NOTHING * (total + mean**2) else 0.0

    def main(self, axis: int) -> float:
        """The share of the variance that one axis explains alone, in [0, 1]; 0 if there is no variance."""
        return self._share(float(self._weights[axis] @ self._effects[axis] ** 2))

    def pair(self, a: int, b: int) -> float:
        """The share of the variance that two axes explain together and neither of them alone."""
        weighted = self._B[a] * (self._v * self._rest(a, b))[:, None]
        both = weighted.T @ self._B[b] - self._effects[a][:, None] - self._effects[b][None, :]
        return self._share(float(self._weights[a] @ both**2 @ self._weights[b]))

    def _share(self, variance: float) -> float:
        return min(max(variance / self.total, 0.0), 1.0) if self.total else 0.0

    def _rest(self, *axes: int) -> Floats:
        """The measure of each leaf's box on all other axes (L,)."""
        rest: Floats = np.delete(self._V, axes, axis=1).prod(axis=1)
        return rest
