"""Keeping proposals near what has been seen, while that is little.

In the corners of a cube of several dimensions nothing is known, so expected improvement goes there first, one corner
after the other. As in Vizier (Song et al. 2024, section 3.6) a point may lie at most a radius from the nearest one
seen, in the largest coordinate; the radius grows with what has been seen until it covers everything.
"""

from __future__ import annotations

import numpy as np

from varre.models.encoding import Floats, Points

__all__ = ["penalty", "radius"]

_SMALLEST, _EVERYWHERE = 0.2, 0.5
_TRIALS_PER_COLUMN = 10
_WEIGHT = 30.0
_AT_ONCE = 256
"""Rows compared with all that was seen in one piece: temporaries stay small at 1,000 points."""


def radius(seen: int, dimension: int) -> float:
    """How far a point may lie from the nearest of ``seen`` points in a space of ``dimension`` columns."""
    grown = seen / (_TRIALS_PER_COLUMN * (dimension + 1))
    return _SMALLEST + (_EVERYWHERE - _SMALLEST) * grown if grown < 1.0 else float("inf")


def penalty(points: Points, seen: Points, dimension: int) -> Floats:
    """What to take from log EI (m,): in proportion to how far beyond the radius a point lies."""
    limit = radius(len(seen), dimension)
    if not np.isfinite(limit) or not points.X.shape[1]:
        return np.zeros(len(points))
    nearest = [_nearest(points.X[i : i + _AT_ONCE], seen.X) for i in range(0, len(points), _AT_ONCE)]
    return _WEIGHT * np.maximum(np.concatenate(nearest) - limit, 0.0)


def _nearest(X: Floats, seen: Floats) -> Floats:
    """Distance (m,) to the nearest of ``seen`` (n, d), in the largest coordinate; single precision is twice as fast."""
    here, there = X.T.astype(np.float32)[:, :, None], seen.T.astype(np.float32)[:, None, :]
    largest = np.zeros((len(X), len(seen)), dtype=np.float32)
    apart = np.empty_like(largest)
    for column in range(X.shape[1]):
        np.abs(np.subtract(here[column], there[column], out=apart), out=apart)
        np.maximum(largest, apart, out=largest)
    nearest: Floats = largest.min(axis=1).astype(np.float64)
    return nearest
