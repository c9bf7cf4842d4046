"""The search space: points and configurations, what is active, the grid, and how many there are."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varre.space import (
    Categorical,
    Clause,
    Condition,
    Constant,
    Distribution,
    IntUniform,
    Normal,
    Parameter,
    QUniform,
    SearchSpace,
    Uniform,
    Value,
)


def parameter(path: str, distribution: Distribution, **when: Clause) -> Parameter:
    return Parameter(path, (path,), distribution, Condition(tuple(sorted(when.items()))) if when else None)


def nested(path: str, distribution: Distribution) -> Parameter:
    return Parameter(path, tuple(path.split(".")), distribution)


SGD = Clause(one_of=("sgd",))
CONDITIONAL = SearchSpace(
    (
        parameter("optimizer", Categorical(("adam", "sgd"))),
        parameter("momentum", QUniform(0.0, 0.9, 0.3), optimizer=SGD),
        parameter("nesterov", Categorical((True, False)), optimizer=SGD, momentum=Clause(min=0.1)),
        parameter("beta", Categorical((0.9, 0.99)), optimizer=Clause(none_of=("sgd",))),
        parameter("lr", Uniform(0.0, 1.0)),
    )
)


@st.composite
def finite_spaces(draw: st.DrawFn) -> SearchSpace:
    """Up to six parameters, each on condition of some that were drawn before it, named in any order."""
    names = draw(st.permutations("abcdef"))[: draw(st.integers(1, 6))]
    made: list[Parameter] = []
    for name in names:
        distribution: Distribution = draw(
            st.sampled_from(
                [
                    Categorical(("x", "y", 1)),
                    IntUniform(0, 4),
                    QUniform(0.0, 1.0, 0.5),
                    Constant(1),
                    Categorical((True, 1)),
                ]
            )
        )
        when: dict[str, Clause] = {}
        for parent in draw(st.lists(st.sampled_from(made), max_size=2, unique=True)) if made else []:
            values = list(parent.distribution.values())
            when[parent.path] = draw(
                st.one_of(
                    st.builds(lambda items: Clause(one_of=tuple(items)), st.lists(st.sampled_from(values), min_size=1)),
                    st.builds(
                        lambda items: Clause(none_of=tuple(items)), st.lists(st.sampled_from(values), min_size=1)
                    ),
                    st.builds(lambda low, high: Clause(min=low, max=high), st.integers(-1, 2), st.integers(1, 5)),
                )
            )
        made.append(parameter(name, distribution, **when))
    return SearchSpace(tuple(made))


def brute_force(space: SearchSpace) -> set[object]:
    """All configurations, by trying every value of every parameter together."""
    domains = [p.distribution.values() for p in space.parameters]
    found = set()
    for combination in itertools.product(*domains):
        full = {p.path: value for p, value in zip(space.parameters, combination, strict=True)}
        active = space.active(full)
        found.add(space.key({name: value for name, value in full.items() if name in active}))
    return found


def test_parameters_stand_in_alphabetical_order() -> None:
    assert [p.path for p in CONDITIONAL.parameters] == ["beta", "lr", "momentum", "nesterov", "optimizer"]
    assert CONDITIONAL["lr"].distribution == Uniform(0.0, 1.0)
    assert "lr" in CONDITIONAL
    assert "LR" not in CONDITIONAL
    assert len(CONDITIONAL) == 5


def test_an_inactive_parameter_is_absent() -> None:
    adam = CONDITIONAL.decode([0.1, 0.5, 0.9, 0.1, 0.1])
    assert adam == {"beta": 0.9, "lr": 0.5, "optimizer": "adam"}
    sgd = CONDITIONAL.decode([0.1, 0.5, 0.0, 0.1, 0.9])
    assert sgd == {"lr": 0.5, "momentum": 0.0, "optimizer": "sgd"}
    assert CONDITIONAL.encode(sgd) == (None, 0.5, pytest.approx(1 / 12), None, 0.75)


def test_a_condition_on_an_inactive_parameter_is_false() -> None:
    assert "nesterov" not in CONDITIONAL.active({"optimizer": "adam", "momentum": 0.5})


@given(space=finite_spaces(), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=100)
def test_points_become_legal_configurations_and_come_back(space: SearchSpace, seed: int) -> None:
    generator = random.Random(seed)
    params = space.decode([generator.random() for _ in space.parameters])
    assert space.check(params) == []
    coordinates = [0.5 if u is None else u for u in space.encode(params)]
    assert space.key(space.decode(coordinates)) == space.key(params)


@given(space=finite_spaces())
@settings(deadline=None, max_examples=150)
def test_the_grid_has_each_configuration_once_and_is_as_long_as_counted(space: SearchSpace) -> None:
    keys = [space.key(params) for params in space.grid()]
    assert len(keys) == len(set(keys)) == space.cardinality
    assert set(keys) == brute_force(space)


def test_what_comes_last_in_the_alphabet_varies_fastest() -> None:
    space = SearchSpace((parameter("b", IntUniform(1, 2)), parameter("a", IntUniform(1, 2))))
    assert [tuple(params.values()) for params in space.grid()] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert [tuple(params) for params in space.grid()] == [("a", "b")] * 4


def test_a_grid_of_constants_is_one_configuration() -> None:
    space = SearchSpace((parameter("a", Constant(1)), parameter("b", Constant([1]))))
    assert list(space.grid()) == [{"a": 1, "b": [1]}]


def test_a_grid_of_an_infinite_space_says_which_parameter_is_to_blame() -> None:
    assert CONDITIONAL.cardinality is None
    with pytest.raises(ValueError, match="lr has infinitely many values"):
        list(CONDITIONAL.grid())


def test_a_huge_space_is_counted_without_listing_it_and_its_grid_starts_at_once() -> None:
    wide = SearchSpace(
        (
            parameter("steps", IntUniform(0, 10**9)),
            parameter("warm", IntUniform(1, 7), steps=Clause(min=1000, none_of=(5000,))),
            *(parameter(f"p{i}", Categorical((True, False))) for i in range(60)),
            *(parameter(f"q{i}", IntUniform(1, 3), **{f"p{i}": Clause(one_of=(True,))}) for i in range(60)),
        )
    )
    with_warm = 10**9 + 1 - 1000 - 1
    assert wide.cardinality == (1001 + with_warm * 7) * 4**60
    assert len(list(itertools.islice(wide.grid(), 3))) == 3


def test_a_deep_space_needs_no_deep_stack() -> None:
    flags = [parameter(f"p{i:04}", Categorical((True, False))) for i in range(2000)]
    chained = [flags[0]] + [
        parameter(p.path, p.distribution, **{flags[i].path: Clause(one_of=(True,))}) for i, p in enumerate(flags[1:])
    ]
    space = SearchSpace(tuple(chained))
    assert space.cardinality == 2001
    assert len(next(iter(space.grid()))) == 2000


def test_a_circle_of_conditions_is_refused() -> None:
    with pytest.raises(ValueError, match="cycle"):
        SearchSpace((parameter("a", Constant(1), b=Clause()), parameter("b", Constant(1), a=Clause())))


def test_what_is_wrong_with_a_configuration_is_said_all_at_once() -> None:
    problems = CONDITIONAL.check({"optimizer": "adam", "momentum": 0.3, "lr": 2.0, "typo": 1})
    assert problems == [
        "typo is not a parameter",
        "beta is missing",
        "momentum does not exist here",
        "lr: 2.0 is not a number from 0 to 1",
    ]


def test_completing_keeps_what_is_given_where_it_exists() -> None:
    u = [0.1, 0.5, 0.9, 0.1, 0.1]
    assert CONDITIONAL.complete({"lr": 1}, u) == {"beta": 0.9, "lr": 1.0, "optimizer": "adam"}
    assert CONDITIONAL.complete({"momentum": 0.3}, u) == {"beta": 0.9, "lr": 0.5, "optimizer": "adam"}
    assert CONDITIONAL.complete({"optimizer": "sgd", "momentum": 0.0}, u)["momentum"] == 0.0
    with pytest.raises(ValueError, match="lr: 7 is not"):
        CONDITIONAL.complete({"lr": 7}, u)


def test_the_number_of_coordinates_is_checked() -> None:
    with pytest.raises(ValueError, match="5 coordinates are needed, got 2"):
        CONDITIONAL.decode([0.1, 0.2])


def test_encoding_names_the_value_outside_its_domain_and_ignores_strangers() -> None:
    assert CONDITIONAL.encode({"lr": 0.5, "stranger": 1}) == (None, 0.5, None, None, None)
    with pytest.raises(ValueError, match="optimizer: 'lion' is not one of"):
        CONDITIONAL.encode({"optimizer": "lion"})


def test_keys_of_configurations_are_typed() -> None:
    key = CONDITIONAL.key
    assert key({"a": 1}) == key({"a": 1.0})
    assert key({"a": True}) != key({"a": 1})
    assert key({"a": [1, {"x": 2, "y": 3}]}) == key({"a": (1, {"y": 3, "x": 2})})
    assert key({"a": float("nan")}) == key({"a": float("nan")})
    assert key({"a": "1"}) != key({"a": 1})
    assert key({"a": 1, "b": None}) == key({"b": None, "a": 1})
    assert key({"a": None}) != key({})


GROUPS = SearchSpace(
    (
        nested("encoder.layers", IntUniform(1, 8)),
        nested("encoder.block.width", Constant(64)),
        Parameter("trainer.lr", ("trainer.lr",), Uniform(0.0, 1.0)),
        nested("decoder", Categorical(({"kind": "mlp"}, {"kind": "none"}))),
    )
)


def test_groups_nest_and_dotted_names_do_not() -> None:
    params: dict[str, Value] = {
        "decoder": {"kind": "mlp"},
        "encoder.block.width": 64,
        "encoder.layers": 2,
        "trainer.lr": 0.5,
    }
    config = GROUPS.nest(params)
    assert config == {
        "decoder": {"kind": "mlp"},
        "encoder": {"block": {"width": 64}, "layers": 2},
        "trainer.lr": 0.5,
    }
    assert GROUPS.flatten(config) == params
    assert GROUPS.flatten(params) == params


def test_flattening_keeps_what_is_no_parameter() -> None:
    flat = GROUPS.flatten({"encoder": {"layers": 1, "extra": [1]}, "seed": {"a": 1}})
    assert flat == {"encoder.layers": 1, "encoder.extra": [1], "seed": {"a": 1}}


def test_an_empty_group_is_absent() -> None:
    assert GROUPS.nest({"trainer.lr": 0.1}) == {"trainer.lr": 0.1}


def test_spaces_of_equal_parameters_are_equal() -> None:
    parts = (parameter("a", Normal(0.0, 1.0)), parameter("b", Constant(1)))
    assert SearchSpace(parts) == SearchSpace(parts[::-1])
    assert hash(SearchSpace(parts)) == hash(SearchSpace(parts[::-1]))
