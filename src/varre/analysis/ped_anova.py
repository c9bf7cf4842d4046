"""PED-ANOVA: how far the best tenth of the runs differs from all of them in each parameter.

Watanabe, Bansal and Hutter (2023), "PED-ANOVA: efficiently quantifying hyperparameter importance in arbitrary
subspaces", Algorithm 1, on a grid of M cells per parameter:

    p, q (M,)  densities of all runs and of the best tenth, by Parzen estimators with Scott's bandwidth
    D          sum_m p_m (q_m / p_m - 1)^2, the Pearson divergence: 0 if the best are like all

A parameter counts with its part of the sum of all D, so that shares sum to 1. No forest, and quick; it sees what leads
to the best and nothing of what happens elsewhere. Each estimator has a uniform kernel beside those of the runs, which
keeps densities above 0. A parameter with a condition is looked at among the runs that have it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from varre.analysis.axes import Axis, indices, is_category, places
from varre.analysis.figures import Figures
from varre.analysis.resampling import around
from varre.analysis.table import Table
from varre.models.encoding import Floats

__all__ = ["divergence", "ped_anova"]

_BEST = 0.1
_STEPS = 50
"""M of a number that has more values."""
_DRAWS = 100
_NARROWEST = 0.5 / 1.64
"""A kernel is no narrower than to keep nine tenths of it within one step."""


def ped_anova(data: Table, rng: np.random.Generator) -> Figures:
    """The part of each axis in all that sets the best runs apart; 80 % intervals by resampling the runs."""
    grids = [_grid(axis, data.units[:, data.space.parameters.index(axis.parameter)]) for axis in data.axes]
    everything = np.arange(len(data.y))
    draws = (rng.integers(len(data.y), size=len(data.y)) for _ in range(_DRAWS))
    resampled = np.stack([_shares(grids, data.y, rows) for rows in draws])
    return Figures(*around(_shares(grids, data.y, everything), resampled))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cell of each run (n,), -1 where the parameter is absent, of M ``cells``."""

    codes: NDArray[np.int64]
    cells: int
    ordered: bool


def _grid(axis: Axis, u: Floats) -> _Grid:
    distribution = axis.parameter.distribution
    cells = distribution.cardinality
    if cells is None or (cells > _STEPS and not is_category(distribution)):
        nearest = np.rint(np.nan_to_num(u) * (_STEPS - 1)).astype(np.int64)
        return _Grid(np.where(np.isnan(u), -1, nearest), _STEPS, ordered=True)
    index = indices(distribution, u)
    codes = np.where(index < 0, -1, places(distribution).astype(np.int64)[index])
    return _Grid(codes, cells, ordered=not is_category(distribution))


def _shares(grids: Sequence[_Grid], y: Floats, rows: NDArray[np.intp]) -> Floats:
    divergences = np.array([_of_grid(grid, y, rows) for grid in grids])
    total = float(divergences.sum())
    return divergences / total if total > 0.0 else divergences


def _of_grid(grid: _Grid, y: Floats, rows: NDArray[np.intp]) -> float:
    rows = rows[grid.codes[rows] >= 0]
    if not len(rows):
        return 0.0
    losses = y[rows]
    worst = np.partition(losses, (place := math.ceil(_BEST * len(rows)) - 1))[place]
    every, best = (np.bincount(grid.codes[part], minlength=grid.cells) for part in (rows, rows[losses <= worst]))
    return divergence(every, best, ordered=grid.ordered)


def divergence(every: NDArray[np.int64], best: NDArray[np.int64], *, ordered: bool) -> float:
    """D of the best runs from all, both counted in each cell (M,)."""
    p, q = (_density(counts, ordered=ordered) for counts in (every, best))
    apart: Floats = q / p - 1.0
    return float(p @ apart**2)


def _density(counts: NDArray[np.int64], *, ordered: bool) -> Floats:
    n, M = int(counts.sum()), len(counts)
    smooth = _kernels(M, _bandwidth(counts)) if ordered else np.eye(M)
    density: Floats = (counts @ smooth + 1.0 / M) / (n + 1)
    return density


def _kernels(M: int, bandwidth: float) -> Floats:
    """The part of a normal kernel at each cell (row) that lies in each cell (column), cut off at the ends."""
    edges = ndtr((np.arange(M + 1)[None, :] - 0.5 - np.arange(M)[:, None]) / bandwidth)
    parts = np.diff(edges, axis=1)
    kernels: Floats = parts / parts.sum(axis=1, keepdims=True)
    return kernels


def _bandwidth(counts: NDArray[np.int64]) -> float:
    """Scott (1992), section 6.5: 1.059 min(sd, IQR / 1.34) n^(-1/5)."""
    n, cells = int(counts.sum()), np.arange(len(counts))
    mean = float(cells @ counts) / n
    sd = math.sqrt(float((cells - mean) ** 2 @ counts) / max(n - 1, 1))
    q1, q3 = np.searchsorted(np.cumsum(counts), [n / 4, 3 * n / 4])
    scott = 1.059 * min(sd, float(q3 - q1) / 1.34) * n**-0.2
    return max(float(scott), _NARROWEST)
