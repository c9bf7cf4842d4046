"""Correlation by rank and by eta: against SciPy, by hand, and as often right as it promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from varre.analysis.correlation import Correlation, eta, rank


@pytest.mark.parametrize("seed", range(5))
def test_rank_correlation_is_spearmans_with_ties(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(5, size=40).astype(float)
    y = np.round(0.3 * x + rng.normal(size=40), 1)
    assert rank(x, y).value == pytest.approx(stats.spearmanr(x, y).statistic)


def test_the_interval_of_a_rank_is_bonett_and_wrights() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=30), rng.normal(size=30)
    found = rank(x, y)
    error = math.sqrt((1 + found.value**2 / 2) / 27) * stats.norm.ppf(0.9)
    assert found.low == pytest.approx(math.tanh(math.atanh(found.value) - error))
    assert found.high == pytest.approx(math.tanh(math.atanh(found.value) + error))


def test_a_perfect_order_is_one_and_nothing_else() -> None:
    x = np.arange(9.0)
    assert rank(x, np.exp(x)) == Correlation("rank", 1.0, 1.0, 1.0, 9)
    assert rank(x, -x) == Correlation("rank", -1.0, -1.0, -1.0, 9)


@pytest.mark.parametrize(
    "found",
    [
        rank(np.arange(3.0), np.arange(3.0)),
        rank(np.ones(9), np.arange(9.0)),
        rank(np.arange(9.0), np.ones(9)),
        eta(np.arange(3.0), np.arange(3.0)),
        eta(np.zeros(9), np.arange(9.0)),
        eta(np.arange(9.0), np.arange(9.0)),
        eta(np.arange(9.0) % 2, np.ones(9)),
    ],
)
def test_too_little_has_no_value(found: Correlation) -> None:
    assert (found.kind, found.value, found.low, found.high) == (None, None, None, None)


def test_eta_is_the_root_of_kelleys_epsilon_squared_of_ranks() -> None:
    rng = np.random.default_rng(3)
    levels = rng.integers(3, size=50).astype(float)
    y = levels + rng.normal(size=50)
    r = stats.rankdata(y)
    groups = [r[levels == k] for k in range(3)]
    f = stats.f_oneway(*groups).statistic
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / 47
    between = sum(len(g) * (g.mean() - r.mean()) ** 2 for g in groups)
    epsilon = (between - 2 * within) / ((r - r.mean()) ** 2).sum()
    found = eta(levels, y)
    assert found.value == pytest.approx(math.sqrt(epsilon))
    assert stats.ncf.cdf(f, 2, 47, found.low**2 / (1 - found.low**2) * 50) == pytest.approx(0.9, abs=1e-4)
    assert stats.ncf.cdf(f, 2, 47, found.high**2 / (1 - found.high**2) * 50) == pytest.approx(0.1, abs=1e-4)


def test_noise_in_twenty_runs_has_little_eta() -> None:
    rng = np.random.default_rng(0)
    found = [eta(rng.integers(3, size=20).astype(float), rng.normal(size=20)) for _ in range(400)]
    values = np.array([each.value for each in found])
    assert np.median(values) == 0.0
    assert (values**2).mean() < 0.06  # uncorrected: 2 / 19 = 0.105
    assert np.mean([each.low == 0.0 for each in found]) > 0.85


def test_intervals_hold_the_true_value_about_as_often_as_they_say() -> None:
    rng, ranks, etas = np.random.default_rng(0), 0, 0
    true_rank = 6 / math.pi * math.asin(0.5 / 2)  # Spearman's of a normal pair with correlation 0.5
    shift = np.array([0.0, 1.0])
    big = rng.normal(size=200_000) + np.repeat(shift, 100_000)
    true_eta = eta(np.repeat([0.0, 1.0], 100_000), big).value
    for _ in range(500):
        x = rng.normal(size=30)
        y = 0.5 * x + math.sqrt(0.75) * rng.normal(size=30)
        found = rank(x, y)
        ranks += found.low <= true_rank <= found.high
        levels = np.repeat([0.0, 1.0], 15)
        found = eta(levels, rng.normal(size=30) + shift[levels.astype(int)])
        etas += found.low <= true_eta <= found.high
    assert 0.74 <= ranks / 500 <= 0.86
    assert 0.74 <= etas / 500 <= 0.86


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(-1e300, 1e300)), max_size=40))
def test_values_lie_within_their_intervals_and_bounds(pairs: list[tuple[int, float]]) -> None:
    x = np.array([float(a) for a, _ in pairs])
    y = np.array([b for _, b in pairs])
    for found, least in ((rank(x, y), -1.0), (eta(x, y), 0.0)):
        if found.kind is not None:
            assert least <= found.low <= found.value <= found.high <= 1.0
