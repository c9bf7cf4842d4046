"""The model of learning curves, against SciPy and the same done by brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from varre.models import curves
from varre.models.curves import Gain, Warp, gain_to_come


def shapes(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    U = rng.gamma(2.0, 1.0, (n, 3))
    return U, np.minimum(U[:, 0], 0.5 * U[:, 1] + 0.1 * rng.standard_normal(n)), rng.gamma(2.0, 1.0, 3)


def kernel(theta, x, y, same: bool) -> float:
    length, share, noise = theta
    return 1 + x @ y / 2 + share * math.exp(-((x - y) @ (x - y)) / (2 * length**2)) + (noise + 1e-9) * same


@pytest.mark.parametrize("n", [1, 3, 9])
def test_the_prediction_is_the_textbooks_one(n: int) -> None:
    U, z, f = shapes(n)
    X, x = U - U.mean(0), f - U.mean(0)
    gain = gain_to_come(U, z, f)
    for i, theta in enumerate(curves._THETA):
        K = np.array([[kernel(theta, X[a], X[b], a == b) for b in range(n)] for a in range(n)])
        k = np.array([kernel(theta, X[a], x, False) for a in range(n)])
        inverse = np.linalg.inv(K)
        a, b = 1.0 + n / 2, 0.05 + z @ inverse @ z / 2
        assert gain.means[i] == pytest.approx(k @ inverse @ z, rel=1e-6, abs=1e-8)
        variance = kernel(theta, x, x, True) - k @ inverse @ k
        assert gain.scales[i] == pytest.approx(math.sqrt(variance * b / a), rel=1e-6)
    assert gain.dof == 2 + n


def test_weights_are_the_evidence_integrated_over_the_variance() -> None:
    U, z, f = shapes(5)
    X = U - U.mean(0)
    evidence = []
    for theta in curves._THETA:
        K = np.array([[kernel(theta, X[a], X[b], a == b) for b in range(5)] for a in range(5)])
        evidence.append(integrate.quad(_with_variance, -12, 8, args=(K, z), limit=200)[0])
    assert gain_to_come(U, z, f).weights == pytest.approx(np.array(evidence) / sum(evidence), rel=1e-4)


def _with_variance(s: float, K: np.ndarray, z: np.ndarray) -> float:
    """The density of ``z`` and of the logarithm ``s`` of the variance."""
    variance = math.exp(s)
    prior = stats.invgamma(1.0, scale=0.05).pdf(variance) * variance
    return prior * stats.multivariate_normal.pdf(z, cov=variance * K)


def test_a_chance_is_that_of_the_mixture() -> None:
    gain = Gain(np.array([0.3, 0.7]), np.array([0.0, 2.0]), np.array([1.0, 0.5]), 5.0)
    by_hand = 0.3 * stats.t.sf(1.5, 5) + 0.7 * stats.t.sf((1.5 - 2.0) / 0.5, 5)
    assert gain.chance_above(1.5) == pytest.approx(by_hand)
    assert gain.mean == pytest.approx(1.4)


def test_the_order_of_the_runs_does_not_matter_to_the_last_bit() -> None:
    U, z, f = shapes(40)
    first = gain_to_come(U, z, f)
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(40)
        again = gain_to_come(U[order], z[order], f)
        assert np.array_equal(first.means, again.means)
        assert np.array_equal(first.weights, again.weights)


def test_a_shape_unlike_all_others_is_predicted_widely() -> None:
    U, z, _ = shapes(12)
    near, far = gain_to_come(U, z, U[0]), gain_to_come(U, z, U[0] + 9.0)
    assert (far.weights @ far.scales) > 2 * (near.weights @ near.scales)


def test_what_always_gains_the_same_is_known_after_a_few_runs() -> None:
    U, _, f = shapes(8)
    gain = gain_to_come(U, np.full(8, 1.25), f)
    assert gain.mean == pytest.approx(1.25, abs=0.05)
    assert gain.chance_above(2.5) < 0.01


def test_losses_are_warped_by_their_distance_from_the_best() -> None:
    ends = np.array([2.0, 3.0, 9.0])
    warp = Warp.of(1.0, ends)
    assert warp(np.array([1.0, 0.5])).tolist() == [0.0, 0.0]
    assert warp(np.array([1.6])) == pytest.approx(math.log(2.0))
    assert warp.loss(float(warp(np.array(3.3)))) == pytest.approx(3.3)
    moved = Warp.of(17.0, 7 * ends + 10)
    assert moved(7 * ends + 10) == pytest.approx(warp(ends))


def test_extreme_losses_stay_finite() -> None:
    for ends in (np.zeros(3), np.full(3, 1e300), np.array([0.0, 1e-320, 1e308])):
        warp = Warp.of(float(ends.min()), ends)
        U = warp.shapes(np.array([[1e308, 1e308, 1e308], *[[e, e, e] for e in ends]]))
        assert np.isfinite(U).all()
        assert 0 <= gain_to_come(U[1:], U[1:, 0], U[0]).chance_above(1.0) <= 1


def test_a_shape_is_where_a_run_is_and_its_last_gains() -> None:
    warp = Warp(0.0, 1.0)
    assert warp.shapes(np.expm1(np.array([[1.0, 1.5, 3.0]]))) == pytest.approx(np.array([[1.0, 0.5, 1.5]]))
