"""Distributions: their quantile functions against SciPy, and what holds of all of them."""

from __future__ import annotations

import math
import sys
from fractions import Fraction
from itertools import pairwise

import pytest
import scipy.stats
from hypothesis import example, given, settings
from hypothesis import strategies as st

from varre.space import (
    Beta,
    Categorical,
    Constant,
    Continuous,
    Distribution,
    IntUniform,
    InvLogUniform,
    InvLogUniformValues,
    LogNormal,
    LogUniform,
    LogUniformValues,
    Normal,
    QBeta,
    QLogNormal,
    QLogUniform,
    QLogUniformValues,
    QNormal,
    QUniform,
    Uniform,
    Value,
    identity,
)

CONTINUOUS = [
    (Uniform(-2.0, 5.0), scipy.stats.uniform(-2, 7)),
    (LogUniformValues(1e-5, 0.1), scipy.stats.loguniform(1e-5, 0.1)),
    (LogUniform(-5.0, 2.0), scipy.stats.loguniform(math.exp(-5), math.exp(2))),
    (InvLogUniformValues(1e-5, 0.1), scipy.stats.loguniform(1e-5, 0.1)),
    (InvLogUniform(-2.0, 5.0), scipy.stats.loguniform(math.exp(-5), math.exp(2))),
    (Normal(3.0, 0.5), scipy.stats.norm(3, 0.5)),
    (LogNormal(-1.0, 2.0), scipy.stats.lognorm(2, scale=math.exp(-1))),
    (Beta(2.0, 5.0), scipy.stats.beta(2, 5)),
]
QUANTISED = [
    QUniform(-2.0, 5.0, 0.5),
    QUniform(0.9, 5.1),
    QLogUniform(-1.0, 4.0, 2),
    QLogUniformValues(1.0, 1000.0, 10),
    QBeta(2.0, 5.0, 0.125),
]
UNBOUNDED = [QNormal(0.0, 10.0, 5), QLogNormal(0.0, 1.0, 0.25)]
DISCRETE = [
    Constant([1, {"a": None}]),
    Categorical(("adam", "sgd", None, False, 0, 0.5, "")),
    Categorical(("a", "b", "c"), (0.2, 0.7, 0.1)),
    IntUniform(-3, 11),
]
ALL: list[Distribution] = [d for d, _ in CONTINUOUS] + QUANTISED + UNBOUNDED + DISCRETE
NUMERIC = [d for d in ALL if not isinstance(d, (Constant, Categorical))]
FINITE: list[Distribution] = [*QUANTISED, *DISCRETE]

units = st.floats(0, 1)


