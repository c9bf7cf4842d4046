"""The Gaussian process, against linear algebra done plainly, finite differences and SciPy's densities."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from varre.models import gp
from varre.models.encoding import Encoder, Points
from varre.models.fitting import Evidence, fit, length_location, log_prior
from varre.models.kernel import covariance, distances
from varre.space import Categorical, Parameter, SearchSpace, Uniform

SPACE = SearchSpace(
    (
        Parameter("c", ("c",), Categorical(("r", "g", "b"))),
        Parameter("x", ("x",), Uniform(0.0, 1.0)),
        Parameter("y", ("y",), Uniform(0.0, 1.0)),
    )
)
ENCODER = Encoder(SPACE)


def data(n: int, seed: int = 0) -> tuple[Points, np.ndarray]:
    """A smooth function of ``x`` with a step between categories; ``y`` is of no consequence."""
    rng = np.random.default_rng(seed)
    points = ENCODER.encode([SPACE.decode(rng.random(3).tolist()) for _ in range(n)])
    values = np.sin(5.0 * points.X[:, 0]) + 0.5 * (points.C[:, 0] == 1)
    return points, (values - values.mean()) / (values.std() or 1.0)


def plain(process: gp.GaussianProcess, points: Points) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance by inverting the matrix."""

    def k(a: Points, b: Points) -> np.ndarray:
        return process.signal * covariance(distances(a, b, ENCODER.conditional), process.length)

    inverse = np.linalg.inv(k(process.points, process.points) + process.noise * np.eye(len(process.points)))
    across = k(points, process.points)
    return across @ inverse @ process.y, k(points, points) - across @ inverse @ across.T


def test_the_log_posterior_is_likelihood_plus_priors():
    points, y = data(12)
    t = np.log([0.5, 0.8, 1.7, 1.2, 0.05])
    K = 1.2 * covariance(distances(points, points, ENCODER.conditional), np.exp(t[:3])) + 0.05 * np.eye(12)
    likelihood = multivariate_normal(np.zeros(12), K).logpdf(y) + 6.0 * np.log(2.0 * np.pi)
    value, _ = Evidence(ENCODER, points, y)(t)
    other, _ = Evidence(ENCODER, points, y)(t + 0.1)
    prior, _ = log_prior(t, length_location(ENCODER))
    assert value - prior == pytest.approx(likelihood, abs=1e-6)
    assert other != value


@pytest.mark.parametrize("n", [1, 2, 15, 60])
def test_its_gradient_is_that_of_finite_differences(n):
    points, _ = data(n, seed=n)
    y = np.random.default_rng(n).standard_normal(n)
    evidence = Evidence(ENCODER, points, y)
    t = np.log([0.3, 0.9, 1.5, 0.8, 0.02])
    _, gradient = evidence(t)
    steps = np.eye(5) * 1e-5
    ends = [[evidence(t + sign * h)[0] for sign in (1, -1)] for h in steps]
    assert gradient == pytest.approx(np.array([(up - down) / 2e-5 for up, down in ends]), rel=1e-5, abs=1e-6)


def test_length_scales_have_the_prior_of_hvarfner():
    # Log-normal with location sqrt2 + log(dimension) / 2 and scale sqrt3, as a density of the length scale itself.
    location = length_location(ENCODER)
    assert location[:2] == pytest.approx(np.sqrt(2.0) + np.log(3.0) / 2.0)
    at = [np.log([length, 1.0, 1.0, 1.0, 0.01]) for length in (0.1, 4.0)]
    difference = log_prior(at[0], location)[0] - log_prior(at[1], location)[0]
    density = [norm.logpdf(np.log(length), location[0], np.sqrt(3.0)) - np.log(length) for length in (0.1, 4.0)]
    assert difference == pytest.approx(density[0] - density[1])


def test_predictions_agree_with_plain_linear_algebra():
    process = fit(ENCODER, *data(25))
    points, _ = data(10, seed=1)
    mean, K = plain(process, points)
    predicted, sd = process.predict(points)
    assert predicted == pytest.approx(mean, abs=1e-5)
    assert sd**2 == pytest.approx(np.diag(K), abs=1e-5)
    joint_mean, joint = process.joint(points)
    assert joint_mean == pytest.approx(mean, abs=1e-5)
    assert joint == pytest.approx(K, abs=1e-5)


def test_further_data_are_the_same_as_data_from_the_start():
    points, y = data(20)
    whole = fit(ENCODER, points, y)
    part = gp.conditioned(ENCODER, points[:12], y[:12], whole.length, whole.signal, whole.noise)
    elsewhere, _ = data(6, seed=2)
    for ours, theirs in zip(part.given(points[12:], y[12:]).predict(elsewhere), whole.predict(elsewhere), strict=True):
        assert ours == pytest.approx(theirs, abs=1e-9)


def test_several_fantasies_at_once_are_those_one_by_one():
    points, y = data(20)
    process = gp.conditioned(ENCODER, points[:16], y[:16], np.array([0.5, 1.0, 1.0]), 1.0, 0.01)
    fantasies = np.random.default_rng(0).normal(size=(4, 3))
    elsewhere, _ = data(5, seed=3)
    mean, sd = process.given(points[16:], fantasies).predict(elsewhere)
    for s in range(3):
        one_mean, one_sd = process.given(points[16:], fantasies[:, s]).predict(elsewhere)
        assert mean[:, s] == pytest.approx(one_mean)
        assert sd == pytest.approx(one_sd)


def test_learns_what_matters_and_what_does_not():
    process = fit(ENCODER, *data(40))
    x, y, _ = process.length
    assert 10.0 * x < y
    points, truth = data(200, seed=9)
    mean, _ = process.predict(points)
    assert np.corrcoef(mean, truth)[0, 1] > 0.99


def test_noise_is_found_where_there_is_some():
    points, y = data(60)
    noisy = y + np.random.default_rng(0).normal(0.0, 0.5, 60)
    assert fit(ENCODER, points, y).noise < 0.01
    assert 0.05 < fit(ENCODER, points, noisy).noise < 1.0


def test_a_fit_ends_at_an_optimum():
    points, y = data(30)
    y = y + np.random.default_rng(1).normal(0.0, 0.3, 30)
    process = fit(ENCODER, points, y)
    evidence = Evidence(ENCODER, points, y)
    top = np.log([*process.length, process.signal, process.noise])
    best, _ = evidence(top)
    rng = np.random.default_rng(0)
    around = [evidence(top + rng.normal(0.0, 0.3, 5))[0] for _ in range(100)]
    assert max(around) < best + 0.05


@pytest.mark.parametrize("n", [1, 2, 3])
def test_few_data_and_equal_values_are_borne(n):
    points, _ = data(n)
    mean, sd = fit(ENCODER, points, np.zeros(n)).predict(points)
    assert np.all(np.isfinite(mean))
    assert np.all(sd > 0)


def test_the_same_point_twice_is_borne():
    points, y = data(5)
    twice = points[[0, 1, 2, 3, 4, 0, 0]]
    process = fit(ENCODER, twice, np.concatenate([y, [y[0] + 0.5, y[0] - 0.5]]))
    mean, _ = process.predict(points[:1])
    assert mean[0] == pytest.approx(y[0], abs=0.5)
