"""Losses as a Gaussian process likes them: the better half as it is, the worse half squeezed by rank.

Losses have long right tails: a diverged run can be a million times the median, and would leave no difference among
the good ones. As in Vizier (Song et al. 2024, "half-rank warping") what is worse than the median keeps its order and
loses its size. The better half is only shifted and scaled, so that small gains near the optimum keep their meaning.

    med   median of the losses
    s     sqrt(mean((med - y)^2)) over y <= med: the spread of the better half
    z     (y - med) / s                                       for y <= med
          Phi^-1(1/2 + (rank above med) / (2 (number above + 1)))     else
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from varre.models.encoding import Floats

__all__ = ["Warp"]

_FAILED = 0.5
"""How much worse than the worst a failed run counts, in standard deviations of the better half."""


@dataclass(frozen=True, slots=True)
class Warp:
    """A rising map from losses to warped ones and back, fitted to the losses of one history.

    ``knots`` are losses above the median and ``images`` what they become, both ascending.
    """

    median: float
    spread: float
    knots: Floats
    images: Floats

    @classmethod
    def of(cls, losses: Sequence[float]) -> Warp:
        """The map for ``losses``, of which there is at least one."""
        y = np.sort(np.asarray(losses, dtype=np.float64))
        median = float(y[(len(y) - 1) // 2])
        better, worse = y[y <= median], y[y > median]
        scale = float(median - better[0])
        spread = scale * float(np.sqrt(np.mean(((median - better) / scale) ** 2))) if scale > 0 else 0.0
        if spread == 0.0:  # all of the better half alike
            spread = float(worse[0] - median) if len(worse) else 1.0
        knots, first, counts = np.unique(worse, return_index=True, return_counts=True)
        ranks = first + (counts + 1) / 2
        return cls(median, spread, knots, ndtri(0.5 + 0.5 * ranks / (len(worse) + 1)))

    @property
    def failed(self) -> float:
        """What a run without a loss counts as: worse than all that has one."""
        return (float(self.images[-1]) if len(self.images) else 0.0) + _FAILED

    def __call__(self, losses: Floats) -> Floats:
        """Warped losses."""
        straight = (losses - self.median) / self.spread
        if not len(self.knots):
            return straight
        x, z = self._bent()
        return np.where(losses <= self.median, straight, np.interp(losses, x, z))

    def inverse(self, z: Floats) -> Floats:
        """Losses of warped values; beyond the worst one that was seen, that one."""
        straight = self.median + z * self.spread
        if not len(self.knots):
            return straight
        x, images = self._bent()
        return np.where(z <= 0.0, straight, np.interp(z, images, x))

    def _bent(self) -> tuple[Floats, Floats]:
        return np.concatenate([[self.median], self.knots]), np.concatenate([[0.0], self.images])
