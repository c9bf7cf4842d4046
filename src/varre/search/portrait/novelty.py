"""Where the search looked: how unlike each run was to all that came before it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from varre.models.encoding import Floats, Points
from varre.models.kernel import covariance_between
from varre.runs import Observation
from varre.search.belief import Belief
from varre.search.portrait.shapes import Novelty

__all__ = ["novelty"]

_MOST = 500
"""Of more runs the latest: each is compared with all before it."""
_AT_ONCE = 200
_NEW = 0.2
"""From this distance on a run explores."""


def novelty(
    belief: Belief, observations: Sequence[Observation], points: Points, first_points: int
) -> tuple[Novelty, ...]:
    """One less the greatest correlation of each run with those before it, in order; ``points`` are those of all."""
    found = []
    for start in range(max(0, len(points) - _MOST), len(points), _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, len(points)))
        alike = covariance_between(points[rows], points, belief.encoder.conditional, belief.seen.length)
        found += [1.0 - _greatest(k[:i]) for i, k in zip(rows.tolist(), alike, strict=True)]
    offset = len(points) - len(found)
    return tuple(
        Novelty(
            seen.number, distance, "covering" if i < first_points else "exploring" if distance > _NEW else "refining"
        )
        for i, (seen, distance) in enumerate(zip(observations[offset:], found, strict=True), offset)
        if seen.number is not None
    )


def _greatest(correlations: Floats) -> float:
    return min(max(float(correlations.max(initial=0.0)), 0.0), 1.0)
