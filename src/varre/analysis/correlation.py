"""How a parameter and the loss go together: by rank for numbers, by eta for categories.

    rho     Spearman's rank correlation; 80 % interval by Fisher's z with the standard error of Bonett and Wright
            (2000), sqrt((1 + rho^2 / 2) / (n - 3))
    eta     sqrt(max(0, e)), e = 1 - (1 - eta_0^2) (n - 1) / (n - k), of the ranks of the losses: the epsilon squared
            of Kelley (1935), which corrects eta_0^2 for the k levels that fit noise, too (in 20 runs of noise, eta_0
            is 0.29); 80 % interval by the noncentral F distribution (Steiger 2004)

Ranks bear any loss, whatever its tail, and any scale of the parameter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.special import ncfdtrinc, ndtri

from varre.analysis.resampling import LEVEL
from varre.models.encoding import Floats

__all__ = ["Correlation", "eta", "rank"]

_FEWEST = 4
"""Fewer runs tell nothing of a correlation."""
_Z = float(ndtri((1.0 + LEVEL) / 2.0))


@dataclass(frozen=True, slots=True)
class Correlation:
    """``kind`` is ``rank`` (-1 to 1), ``eta`` (0 to 1) or ``None`` (no ``value``); ``n`` runs have the parameter."""

    kind: Literal["rank", "eta"] | None
    value: float | None
    low: float | None
    high: float | None
    n: int

    def negated(self) -> Correlation:
        """The correlation with the opposite of what was correlated."""
        if self.value is None or self.low is None or self.high is None:
            return self
        return replace(self, value=-self.value, low=-self.high, high=-self.low)


def rank(x: Floats, y: Floats) -> Correlation:
    """Spearman's correlation of a number with the loss, both (n,)."""
    n = len(x)
    a, b = _ranks(x) - (n + 1) / 2.0, _ranks(y) - (n + 1) / 2.0
    scale = math.sqrt(float(a @ a) * float(b @ b))
    if n < _FEWEST or scale == 0.0:
        return Correlation(None, None, None, None, n)
    rho = min(max(float(a @ b) / scale, -1.0), 1.0)
    if abs(rho) == 1.0:
        return Correlation("rank", rho, rho, rho, n)
    z, error = math.atanh(rho), math.sqrt((1.0 + rho**2 / 2.0) / (n - 3))
    return Correlation("rank", rho, math.tanh(z - _Z * error), math.tanh(z + _Z * error), n)


def eta(levels: Floats, y: Floats) -> Correlation:
    """How far the ``levels`` (n,) of a category explain the rank of the loss ``y`` (n,)."""
    n, r = len(y), _ranks(y)
    _, codes, counts = np.unique(levels, return_inverse=True, return_counts=True)
    k = len(counts)
    r = r - (n + 1) / 2.0
    whole = float(r @ r)
    if n < _FEWEST or k < 2 or n <= k or whole == 0.0:
        return Correlation(None, None, None, None, n)
    between = float((np.bincount(codes, r) ** 2 / counts).sum())
    raw = min(between / whole, 1.0)
    value = math.sqrt(max(0.0, 1.0 - (1.0 - raw) * (n - 1) / (n - k)))
    low, high = (_eta_at(p, raw, n, k) for p in ((1.0 + LEVEL) / 2.0, (1.0 - LEVEL) / 2.0))
    return Correlation("eta", value, min(low, value), max(high, value), n)


def _eta_at(p: float, raw: float, n: int, k: int) -> float:
    """The eta for which an F as great as the one seen, or a lesser one, has probability ``p``."""
    if raw >= 1.0:
        return 1.0
    f = raw / (k - 1) / ((1.0 - raw) / (n - k))
    noncentral = float(ncfdtrinc(k - 1, n - k, p, f))
    noncentral = max(noncentral, 0.0) if math.isfinite(noncentral) else 0.0
    return math.sqrt(noncentral / (noncentral + n))


def _ranks(x: Floats) -> Floats:
    """Ranks from 1, equals sharing the mean of theirs."""
    _, places, counts = np.unique(x, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: Floats = (ends - (counts - 1) / 2.0)[places]
    return ranks