@pytest.mark.parametrize(("distribution", "peer"), CONTINUOUS, ids=lambda item: getattr(item, "kind", ""))
@pytest.mark.parametrize("u", [1e-9, 0.001, 0.25, 0.5, 0.8, 0.999, 1 - 1e-9])
def test_quantiles_are_those_of_scipy(distribution: Continuous, peer: scipy.stats.rv_continuous, u: float) -> None:
    x = distribution.from_unit(u)
    assert x == pytest.approx(peer.ppf(u), rel=1e-9)
    assert distribution.to_unit(x) == pytest.approx(peer.cdf(x), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("u", [1e-15, 1e-12, 1e-6])
def test_the_lower_tail_of_the_normal_keeps_its_precision(u: float) -> None:
    normal = Normal(0.0, 1.0)
    assert normal.to_unit(normal.from_unit(u)) == pytest.approx(u, rel=1e-9)


@pytest.mark.parametrize("distribution", ALL, ids=lambda d: d.kind)
@given(u=units)
@settings(deadline=None, max_examples=30)
@example(0.0)
@example(1.0)
@example(5e-324)
def test_every_quantile_is_a_legal_finite_value_and_comes_back(distribution: Distribution, u: float) -> None:
    value = distribution.from_unit(u)
    assert distribution.contains(value)
    if isinstance(value, float):
        assert math.isfinite(value)
    v = distribution.to_unit(value)
    assert 0 <= v <= 1
    again = distribution.from_unit(v)
    if isinstance(distribution, Continuous):
        assert v == pytest.approx(u, abs=1e-7)
        assert again == pytest.approx(value, rel=1e-6, abs=1e-9)
    else:
        assert identity(again) == identity(value)


@pytest.mark.parametrize("distribution", NUMERIC, ids=lambda d: d.kind)
@given(u=units, v=units)
@settings(deadline=None, max_examples=20)
def test_quantiles_rise(distribution: Distribution, u: float, v: float) -> None:
    low, high = distribution.from_unit(min(u, v)), distribution.from_unit(max(u, v))
    assert isinstance(low, (int, float))
    assert isinstance(high, (int, float))
    assert low <= high


@pytest.mark.parametrize("distribution", FINITE, ids=lambda d: d.kind)
def test_a_finite_distribution_lists_its_values_and_reaches_each(distribution: Distribution) -> None:
    values = distribution.values()
    assert distribution.cardinality == len(values) == len({identity(value) for value in values})
    assert [distribution.at(index) for index in range(len(values))] == list(values)
    for value in values:
        assert identity(distribution.from_unit(distribution.to_unit(value))) == identity(value)


@pytest.mark.parametrize("distribution", FINITE, ids=lambda d: d.kind)
def test_centres_of_cells_are_as_far_apart_as_the_cells_are_wide(distribution: Distribution) -> None:
    centres = [distribution.to_unit(value) for value in distribution.values()]
    edge = 0.0
    for centre in centres:
        edge = 2 * centre - edge
    assert edge == pytest.approx(1)


@pytest.mark.parametrize("distribution", [d for d, _ in CONTINUOUS] + UNBOUNDED, ids=lambda d: d.kind)
def test_an_infinite_distribution_cannot_be_listed(distribution: Distribution) -> None:
    assert distribution.cardinality is None
    with pytest.raises(ValueError, match="cannot be listed"):
        distribution.values()
    with pytest.raises(ValueError, match="cannot be listed"):
        distribution.at(0)
    with pytest.raises(ValueError, match=r"cannot be listed|has no cells"):
        distribution.edges()


@pytest.mark.parametrize("distribution", DISCRETE + QUANTISED, ids=lambda d: d.kind)
def test_cells_of_a_finite_distribution_fill_the_interval_about_their_values(distribution: Distribution) -> None:
    edges = distribution.edges()
    assert (edges[0], edges[-1]) == pytest.approx((0.0, 1.0))
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    assert middles == pytest.approx([distribution.to_unit(value) for value in distribution.values()])


@pytest.mark.parametrize("distribution", ALL, ids=lambda d: d.kind)
@pytest.mark.parametrize("value", ["no", True, math.nan, math.inf, None, [1], {"a": 1}, 1e300, 10**400, -(10**400)])
def test_what_is_outside_the_domain_is_refused(distribution: Distribution, value: Value) -> None:
    if distribution.contains(value):
        assert distribution.to_unit(value) >= 0
        return
    with pytest.raises(ValueError):
        distribution.to_unit(value)
    with pytest.raises(ValueError):
        distribution.canonical(value)


def test_extreme_parameters_give_finite_values() -> None:
    largest = sys.float_info.max
    for distribution in (
        Uniform(-largest, largest),
        LogUniformValues(5e-324, largest),
        LogUniform(-700.0, 700.0),
        Normal(largest, largest),
        Normal(1.0, 0.0),
        LogNormal(1000.0, 1000.0),
        LogNormal(-1000.0, 1.0),
        QLogNormal(50.0, 50.0, 1),
        QNormal(0.0, 1.0, 5e-324),
        QUniform(0.0, 1e300, 1e290),
        Beta(1e-3, 1e3),
        Beta(1e3, 1e-3),
    ):
        for u in (0.0, 1e-300, 0.5, 1 - 2**-53, 1.0):
            value = distribution.from_unit(u)
            assert math.isfinite(value)
            assert 0 <= distribution.to_unit(value) <= 1


def test_both_ends_belong_to_integers_and_to_bounds() -> None:
    assert [IntUniform(1, 3).from_unit(u) for u in (0, 0.3, 0.5, 0.9, 1)] == [1, 1, 2, 3, 3]
    assert (Uniform(0.1, 0.7).from_unit(0), Uniform(0.1, 0.7).from_unit(1)) == (0.1, 0.7)
    assert (LogUniformValues(1e-5, 0.3).from_unit(0), LogUniformValues(1e-5, 0.3).from_unit(1)) == (1e-5, 0.3)


def test_a_coordinate_from_another_library_gives_plain_values() -> None:
    numpy = pytest.importorskip("numpy")
    for distribution in ALL:
        value = distribution.from_unit(numpy.float64(0.3))
        assert type(value).__module__ == "builtins"


def test_multiples_are_inside_the_bounds_and_counted_from_zero() -> None:
    assert QUniform(0.9, 5.1).values() == (1, 2, 3, 4, 5)
    assert QUniform(0.0, 1.0, 0.25).values() == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert QUniform(1.0, 10.0, 3).values() == (3, 6, 9)


def test_multiples_are_those_of_the_written_number() -> None:
    assert QUniform(0.0, 0.3, 0.1).values() == (0.0, 0.1, 0.2, 0.3)
    assert QUniform(0.1, 0.7, 0.1).values()[-1] == 0.7


@given(low=st.integers(-50, 50), width=st.integers(1, 200), q=st.sampled_from([1, 2, 3, 5, 0.1, 0.25, 0.3]))
@settings(deadline=None, max_examples=50)
def test_multiples_are_those_of_exact_arithmetic(low: int, width: int, q: float) -> None:
    high = low + width
    step = Fraction(repr(q))
    expected = [float(k * step) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]
    assert [float(value) for value in QUniform(float(low), float(high), q).values()] == expected  # type: ignore[arg-type]


def test_a_multiple_is_an_integer_if_and_only_if_q_is_one() -> None:
    assert {type(value) for value in QUniform(0.0, 4.0, 2).values()} == {int}
    assert {type(value) for value in QUniform(0.0, 4.0, 2.0).values()} == {float}


def test_rounding_is_half_to_even() -> None:
    assert [QUniform(0.0, 10.0).from_unit(u) for u in (0.05, 0.15, 0.25, 0.35)] == [0, 2, 2, 4]


def test_a_multiple_with_a_rounding_error_is_still_one() -> None:
    tenths = QUniform(0.0, 1.0, 0.1)
    assert tenths.contains(0.1 + 0.2)
    assert tenths.canonical(0.1 + 0.2) == 0.3
    assert not tenths.contains(0.31)


def test_probabilities_are_the_widths_of_cells() -> None:
    categories = Categorical(("a", "b", "c"), (0.2, 0.7, 0.1))
    assert [categories.from_unit(u) for u in (0, 0.19, 0.2, 0.89, 0.91, 1)] == ["a", "a", "b", "b", "c", "c"]
    assert categories.to_unit("b") == pytest.approx(0.55)


def test_categories_are_typed_and_falsy_ones_are_categories() -> None:
    categories = Categorical((True, 1, 0, False, None, "", "1"))
    assert [categories.index(value) for value in (True, 1.0, 0, False, None, "", "1")] == list(range(7))
    assert Categorical((True,)) != Categorical((1,))
    assert Categorical((1,)) == Categorical((1.0,))
    assert hash(Categorical(([1], {"a": 2}))) == hash(Categorical(((1,), {"a": 2})))


def test_canonical_values_have_the_distributions_own_type() -> None:
    assert repr(IntUniform(1, 9).canonical(5.0)) == "5"
    assert repr(Uniform(0.0, 9.0).canonical(5)) == "5.0"
    assert repr(Categorical((1, 2)).canonical(2.0)) == "2"
