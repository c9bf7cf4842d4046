"""What stands between losses and the standardised numbers that a network is fitted to.

The logarithm of a loss, in units of how far the good ones lie below the median; above it by one unit the logarithm
once more, for a loss of a million is hardly worse than one of a thousand, and must not take the network's attention.
On the way back, what a network says below the best loss of any training is drawn near to that: it may be a little
better between those that were tried, but a deep hole there is an invention, and searchers would find it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ensembles import Array

__all__ = ["Scale"]

GOOD = 0.02
"""The quantile that lies two units below the median."""
SMALLEST = 1e-3
BELOW = 0.1
"""In units: further below the lowest than this, a network is believed by less than half."""
HIGHEST = 60.0
"""No logarithm of a loss is above this."""


@dataclass(frozen=True, slots=True)
class Scale:
    """``middle`` and ``unit`` of a logarithm, and the ``lowest`` that was seen, in units."""

    middle: float
    unit: float
    lowest: float

    @classmethod
    def of(cls, logs: Array) -> Scale:
        """The scale of logarithms (n,)."""
        middle, good = np.quantile(logs, [0.5, GOOD])
        unit = max(SMALLEST, float(middle - good) / 2)
        return cls(float(middle), unit, float(np.min(logs) - middle) / unit)

    def standard(self, logs: Array) -> Array:
        """What a network is fitted to: (n,) for (n,)."""
        z = (logs - self.middle) / self.unit
        return np.where(z > 1, 1 + np.log(np.maximum(z, 1)), z)

    def logs(self, standard: Array) -> Array:
        """Back again."""
        z = np.where(standard > 1, np.exp(np.minimum(standard, HIGHEST) - 1), standard)
        z = np.where(z < self.lowest, self.lowest - BELOW * np.log1p(np.maximum(self.lowest - z, 0) / BELOW), z)
        return np.asarray(np.minimum(self.middle + self.unit * z, HIGHEST))
