"""`when` and `start`: how they are read, and what cannot be."""

from __future__ import annotations

import pytest

from varre.errors import ConfigError
from varre.space import Clause, Condition
from varre.sweepfile import SweepFile

BASE = {"optimizer": {"values": ["adam", "sgd"]}, "flag": {"values": [True, False]}, "depth": {"min": 1, "max": 4}}


def parse(start: object = None, **parameters: object) -> SweepFile:
    return SweepFile.parse({"method": "random", "start": start, "parameters": {**BASE, **parameters}})


def problems(start: object = None, **parameters: object) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        parse(start, **parameters)
    return {problem.path: problem.message for problem in caught.value.problems}


def when(condition: object) -> object:
    return {"min": 0.0, "max": 1.0, "when": condition}


@pytest.mark.parametrize(
    ("written", "clause"),
    [
        ("sgd", Clause(one_of=("sgd",))),
        (["sgd", "adam"], Clause(one_of=("sgd", "adam"))),
        ({"not": "sgd"}, Clause(none_of=("sgd",))),
        ({"not": ["sgd"]}, Clause(none_of=("sgd",))),
    ],
)
def test_a_value_a_list_and_not(written: object, clause: Clause) -> None:
    assert parse(p=when({"optimizer": written})).space["p"].when == Condition((("optimizer", clause),))


@pytest.mark.parametrize(
    ("written", "clause"),
    [
        ({"min": 2}, Clause(min=2)),
        ({"max": 2}, Clause(max=2)),
        ({"min": 2, "max": 3, "not": 3}, Clause(min=2, max=3, none_of=(3,))),
    ],
)
def test_bounds(written: object, clause: Clause) -> None:
    assert parse(p=when({"depth": written})).space["p"].when == Condition((("depth", clause),))


def test_the_condition_of_a_group_is_that_of_all_in_it() -> None:
    group = {
        "when": {"flag": True},
        "parameters": {
            "layers": {"min": 1, "max": 8},
            "heads": {"values": [4, 8], "when": {"encoder.layers": {"min": 2}}},
            "inner": {"when": {"depth": {"max": 3}}, "parameters": {"x": {"value": 1, "when": {"depth": {"min": 2}}}}},
        },
    }
    space = parse(encoder=group).space
    flag = ("flag", Clause(one_of=(True,)))
    assert space["encoder.layers"].when == Condition((flag,))
    assert space["encoder.heads"].when == Condition((("encoder.layers", Clause(min=2)), flag))
    assert space["encoder.inner.x"].when == Condition((("depth", Clause(min=2, max=3)), flag))


@pytest.mark.parametrize(
    ("condition", "path", "message"),
    [
        ({"optimzer": "sgd"}, "parameters.p.when.optimzer", "there is no parameter optimzer: did you mean optimizer?"),
        ({"zz": 1}, "parameters.p.when.zz", "there is no parameter zz: depth, flag, optimizer or p"),
        (
            {"optimizer": "lion"},
            "parameters.p.when.optimizer",
            '"lion" is not a value of optimizer, which takes "adam" or "sgd"',
        ),
        ({"optimizer": {"not": "lion"}}, "parameters.p.when.optimizer", '"lion" is not a value of optimizer'),
        ({"flag": 1}, "parameters.p.when.flag", "1 is not a value of flag, which takes true or false"),
        ({"flag": "true"}, "parameters.p.when.flag", '"true" is not a value of flag'),
        ({"depth": 9}, "parameters.p.when.depth", "9 is not a value of depth, which takes 1, 2, 3 or 4"),
        ({"depth": {"min": 5}}, "parameters.p.when.depth", "can never hold: depth takes 1, 2, 3 or 4"),
        ({"depth": {"min": 1.2, "max": 1.8}}, "parameters.p.when.depth", "can never hold"),
        ({"depth": {"not": [1, 2, 3, 4]}}, "parameters.p.when.depth", "can never hold"),
        ({"optimizer": {"min": 1}}, "parameters.p.when.optimizer", "can never hold"),
        (
            {"depth": {"min": 3, "max": 2}},
            "parameters.p.when.depth",
            "max must not be less than min, got min 3 and max 2",
        ),
        ({"depth": {"min": "x"}}, "parameters.p.when.depth.min", 'must be a number, got "x"'),
        ({"depth": {"min": 1, "mox": 2}}, "parameters.p.when.depth.mox", "did you mean parameters.p.when.depth.max?"),
        ({"depth": []}, "parameters.p.when.depth", "is an empty list: name at least one value"),
        ({"depth": {"not": []}}, "parameters.p.when.depth.not", "is an empty list"),
        ({}, "parameters.p.when", "is empty: name a parameter, as in {optimizer: sgd}"),
        ("sgd", "parameters.p.when", 'must be a mapping such as {optimizer: sgd}, got "sgd"'),
        (None, "parameters.p.when", "must be a mapping such as {optimizer: sgd}, got nothing"),
        ({"p": {"min": 0.5}}, "parameters.p", "its condition goes round in a circle, by way of p"),
    ],
)
def test_a_condition_that_cannot_be_is_a_problem(condition: object, path: str, message: str) -> None:
    found = problems(p=when(condition))
    assert list(found) == [path]
    assert message in found[path]


def test_circles_name_who_is_in_them_and_spare_who_only_looks_at_them() -> None:
    found = problems(
        a={"values": [1, 2], "when": {"b": 1}},
        b={"values": [1, 2], "when": {"a": 1, "flag": True}},
        looks={"value": 1, "when": {"a": 2}},
    )
    assert found == {
        "parameters.a": "its condition goes round in a circle, by way of b",
        "parameters.b": "its condition goes round in a circle, by way of a",
    }


