"""Error bars from resampling: 80 % intervals of estimates that were made again on other draws of the runs."""

from __future__ import annotations

import numpy as np

from varre.models.encoding import Floats

__all__ = ["LEVEL", "around", "by_groups"]

LEVEL = 0.8
"""Of 100 intervals, 80 should hold the true value."""


def by_groups(estimates: Floats, kept: float = 1.0) -> tuple[Floats, Floats, Floats]:
    """Mean, low and high (q,) of ``estimates`` (groups, members, q), of which the members saw the same runs.

    What differs between members is the chance of growing trees, and averages out; what differs between groups beyond
    that is the chance of the runs, which is what the interval is for (a one-way analysis of variance). ``kept`` is the
    part of the runs that each group saw: with fewer runs, groups differ by more (m out of n bootstrap).
    """
    groups, members, _ = estimates.shape
    means = estimates.mean(axis=1)
    mean = means.mean(axis=0)
    between = means.var(axis=0, ddof=1)
    growing = estimates.var(axis=1, ddof=1).mean(axis=0) / members
    variance = np.maximum(between - growing, 0.0) * kept + growing / groups
    shrunk = np.sqrt(np.divide(variance, between, out=np.zeros_like(between), where=between > 0.0))
    return around(mean, mean + (means - mean) * shrunk)


def around(value: Floats, resampled: Floats) -> tuple[Floats, Floats, Floats]:
    """``value`` (q,) with the 10 % and 90 % quantiles of ``resampled`` (draws, q), which it never lies outside of."""
    low, high = np.quantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return value, np.minimum(low, value), np.maximum(high, value)
