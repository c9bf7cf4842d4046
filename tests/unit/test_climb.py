"""The moves of the climb over discrete parameters."""

from __future__ import annotations

import numpy as np

from varre.models.snapping import Snapper
from varre.search.moves import Moves
from varre.search.pool import configuration
from varre.space import Categorical, Distribution, IntUniform, Parameter, Params, SearchSpace, Uniform, Value


def space(**distributions: Distribution) -> SearchSpace:
    return SearchSpace(tuple(Parameter(name, (name,), distribution) for name, distribution in distributions.items()))


def moved_to(searched: SearchSpace, params: Params, path: str) -> list[Value]:
    here = np.array([searched.encode(params)], dtype=np.float64)
    _, there = Moves(searched, Snapper(searched)).of(here)
    return [configuration(searched, v)[path] for v in there]


def test_every_other_value_is_a_move() -> None:
    searched = space(a=Categorical(("x", "y", "z")))
    assert moved_to(searched, {"a": "y"}, "a") == ["x", "z"]


def test_true_and_one_are_two_values() -> None:
    searched = space(a=Categorical((1, True)))
    assert moved_to(searched, {"a": 1}, "a") == [True]


def test_a_rare_value_is_a_move_like_any_other() -> None:
    searched = space(a=Categorical(("often", "seldom", "never quite"), (0.98, 0.015, 0.005)))
    assert moved_to(searched, {"a": "often"}, "a") == ["seldom", "never quite"]


def test_of_many_values_the_near_ones_are_moves() -> None:
    searched = space(a=IntUniform(0, 99))
    assert sorted(moved_to(searched, {"a": 50}, "a")) == [42, 46, 48, 49, 51, 52, 54, 58]


def test_numbers_without_steps_are_left_to_the_gradient() -> None:
    searched = space(a=Uniform(0.0, 1.0))
    assert moved_to(searched, {"a": 0.5}, "a") == []
