"""Ask and tell."""

from __future__ import annotations

import math

import pytest

from varre.errors import ConfigError, SpaceExhausted, UsageError
from varre.optimizer import Optimizer
from varre.sweepfile import SweepFile

LR = {"learning_rate": {"distribution": "log_uniform_values", "min": 1e-4, "max": 1e-1}}
SMALL = {"a": {"values": [1, 2]}, "b": {"values": ["x", "y", "z"]}}
NESTED = {"encoder": {"parameters": {"layers": {"min": 1, "max": 4}}}, "lr": {"min": 0.0, "max": 1.0}}


def sweep(parameters: dict, method: str = "random", goal: str = "minimize", **others: object) -> dict:
    return {"method": method, "metric": {"name": "m", "goal": goal}, "parameters": parameters, **others}


def asked(optimizer: Optimizer, n: int) -> list[dict]:
    return [dict(optimizer.ask().params) for _ in range(n)]


def test_suggests_parameters_nested_as_a_training_script_sees_them():
    params = Optimizer(sweep(NESTED)).ask().params
    assert set(params) == {"encoder", "lr"}
    assert params["encoder"]["layers"] in {1, 2, 3, 4}


def test_the_same_seed_gives_the_same_suggestions_and_another_seed_others():
    first, again, other = (asked(Optimizer(sweep(LR), seed=seed), 3) for seed in (1, 1, 2))
    assert first == again != other


def test_a_seed_given_wins_over_the_file_and_the_file_over_the_default():
    of_file = asked(Optimizer(sweep(LR, seed=5)), 1)
    assert of_file == asked(Optimizer(sweep(LR), seed=5), 1)
    assert asked(Optimizer(sweep(LR, seed=5), seed=0), 1) == asked(Optimizer(sweep(LR)), 1) != of_file


def test_takes_a_dict_a_path_or_a_file_that_has_been_read(tmp_path):
    path = tmp_path / "sweep.yaml"
    path.write_text(SweepFile.parse(sweep(LR)).to_json())
    ways = (sweep(LR), path, str(path), SweepFile.parse(sweep(LR)))
    assert len({asked(Optimizer(way), 1)[0]["learning_rate"] for way in ways}) == 1


def test_a_path_that_cannot_be_read_and_a_wrong_file_say_so(tmp_path):
    with pytest.raises(UsageError, match=r"nothing\.yaml"):
        Optimizer(tmp_path / "nothing.yaml")
    with pytest.raises(ConfigError, match="method"):
        Optimizer({"parameters": SMALL})


def test_best_is_the_greatest_value_when_maximising_and_the_least_when_minimising():
    for goal, expected in (("maximize", 3.0), ("minimize", -2.0)):
        optimizer = Optimizer(sweep(LR, goal=goal))
        for value in (1.0, 3.0, -2.0):
            optimizer.tell(optimizer.ask(), value)
        assert optimizer.best is not None
        assert optimizer.best.value == expected


def test_best_is_none_before_the_first_value_and_nested_after():
    optimizer = Optimizer(sweep(NESTED))
    optimizer.tell(optimizer.ask(), failed=True)
    assert optimizer.best is None
    suggestion = optimizer.ask()
    optimizer.tell(suggestion, 0.0)
    assert optimizer.best is not None
    assert optimizer.best.params == suggestion.params


def test_a_finite_space_ends_and_failures_come_once_more_at_its_end():
    optimizer = Optimizer(sweep(SMALL, "grid"))
    suggestions = [optimizer.ask() for _ in range(6)]
    for suggestion in suggestions:
        optimizer.tell(suggestion, 1.0, failed=suggestion is suggestions[2])
    retry = optimizer.ask()
    assert retry.params == suggestions[2].params
    assert (retry.reason.source, retry.reason.note) == ("retry", "#3 failed")
    optimizer.tell(retry, failed=True)
    with pytest.raises(SpaceExhausted, match="all 6"):
        optimizer.ask()


def test_retries_of_the_sweep_file_count():
    optimizer = Optimizer(sweep({"a": {"values": [1]}}, "grid", retries=2))
    for source in ("grid", "retry", "retry"):
        suggestion = optimizer.ask()
        assert suggestion.reason.source == source
        optimizer.tell(suggestion, math.nan)
    with pytest.raises(SpaceExhausted):
        optimizer.ask()


