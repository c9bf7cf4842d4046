"""Each run predicted from all others, in closed form.

Rasmussen and Williams (2006), eq. 5.12:

    mean_i = y_i - a_i / K^-1_ii,    variance_i = 1 / K^-1_ii    (with noise: it is one run that is predicted)

The hyperparameters are those of all runs, so that a run has still helped to choose them.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_solve

from varre.runs import Outcome
from varre.search.belief import Belief
from varre.search.portrait.bands import Z, bands
from varre.search.portrait.shapes import LeftOut

__all__ = ["judged", "left_out"]


def judged(belief: Belief) -> list[int]:
    """Places among those told of the runs that have a loss, those of earlier sweeps first, then by number."""
    valued = [i for i, seen in enumerate(belief.told) if seen.loss is not None and seen.outcome is not Outcome.FAILED]
    return sorted(valued, key=lambda i: belief.told[i].number or 0)


def left_out(belief: Belief) -> tuple[LeftOut, ...]:
    """Each of the `judged` runs, in their order."""
    p = belief.seen
    precision = np.diag(cho_solve((p.L, True), np.eye(len(p.points)), check_finite=False))
    mean, variance = p.y - p.alpha / precision, 1.0 / precision
    inside = np.abs(p.y - mean) <= Z * np.sqrt(variance)  # on the model's scale, which has a ceiling
    predicted = bands(belief, mean, variance)
    return tuple(
        LeftOut(seen.number, seen.loss, predicted[i], bool(inside[i]))
        for i in judged(belief)
        if (seen := belief.told[i]).loss is not None
    )
