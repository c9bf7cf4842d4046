"""PED-ANOVA: the divergence by hand, and beside Optuna's."""

from __future__ import annotations

import math

import numpy as np
import pytest

from varre.analysis.ped_anova import divergence


def test_categories_by_hand() -> None:
    every, best = np.array([6, 2, 2]), np.array([2, 0, 0])
    p = (every + 1 / 3) / 11
    q = (best + 1 / 3) / 3
    assert divergence(every, best, ordered=False) == pytest.approx(float((p * (q / p - 1) ** 2).sum()))


@pytest.mark.parametrize("ordered", [True, False])
def test_what_is_distributed_alike_does_not_matter(ordered: bool) -> None:
    every = np.full(20, 500)
    assert divergence(every, every // 10, ordered=ordered) < 1e-3
    assert divergence(every, every, ordered=ordered) < 1e-12


def test_kernels_follow_scotts_rule() -> None:
    """One cell holds all: the bandwidth is the narrowest, and what it spills ends in the cells beside it."""
    every, best = np.full(9, 100), np.zeros(9, dtype=int)
    best[4] = 90
    z = 1.64
    inside = math.erf(z / math.sqrt(2))
    q = (90 * inside + 1 / 9) / 91
    apart = divergence(every, best, ordered=True)
    rough = q**2 / (1 / 9) - 1  # the other cells add little
    assert apart == pytest.approx(rough, rel=0.02)
