"""From the model's scale to losses with an interval."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from varre.models.encoding import Floats
from varre.search.belief import Belief
from varre.search.portrait.shapes import Band

__all__ = ["Z", "bands"]

Z = float(ndtri(0.9))
"""Eight in ten lie within so many standard deviations."""


def bands(belief: Belief, mean: Floats, variance: Floats) -> tuple[Band, ...]:
    """What is expected for standardised values of ``mean`` and ``variance`` (m,)."""
    spread = Z * np.sqrt(variance)
    ends = (belief.losses(mean + side * spread).tolist() for side in (0.0, -1.0, 1.0))
    return tuple(Band(*band) for band in zip(*ends, strict=True))
