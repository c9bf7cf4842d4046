"""What peers are told of a space, and the values that they give back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from random_ import Random
from spaces import active, children, is_ordered, snapped, values

PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "layers": {"min": 1, "max": 3},
    "width1": {"distribution": "q_log_uniform_values", "min": 8, "max": 128, "q": 4},
    "width2": {"distribution": "q_log_uniform_values", "min": 8, "max": 128, "q": 4, "when": {"layers": [2, 3]}},
    "solver": {"values": ["adam", "sgd"]},
    "momentum": {"min": 0.0, "max": 0.99, "when": {"solver": "sgd"}},
    "batch": {"values": [8, 16, 32]},
}


@pytest.mark.parametrize(
    ("declared", "ordered"),
    [
        ({"values": [8, 16, 32]}, True),
        ({"values": [0.5, 1, 2]}, True),
        ({"values": [16, 8, 32]}, False),
        ({"values": [True, False]}, False),
        ({"values": [1, 2]}, False),
        ({"values": ["a", "b", "c"]}, False),
        ({"min": 1, "max": 3}, False),
    ],
)
def test_only_lists_of_ascending_numbers_have_an_order(declared: dict[str, Any], ordered: bool):
    assert is_ordered(declared) is ordered


@pytest.mark.parametrize(
    ("declared", "value", "nearest"),
    [
        ({"min": 8, "max": 128, "q": 4}, 9.9, 8),
        ({"min": 8, "max": 128, "q": 4}, 10.1, 12),
        ({"min": 8, "max": 128, "q": 4}, 3.0, 8),
        ({"min": 1, "max": 3}, 2.6, 3),
        ({"min": 0.0, "max": 1.0}, 1.5, 1.0),
        ({"min": 0.0, "max": 1.0}, 0.25, 0.25),
    ],
)
def test_a_number_becomes_the_nearest_that_the_range_has(declared: dict[str, Any], value: float, nearest: float):
    found = snapped(declared, value)
    assert found == nearest
    assert type(found) is type(nearest)


def test_a_parameter_is_there_only_where_its_condition_holds():
    whole = {"layers": 1, "width1": 8, "width2": 16, "solver": "sgd", "momentum": 0.9, "batch": 8}
    assert active(PARAMETERS, whole) == {"layers": 1, "width1": 8, "solver": "sgd", "momentum": 0.9, "batch": 8}


def test_children_and_values_of_a_parent():
    assert children(PARAMETERS, "layers") == ["width2"]
    assert values(PARAMETERS["layers"]) == [1, 2, 3]


def test_random_search_stays_in_the_space_and_reaches_its_ends():
    searcher = Random(PARAMETERS, seed=0, trials=500, workers=1)
    drawn = [searcher.ask(trial) for trial in range(500)]
    assert all(("width2" in config) == (config["layers"] > 1) for config in drawn)
    assert {config["width1"] % 4 for config in drawn} == {0}
    assert {config["width1"] for config in drawn} >= {8, 12, 128}
    assert {config["batch"] for config in drawn} == {8, 16, 32}
    assert sum(config["width1"] <= 32 for config in drawn) == pytest.approx(250, abs=50)  # half of the logarithms
