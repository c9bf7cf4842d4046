"""Log expected improvement, against numerical integration and finite differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from varre.search.acquisition import log_expected_improvement, log_h, slope_of_log_h

LOG_SQRT_2PI = 0.5 * np.log(2.0 * np.pi)


def log_h_by_integration(z: float) -> float:
    """``h(z) = int_0^inf t phi(z - t) dt``, with ``phi(z)`` taken out so that nothing underflows in the tail."""
    shift = max(z, 0.0)
    # For z < 0 the integrand's scale is 1 / |z|: it is integrated in units of it.
    unit = 1.0 / max(-z, 1.0)
    value, _ = quad(
        lambda s: s * unit * np.exp(z * s * unit - 0.5 * (s * unit) ** 2 - 0.5 * shift**2),
        0.0,
        60.0 + 12.0 * shift,
        epsabs=0.0,
        epsrel=1e-12,
        limit=400,
        points=[shift] if shift else None,
    )
    return float(np.log(value * unit) + 0.5 * shift**2 - 0.5 * z**2 - LOG_SQRT_2PI)


@pytest.mark.parametrize("z", [6.0, 3.0, 1.0, 0.5, 0.0, -0.5, -0.99, -1.0, -1.01, -2.0, -5.0, -10.0, -40.0, -1e3, -1e5])
def test_agrees_with_numerical_integration_far_into_the_tail(z):
    assert log_h(np.array([z]))[0] == pytest.approx(log_h_by_integration(z), rel=1e-9, abs=1e-9)


def test_goes_on_where_nothing_can_be_integrated():
    z = -np.logspace(5, 30, 200)
    values = log_h(z)
    assert np.all(np.isfinite(values))
    assert np.all(np.diff(values) < 0)
    # Leading terms of the expansion: log phi(z) - 2 log |z|.
    assert values == pytest.approx(-0.5 * z**2 - LOG_SQRT_2PI - 2 * np.log(-z), rel=1e-12)


def test_rises_without_a_step_where_its_formulas_meet():
    for seam in (-1.0, -1.0 / np.sqrt(np.finfo(float).eps)):
        z = seam * (1.0 + np.linspace(-1e-6, 1e-6, 11))
        steps = np.diff(log_h(np.sort(z)))
        assert np.all(steps > 0)
        assert steps.max() < 1.5 * np.median(steps)


@pytest.mark.parametrize("z", [4.0, 0.3, -0.7, -1.5, -8.0, -50.0])
def test_its_slope_is_that_of_finite_differences(z):
    step = 1e-5 * max(abs(z), 1.0)
    difference = (log_h(np.array([z + step])) - log_h(np.array([z - step])))[0] / (2 * step)
    assert slope_of_log_h(np.array([z]), log_h(np.array([z])))[0] == pytest.approx(difference, rel=1e-5)


def test_the_slope_lives_where_expected_improvement_itself_is_zero():
    z = np.array([-50.0, -500.0, -1e6])
    assert np.all(np.exp(log_h(z)) == 0.0)
    assert slope_of_log_h(z, log_h(z)) == pytest.approx(-z, rel=2e-3)


def test_expected_improvement_of_a_known_normal():
    # By hand: mean 1, sd 2, best 2 gives z = 1/2, EI = 2 (phi(1/2) + Phi(1/2) / 2) = 1.3956.
    value = np.exp(log_expected_improvement(np.array([1.0]), np.array([2.0]), 2.0))[0]
    assert value == pytest.approx(2 * (0.3520653 + 0.5 * 0.6914625), rel=1e-6)


def test_agrees_with_drawing():
    draws = np.random.default_rng(0).normal(1.0, 0.5, 400_000)
    gains = np.maximum(0.4 - draws, 0.0)
    value = np.exp(log_expected_improvement(np.array([1.0]), np.array([0.5]), 0.4))[0]
    assert value == pytest.approx(gains.mean(), abs=5 * gains.std() / np.sqrt(len(gains)))
