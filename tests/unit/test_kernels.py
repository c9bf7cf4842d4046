"""The covariance on a mixed space, against sums over parameters done by hand and finite differences."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from varre.models.encoding import Encoder, Points
from varre.models.kernel import (
    covariance,
    covariance_between,
    covariance_of_pairs,
    distances,
    pairs,
    slopes_by_length,
)
from varre.models.nearness import Nearness
from varre.space import Categorical, Clause, Condition, IntUniform, Parameter, Params, SearchSpace, Uniform

ON = Condition((("on", Clause(one_of=(True,))),))
SPACE = SearchSpace(
    (
        Parameter("c", ("c",), Categorical(("r", "g", "b"))),
        Parameter("depth", ("depth",), IntUniform(1, 5)),
        Parameter("fixed", ("fixed",), Categorical((0,))),
        Parameter("m", ("m",), Uniform(0.0, 2.0), ON),
        Parameter("mode", ("mode",), Categorical(("p", "q")), ON),
        Parameter("on", ("on",), Categorical((True, False))),
        Parameter("x", ("x",), Uniform(-1.0, 1.0)),
    )
)
ENCODER = Encoder(SPACE)
LENGTH = np.array([0.4, 0.7, 0.3, 1.5, 2.0, 1.1])  # depth, m, x; c, mode, on


def drawn(n: int, seed: int) -> list[Params]:
    rng = np.random.default_rng(seed)
    return [SPACE.decode(rng.random(len(SPACE)).tolist()) for _ in range(n)]


def by_hand(a: Params, b: Params) -> float:
    """The covariance of two configurations, parameter by parameter."""
    r2 = (SPACE["depth"].distribution.to_unit(a["depth"]) - SPACE["depth"].distribution.to_unit(b["depth"])) ** 2 / 0.16
    r2 += ((a["x"] - b["x"]) / 2.0) ** 2 / 0.09
    if "m" in a and "m" in b:
        r2 += (2.0 - 2.0 * math.cos((a["m"] - b["m"]) / 2.0)) / 0.49
    elif ("m" in a) != ("m" in b):
        r2 += 1.0 / 0.49
    hamming = sum((a.get(name) != b.get(name)) / scale**2 for name, scale in (("c", 1.5), ("mode", 2.0), ("on", 1.1)))
    r = math.sqrt(5.0 * r2)
    return (1.0 + r + r * r / 3.0) * math.exp(-r - hamming)


def test_constants_have_no_column():
    assert ENCODER.dimension == 6


def test_agrees_with_a_sum_by_hand():
    a, b = drawn(12, 0), drawn(9, 1)
    expected = [[by_hand(p, q) for q in b] for p in a]
    A, B = ENCODER.encode(a), ENCODER.encode(b)
    assert covariance(distances(A, B, ENCODER.conditional), LENGTH) == pytest.approx(np.array(expected), abs=1e-12)
    assert covariance_between(A, B, ENCODER.conditional, LENGTH) == pytest.approx(np.array(expected), abs=1e-9)


def test_pairs_are_the_lower_triangle():
    points = ENCODER.encode(drawn(10, 2))
    every = pairs(points, ENCODER.conditional)
    k, _ = covariance_of_pairs(every, LENGTH)
    K = covariance(distances(points, points, ENCODER.conditional), LENGTH)
    assert len(k) == 45
    assert k == pytest.approx(K[every.rows, every.columns], abs=1e-14)


@pytest.mark.parametrize("seed", range(5))
def test_is_positive_definite(seed):
    rng = np.random.default_rng(seed)
    points = ENCODER.encode(drawn(40, seed))
    length = np.exp(rng.normal(0.0, 1.5, 6))
    K = covariance_between(points, points, ENCODER.conditional, length)
    assert np.linalg.eigvalsh(K).min() > -1e-10
    assert np.diag(K) == pytest.approx(1.0)


def test_slopes_by_length_are_those_of_finite_differences():
    points = ENCODER.encode(drawn(8, 3))
    every = pairs(points, ENCODER.conditional)
    weight = np.random.default_rng(0).normal(size=len(every.rows))

    def summed(log_length: np.ndarray) -> float:
        return float(weight @ covariance_of_pairs(every, np.exp(log_length))[0])

    k, slope = covariance_of_pairs(every, LENGTH)
    steps = np.eye(6) * 1e-6
    difference = [(summed(np.log(LENGTH) + h) - summed(np.log(LENGTH) - h)) / 2e-6 for h in steps]
    assert slopes_by_length(every, LENGTH, k, slope, weight) == pytest.approx(np.array(difference), rel=1e-6, abs=1e-9)


def test_slopes_at_equal_points_are_zero_and_not_nan():
    points = ENCODER.encode([*drawn(1, 4)] * 3)
    every = pairs(points, ENCODER.conditional)
    k, slope = covariance_of_pairs(every, LENGTH)
    assert np.all(slopes_by_length(every, LENGTH, k, slope, np.ones(3)) == 0.0)


def test_slopes_in_the_numbers_are_those_of_finite_differences():
    a, b = ENCODER.encode(drawn(5, 5)), ENCODER.encode(drawn(7, 6))
    weight = np.random.default_rng(0).normal(size=(5, 7))
    near = Nearness(b, ENCODER.conditional, LENGTH)

    def summed(points: Points) -> np.ndarray:
        return (weight * covariance(distances(points, b, ENCODER.conditional), LENGTH)).sum(axis=1)

    k, slope = near.covariance_and_slope(a)
    assert k == pytest.approx(near.covariance(a))
    slopes = near.slopes_in_x(a, weight * slope)
    for j in range(3):
        step = np.zeros_like(a.X)
        step[:, j] = 1e-6
        difference = (summed(replace(a, X=a.X + step)) - summed(replace(a, X=a.X - step))) / 2e-6
        assert slopes[:, j] == pytest.approx(difference, rel=1e-5, abs=1e-8)


def test_a_category_that_no_fixed_point_has_is_one_more():
    b = ENCODER.encode(drawn(1, 7))
    others = replace(b, C=np.array([[9, *b.C[0, 1:]]]))
    k = covariance(distances(others, b, ENCODER.conditional), LENGTH)
    assert Nearness(b, ENCODER.conditional, LENGTH).covariance(others) == pytest.approx(k)


def test_an_absent_value_is_as_far_from_every_present_one():
    on, off = {"on": True, "mode": "p"}, {"on": False}
    common = {"c": "r", "depth": 1, "fixed": 0, "x": 0.0}
    present = ENCODER.encode([{**common, **on, "m": m} for m in (0.0, 0.7, 2.0)])
    absent = ENCODER.encode([{**common, **off}])
    k = covariance_between(present, absent, ENCODER.conditional, LENGTH)
    assert k == pytest.approx(np.full((3, 1), k[0, 0]), abs=1e-12)


def test_values_of_an_integer_are_told_apart_by_their_cells_alone():
    points = ENCODER.from_units([SPACE.encode(SPACE.decode([0.5, u, 0.5, 0.5, 0.5, 0.9, 0.5])) for u in (0.01, 0.19)])
    assert np.array_equal(points.X[0], points.X[1])


def test_falsy_values_are_values():
    space = SearchSpace((Parameter("a", ("a",), Categorical((0, False, "", None))),))
    categories = Encoder(space).encode([{"a": value} for value in (0, False, "", None)]).C[:, 0]
    assert list(categories) == [0, 1, 2, 3]


def test_categories_of_uneven_probability_keep_their_numbers():
    space = SearchSpace((Parameter("a", ("a",), Categorical(("x", "y", "z"), (0.9, 1e-9, 0.1 - 1e-9))),))
    assert list(Encoder(space).encode([{"a": value} for value in "xyz"]).C[:, 0]) == [0, 1, 2]


def test_ordered_categories_are_numbers():
    space = SearchSpace((Parameter("a", ("a",), Categorical(("low", "mid", "high"), ordered=True)),))
    points = Encoder(space).encode([{"a": value} for value in ("low", "mid", "high")])
    assert points.X[:, 0] == pytest.approx([1 / 6, 1 / 2, 5 / 6])
    assert points.C.shape == (3, 0)


def test_a_number_over_decades_may_be_seen_by_its_logarithm():
    space = SearchSpace((Parameter("lr", ("lr",), Uniform(1e-4, 1e-1)), Parameter("x", ("x",), Uniform(1.0, 50.0))))
    declared, logarithmic = Encoder.all_of(space)
    configurations = [{"lr": lr, "x": 25.5} for lr in (1e-4, 1e-3, 1e-2, 1e-1)]
    points = logarithmic.encode(configurations)
    assert points.X[:, 0] == pytest.approx([0.0, 1 / 3, 2 / 3, 1.0])
    assert np.array_equal(points.X[:, 1], declared.encode(configurations).X[:, 1])
    units = [space.encode(params) for params in configurations]
    assert logarithmic.to_units(points) == pytest.approx(np.array(units))


def test_a_space_without_such_numbers_is_looked_at_in_one_way():
    assert len(Encoder.all_of(SPACE)) == 1
