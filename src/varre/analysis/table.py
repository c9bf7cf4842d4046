"""Runs as arrays, in an order of their own: which run came first must not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from varre.analysis.axes import Axis, axis_of
from varre.analysis.seen import Seen
from varre.models.encoding import Floats
from varre.models.outputs import Warp
from varre.space import SearchSpace

__all__ = ["Table"]

_DIGITS = 9
"""Rounding of a loss, which differs from unit to unit, must not decide between two splits that are as good."""


@dataclass(frozen=True, slots=True)
class Table:
    """The n runs that lie in ``space``.

    ``units`` (n, parameters) are quantiles, NaN where a parameter is absent; ``losses`` (n,); ``y`` (n,) the same,
    warped, with mean 0 and variance 1 (0 if all are alike). ``axes`` are the parameters that varied.
    """

    space: SearchSpace
    units: Floats
    losses: Floats
    y: Floats
    axes: tuple[Axis, ...]

    @classmethod
    def of(cls, space: SearchSpace, runs: Sequence[Seen], losses: Sequence[float]) -> Table:
        """The table of ``runs`` with their ``losses``; runs with a value outside its domain are left out."""
        found = [(units, loss) for run, loss in zip(runs, losses, strict=True) if (units := _units(space, run))]
        U = np.array([units for units, _ in found], dtype=np.float64).reshape(len(found), len(space))
        y = np.array([loss for _, loss in found], dtype=np.float64)
        order = np.lexsort((y, *np.nan_to_num(U, nan=-1.0).T))
        U, y = U[order], y[order]
        found_axes = (axis_of(parameter, U[:, i]) for i, parameter in enumerate(space.parameters))
        return cls(space, U, y, _warped(y), tuple(axis for axis in found_axes if axis is not None))


def _units(space: SearchSpace, run: Seen) -> tuple[float | None, ...] | None:
    try:
        return space.encode(run.params)
    except ValueError:
        return None


def _warped(losses: Floats) -> Floats:
    if not len(losses):
        return losses
    z = Warp.of(losses.tolist())(losses)
    z = z - z.mean()
    warped: Floats = np.round(z / (z.std() or 1.0), _DIGITS)
    return warped
