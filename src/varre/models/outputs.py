"""Losses as a Gaussian process likes them: the better half as it is, the worse half squeezed.

Losses have long right tails: a diverged run can be a million times the median, and would leave no difference among
the good ones. What is worse than the median is squeezed by a logarithm and ends at a ceiling; the map stays smooth, so
that a smooth loss stays one (by rank, as in Vizier, a flat region would turn into noise). The better half is only
shifted and scaled, so that small gains near the optimum keep their meaning.

    med   median of the losses
    s     sqrt(mean((med - y)^2)) over y < med: the spread of the better half
    t     (y - med) / s
    z     t for t <= 0;  log(1 + t) for 0 < t, at most log(1 + CEILING)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from varre.models.encoding import Floats

__all__ = ["Warp"]

_CEILING = 20.0
"""Spreads above the median; whatever is worse than that counts alike."""
_FAILED = 0.5
"""How much worse than the worst a run without a loss counts."""


@dataclass(frozen=True, slots=True)
class Warp:
    """A rising map from losses to warped ones and back, fitted to the losses of one history.

    ``median`` and ``spread`` in units of the loss; ``failed`` is the warped value of a run without a loss.
    """

    median: float
    spread: float
    failed: float

    @classmethod
    def of(cls, losses: Floats | Sequence[float]) -> Warp:
        """The map for ``losses``, finite, of which there is at least one."""
        y = np.sort(np.asarray(losses, dtype=np.float64))
        median = float(y[(len(y) - 1) // 2])
        spread = _root_mean_square(median - y[y < median]) or _root_mean_square(y[y > median] - median) or 1.0
        warp = cls(median, spread, 0.0)
        return cls(median, spread, float(warp(y[-1:])[0]) + _FAILED)

    def __call__(self, losses: Floats) -> Floats:
        """Warped losses."""
        with np.errstate(over="ignore"):  # beyond what a float holds is beyond the ceiling, too
            t = np.clip(losses / self.spread - self.median / self.spread, None, _CEILING)
        warped: Floats = np.where(t <= 0.0, t, np.log1p(np.maximum(t, 0.0)))
        return warped

    def inverse(self, z: Floats) -> Floats:
        """Losses of warped values; beyond the ceiling, the loss at the ceiling."""
        bent = np.expm1(np.clip(z, 0.0, np.log1p(_CEILING)))
        return self.median + self.spread * np.where(z <= 0.0, z, bent)


def _root_mean_square(differences: Floats) -> float:
    """0 for none. Scaled first: squares of what can be a loss overflow."""
    largest = float(differences.max(initial=0.0))
    return largest * float(np.sqrt(np.mean((differences / largest) ** 2))) if largest > 0.0 else 0.0
