"""What stands between losses and the standardised numbers that a network is fitted to.

The logarithm of a loss, in units of how far the good ones lie below the median; above it by one unit the logarithm
once more, for a loss of a million is hardly worse than one of a thousand, and must not take the network's attention.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ensembles import Array

__all__ = ["Scale"]

GOOD = 0.02
"""The quantile that lies two units below the median."""
SMALLEST = 1e-3
HIGHEST = 60.0
"""No logarithm of a loss is above this."""


@dataclass(frozen=True, slots=True)
class Scale:
    """``middle`` and ``unit`` of a logarithm."""

    middle: float
    unit: float

    @classmethod
    def of(cls, logs: Array) -> Scale:
        """The scale of logarithms (n,)."""
        middle, good = np.quantile(logs, [0.5, GOOD])
        return cls(float(middle), max(SMALLEST, float(middle - good) / 2))

    def standard(self, logs: Array) -> Array:
        """What a network is fitted to: (n,) for (n,)."""
        z = (logs - self.middle) / self.unit
        return np.where(z > 1, 1 + np.log(np.maximum(z, 1)), z)

    def logs(self, standard: Array) -> Array:
        """Back again."""
        z = np.where(standard > 1, np.exp(np.minimum(standard, HIGHEST) - 1), standard)
        return np.asarray(np.minimum(self.middle + self.unit * z, HIGHEST))