def test_a_retry_that_succeeds_is_the_end_of_it():
    optimizer = Optimizer(sweep({"a": {"values": [1]}}, "grid", retries=5))
    optimizer.tell(optimizer.ask(), failed=True)
    optimizer.tell(optimizer.ask(), 2.0)
    with pytest.raises(SpaceExhausted):
        optimizer.ask()


def test_several_may_be_outstanding_and_are_told_in_any_order():
    optimizer = Optimizer(sweep(SMALL))
    suggestions = [optimizer.ask() for _ in range(6)]
    assert len({tuple(suggestion.params.items()) for suggestion in suggestions}) == 6
    for value, suggestion in enumerate(reversed(suggestions)):
        optimizer.tell(suggestion, value)
    assert optimizer.best is not None
    assert optimizer.best.params == suggestions[-1].params


def test_is_told_of_points_that_it_never_suggested_nested_or_flat():
    optimizer = Optimizer(sweep(NESTED, "grid", order="sorted") | {"parameters": {**NESTED, "lr": {"values": [0.5]}}})
    optimizer.tell({"encoder": {"layers": 1}, "lr": 0.5}, 3.0)
    optimizer.tell({"encoder.layers": 2, "lr": 0.5}, 1.0)
    assert optimizer.ask().params == {"encoder": {"layers": 3}, "lr": 0.5}
    assert optimizer.best is not None
    assert optimizer.best.params == {"encoder": {"layers": 2}, "lr": 0.5}


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"a": 3, "b": "x"}, "a: 3"),
        ({"a": 1}, "b is missing"),
        ({"a": 1, "b": "x", "c": 1}, "c is not a parameter"),
        ({"a": True, "b": "x"}, "a: True"),
    ],
)
def test_points_outside_the_space_are_refused_and_change_nothing(params, said):
    optimizer = Optimizer(sweep(SMALL, "grid"))
    with pytest.raises(UsageError, match=said):
        optimizer.tell(params, 1.0)
    assert optimizer.best is None
    assert len(asked(optimizer, 6)) == 6


def test_a_tell_without_value_is_refused_unless_it_failed():
    optimizer = Optimizer(sweep(SMALL))
    suggestion = optimizer.ask()
    with pytest.raises(UsageError, match="failed=True"):
        optimizer.tell(suggestion)
    optimizer.tell(suggestion, failed=True)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_no_best(value):
    optimizer = Optimizer(sweep(LR))
    optimizer.tell(optimizer.ask(), value)
    optimizer.tell(optimizer.ask(), 7.0)
    assert optimizer.best is not None
    assert optimizer.best.value == 7.0


def test_start_points_come_first_their_gaps_filled_each_once():
    start = [{"a": 2, "b": "z"}, {"b": "y"}, {"a": 2, "b": "z"}]
    optimizer = Optimizer(sweep(SMALL, start=start))
    first, second, third = (optimizer.ask() for _ in range(3))
    assert first.params == {"a": 2, "b": "z"}
    assert second.params["b"] == "y"
    assert [s.reason.source for s in (first, second, third)] == ["start", "start", "random"]


def test_conditional_parameters_are_absent_where_they_do_not_exist():
    parameters = {
        "optimizer": {"values": ["adam", "sgd"]},
        "momentum": {"min": 0.0, "max": 1.0, "when": {"optimizer": "sgd"}},
    }
    optimizer = Optimizer(sweep(parameters, seed=1))
    for params in asked(optimizer, 12):
        assert ("momentum" in params) == (params["optimizer"] == "sgd")
    optimizer.tell({"optimizer": "adam"}, 1.0)
    with pytest.raises(UsageError, match="momentum"):
        optimizer.tell({"optimizer": "adam", "momentum": 0.5}, 1.0)


def test_a_method_without_a_model_has_nothing_to_predict():
    with pytest.raises(UsageError, match="random"):
        Optimizer(sweep(SMALL)).predict({"a": 1, "b": "x"})


def test_a_configuration_told_twice_is_two_runs():
    optimizer = Optimizer(sweep(SMALL))
    optimizer.tell({"a": 1, "b": "x"}, 2.0)
    optimizer.tell({"a": 1, "b": "x"}, 1.0)
    assert optimizer.best is not None
    assert optimizer.best.value == 1.0