def test_conditions_that_contradict_one_another_are_a_problem() -> None:
    group = {"when": {"optimizer": "sgd"}, "parameters": {"x": {"value": 1, "when": {"optimizer": "adam"}}}}
    assert "can never exist" in problems(g=group)["parameters.g.parameters.x"]
    child = {
        "momentum": when({"optimizer": "sgd"}),
        "x": {"value": 1, "when": {"momentum": {"min": 0.5}, "optimizer": "adam"}},
    }
    assert "its conditions on optimizer contradict" in problems(**child)["parameters.x"]


def test_a_wrong_condition_of_a_group_is_one_problem() -> None:
    group = {"when": {"zz": 1}, "parameters": {"x": {"value": 1}, "y": {"value": 1}}}
    assert list(problems(g=group)) == ["parameters.g.when.zz"]


def test_a_condition_on_a_parameter_with_problems_of_its_own_adds_none() -> None:
    found = problems(optimizer={"values": []}, p=when({"optimizer": "sgd"}))
    assert list(found) == ["parameters.optimizer.values"]


def test_equality_with_a_continuous_value_is_a_warning() -> None:
    sweep = parse(lr={"min": 0.0, "max": 1.0}, p=when({"lr": 0.5}))
    assert [(w.path, w.message) for w in sweep.warnings] == [
        ("parameters.p.when.lr", "lr is continuous and will hardly ever be 0.5: give min and max")
    ]


def test_a_sum_that_misses_a_multiple_by_a_rounding_error_never_holds() -> None:
    tenths = {"distribution": "q_uniform", "min": 0, "max": 1, "q": 0.1}
    assert "can never hold" in problems(tenths=tenths, p=when({"tenths": 0.1 + 0.2}))["parameters.p.when.tenths"]


MOMENTUM = {"min": 0.0, "max": 0.9, "when": {"optimizer": "sgd"}}


def test_start_points_may_be_partial_nested_and_flat() -> None:
    group = {"parameters": {"layers": {"min": 1, "max": 8}}}
    start = [{"optimizer": "sgd", "momentum": 0}, {"encoder": {"layers": 2.0}}, {"encoder.layers": 3}, {}]
    sweep = parse(start, momentum=MOMENTUM, encoder=group)
    assert [dict(point) for point in sweep.start] == [
        {"optimizer": "sgd", "momentum": 0.0},
        {"encoder.layers": 2},
        {"encoder.layers": 3},
        {},
    ]
    assert repr(sweep.start[1]["encoder.layers"]) == "2"


@pytest.mark.parametrize(
    ("point", "message"),
    [
        ({"momentun": 0.1}, "there is no parameter momentun: did you mean momentum?"),
        ({"optimizer": "lion"}, '"lion" is not a value of optimizer, which takes "adam" or "sgd"'),
        ({"depth": 2.5}, "2.5 is not a value of depth, which takes 1, 2, 3 or 4"),
        ({"flag": 1}, "1 is not a value of flag"),
        ({"momentum": 0.95, "optimizer": "sgd"}, "0.95 is not a value of momentum, which takes numbers from 0 to 0.9"),
        ({"momentum": 0.5}, "momentum exists under a condition: give optimizer too"),
        ({"momentum": 0.5, "optimizer": "adam"}, "momentum does not exist with this optimizer"),
        ("adam", 'must be a mapping such as {learning_rate: 0.01}, got "adam"'),
    ],
)
def test_a_start_point_that_cannot_be_is_a_problem(point: object, message: str) -> None:
    found = problems([{}, point], momentum=MOMENTUM)
    assert list(found) == ["start[1]"]
    assert message in found["start[1]"]


@pytest.mark.parametrize(
    ("fields", "spoken"),
    [
        ({"min": 1, "max": 99}, "integers from 1 to 99"),
        ({"min": 1e-5, "max": 0.1}, "numbers from 1e-05 to 0.1"),
        ({"distribution": "q_uniform", "min": 0, "max": 9, "q": 0.1}, "multiples of 0.1 from 0 to 9"),
        ({"distribution": "q_uniform", "min": 0, "max": 0.3, "q": 0.1}, "0.0, 0.1, 0.2 or 0.3"),
        ({"distribution": "normal"}, "numbers"),
        ({"distribution": "q_normal", "q": 2}, "multiples of 2"),
        ({"distribution": "log_normal"}, "numbers above 0"),
        ({"distribution": "q_log_normal", "q": 0.5}, "multiples of 0.5 from 0 on"),
        ({"values": list(range(20))}, "one of 20 values"),
        ({"value": [1]}, "[1]"),
    ],
)
def test_the_domain_is_said_in_words(fields: object, spoken: str) -> None:
    assert problems([{"x": "no"}], x=fields) == {"start[0]": f'"no" is not a value of x, which takes {spoken}'}


def test_a_complete_start_point_given_twice_is_taken_once() -> None:
    point = {"optimizer": "adam", "flag": True, "depth": 1}
    sweep = parse([point, {"depth": 2}, {**point, "depth": 1.0}, {"depth": 2}])
    assert [dict(found) for found in sweep.start] == [point, {"depth": 2}, {"depth": 2}]
    assert [warning.path for warning in sweep.warnings] == ["start[2]"]


def test_start_is_a_list() -> None:
    assert "must be a list such as" in problems({"depth": 1})["start"]


def test_start_is_checked_although_a_parameter_has_problems() -> None:
    found = problems([{"depth": 9, "lr": 1}], lr={"min": 1})
    assert list(found) == ["parameters.lr", "start[0]"]
