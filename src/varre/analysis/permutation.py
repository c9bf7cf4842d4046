"""Permutation importance: how much worse the forest predicts when the values of one parameter are exchanged among runs.

Breiman (2001), section 10: each tree is asked about the runs that it did not see. The mean squared error grows by

    E (f(x) - f(x'))^2 = 2 V_T,    x' = x with the value of another run in one place,

where V_T is the variance that is lost without the parameter, alone and together with others (the total effect of Homma
and Saltelli 1996, in the form of Jansen 1999). So half of the growth, as a share of the variance of the values, lies
between 0 and 1, and with interactions shares sum to more than 1. A parameter with a condition is exchanged among the
runs that have it.
"""

from __future__ import annotations

import numpy as np

from varre.analysis.figures import Figures
from varre.analysis.forest import GROUPS, TREES, Forest, Tree, columns, some
from varre.analysis.resampling import by_groups
from varre.analysis.table import Table
from varre.models.encoding import Floats

__all__ = ["permutation"]


def permutation(data: Table, rng: np.random.Generator) -> Figures:
    """The share of the variance that is lost without each axis."""
    forest = Forest.grown(data.axes, data.y, rng)
    shares = np.stack([_shares(data, tree, rng) for tree in forest.trees])
    value, low, high = by_groups(shares.reshape(GROUPS, TREES, len(data.axes)), forest.kept)
    return Figures(value, low, high, (), forest.a_tree, forest.explained(rng))


def _shares(data: Table, tree: Tree, rng: np.random.Generator) -> Floats:
    """Half the growth of the error as a share of the variance, for each axis of one tree; may fall below 0."""
    rows = some(tree.unseen, rng)
    X, y = columns(data.axes, rows, rng), data.y[rows]
    error = (tree.predict(X) - y) ** 2
    shares, at = np.zeros(len(data.axes)), 0
    for place, axis in enumerate(data.axes):
        mine = slice(at, at := at + len(axis.table))
        there = np.flatnonzero(axis.codes[rows] >= 0)
        variance = float(y[there].var()) if len(there) else 0.0
        if variance > 0.0:
            exchanged = X[there]
            exchanged[:, mine] = X[rng.permutation(there), mine]
            grown = (tree.predict(exchanged) - y[there]) ** 2 - error[there]
            shares[place] = float(grown.mean()) / 2.0 / variance
    return shares
