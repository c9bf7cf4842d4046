"""Constraints of a space: when they hold, and which configurations are left to count and to go through."""

from __future__ import annotations

import operator
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varre.space import (
    Categorical,
    Clause,
    Condition,
    Constraint,
    Distribution,
    IntUniform,
    Parameter,
    Params,
    SearchSpace,
    Uniform,
    counting,
)
from varre.space.expression import Compared, Computed, Equal, Literal, Named, Negated


def parameter(path: str, distribution: Distribution, **when: Clause) -> Parameter:
    return Parameter(path, (path,), distribution, Condition(tuple(sorted(when.items()))) if when else None)


def sum_at_most(most: int, *paths: str) -> Constraint:
    total = Named(paths[0])
    for path in paths[1:]:
        total = Computed(operator.add, (total, Named(path)))  # type: ignore[assignment]
    return Constraint(f"{' + '.join(paths)} <= {most}", frozenset(paths), Compared(operator.le, total, Literal(most)))


def differ(first: str, second: str) -> Constraint:
    return Constraint(f"{first} != {second}", frozenset((first, second)), Negated(Equal(Named(first), Named(second))))


def halved(first: str, second: str) -> Constraint:
    quotient = Computed(operator.truediv, (Named(first), Named(second)))
    text = f"{first} / {second} <= 2"
    return Constraint(text, frozenset((first, second)), Compared(operator.le, quotient, Literal(2)))


@st.composite
def constrained_spaces(draw: st.DrawFn) -> SearchSpace:
    """Up to five finite parameters, some on condition of another, and up to three constraints over them."""
    names = draw(st.permutations("abcde"))[: draw(st.integers(1, 5))]
    made: list[Parameter] = []
    for name in names:
        distribution = draw(st.sampled_from([IntUniform(0, 4), Categorical((0, 2, 1)), Categorical((True, 1, 3))]))
        when = {}
        if made and draw(st.booleans()):
            parent = draw(st.sampled_from(made))
            when[parent.path] = Clause(one_of=(draw(st.sampled_from(parent.distribution.values())),))
        made.append(parameter(name, distribution, **when))
    constraints = st.one_of(
        st.builds(
            lambda most, paths: sum_at_most(most, *paths),
            st.integers(0, 6),
            st.lists(st.sampled_from(names), min_size=1, max_size=3),
        ),
        st.builds(differ, st.sampled_from(names), st.sampled_from(names)),
        st.builds(halved, st.sampled_from(names), st.sampled_from(names)),
    )
    return SearchSpace(tuple(made), tuple(draw(st.lists(constraints, max_size=3))))


def feasible(space: SearchSpace) -> list[Params]:
    """By looking at each configuration of the space without its constraints."""
    everything = SearchSpace(space.parameters).grid()
    return [params for params in everything if all(constraint.holds(params) for constraint in space.constraints)]


@given(space=constrained_spaces())
@settings(deadline=None, max_examples=200)
def test_the_grid_is_what_constraints_leave_of_the_product_in_its_order(space: SearchSpace) -> None:
    assert list(space.grid()) == feasible(space)


@given(space=constrained_spaces())
@settings(deadline=None, max_examples=200)
def test_the_cardinality_counts_what_constraints_leave(space: SearchSpace) -> None:
    assert space.cardinality == len(feasible(space))


@given(space=constrained_spaces(), seed=st.integers(0, 100))
@settings(deadline=None, max_examples=100)
def test_what_is_filled_in_is_feasible(space: SearchSpace, seed: int) -> None:
    filled = space.fill({}, random.Random(seed), 500)
    if filled is None:
        assert len(feasible(space)) < len(list(SearchSpace(space.parameters).grid()))
    else:
        assert space.allows(filled)
        assert space.violated(filled) is None
        assert not space.check(filled)


def test_without_constraints_one_draw_fills_a_configuration() -> None:
    space = SearchSpace((parameter("a", Uniform(0.0, 1.0)), parameter("b", Uniform(0.0, 1.0))))
    generator = random.Random(3)
    expected = space.decode([generator.random(), generator.random()])
    assert space.fill({}, random.Random(3)) == expected
    assert space.fill({"b": 0.5}, random.Random(3)) == {**expected, "b": 0.5}


def test_nothing_is_filled_in_where_nothing_is_feasible() -> None:
    space = SearchSpace((parameter("a", IntUniform(3, 9)),), (sum_at_most(2, "a"),))
    assert space.fill({}, random.Random(0), 50) is None
    assert space.cardinality == 0
    assert list(space.grid()) == []


def test_a_constraint_holds_where_a_parameter_that_it_names_does_not_exist() -> None:
    assert sum_at_most(2, "a", "b").holds({"a": 9})
    assert not sum_at_most(2, "a", "b").holds({"a": 9, "b": 1})


@pytest.mark.parametrize("params", [{"a": 1, "b": 0}, {"a": "x", "b": 1}, {"a": True, "b": 1}, {"a": 1e308, "b": 1e-5}])
def test_what_has_no_result_is_not_as_demanded(params: Params) -> None:
    assert not halved("a", "b").holds(params)


def test_the_first_that_is_violated_is_told_with_its_values() -> None:
    space = SearchSpace(
        (parameter("a", IntUniform(0, 9)), parameter("b", Categorical((1, "x")))),
        (sum_at_most(20, "a", "b"), sum_at_most(3, "a")),
    )
    violated = space.violated({"a": 4, "b": 1})
    assert violated is not None
    assert violated.text == "a <= 3"
    assert violated.told({"a": 4, "b": "x"}) == "a is 4"
    assert differ("a", "b").told({"a": 4, "b": "x"}) == 'a is 4, b is "x"'


def test_parameters_that_nothing_relates_multiply_however_many_values_they_have() -> None:
    space = SearchSpace(
        (
            parameter("a", IntUniform(1, 100)),
            parameter("b", IntUniform(1, 100)),
            parameter("wide", IntUniform(1, 10**9)),
        ),
        (sum_at_most(100, "a", "b"),),
    )
    assert space.cardinality == 99 * 100 // 2 * 10**9


def test_a_space_that_is_too_large_to_count_has_no_cardinality() -> None:
    space = SearchSpace(
        (parameter("a", IntUniform(1, counting.MOST_LOOKS)), parameter("b", IntUniform(1, 2))),
        (sum_at_most(10, "a", "b"),),
    )
    assert space.cardinality is None
    assert space.is_finite
    assert not SearchSpace((parameter("a", Uniform(0.0, 1.0)),)).is_finite
