"""Parameters of a sweep file: which distribution is meant, its defaults, and what is wrong with it."""

from __future__ import annotations

import math

import pytest

from varre.errors import ConfigError
from varre.space import (
    Beta,
    Categorical,
    Constant,
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
)
from varre.sweepfile import SweepFile


def parse(**parameters: object) -> SweepFile:
    return SweepFile.parse({"method": "random", "parameters": parameters})


def distribution(**fields: object) -> Distribution:
    return parse(p=fields).space["p"].distribution


def problems(**parameters: object) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        parse(**parameters)
    return {problem.path.removeprefix("parameters."): problem.message for problem in caught.value.problems}


EVERY_KIND = [
    ({"distribution": "constant", "value": [1, {"a": None}]}, Constant([1, {"a": None}])),
    ({"distribution": "categorical", "values": ["a", None]}, Categorical(("a", None))),
    (
        {"distribution": "categorical_w_probabilities", "values": ["a", "b"], "probabilities": [0.3, 0.7]},
        Categorical(("a", "b"), (0.3, 0.7)),
    ),
    ({"distribution": "int_uniform", "min": 1, "max": 9}, IntUniform(1, 9)),
    ({"distribution": "uniform", "min": 1, "max": 9}, Uniform(1.0, 9.0)),
    ({"distribution": "q_uniform", "min": 1, "max": 9}, QUniform(1.0, 9.0, 1)),
    ({"distribution": "q_uniform", "min": 1, "max": 9, "q": 0.5}, QUniform(1.0, 9.0, 0.5)),
    ({"distribution": "log_uniform", "min": -9, "max": -2}, LogUniform(-9.0, -2.0)),
    ({"distribution": "log_uniform_values", "min": 1e-4, "max": 1}, LogUniformValues(1e-4, 1.0)),
    ({"distribution": "q_log_uniform", "min": 0, "max": 5}, QLogUniform(0.0, 5.0, 1)),
    ({"distribution": "q_log_uniform_values", "min": 1, "max": 99, "q": 2}, QLogUniformValues(1.0, 99.0, 2)),
    ({"distribution": "inv_log_uniform", "min": 0, "max": 5}, InvLogUniform(0.0, 5.0)),
    ({"distribution": "inv_log_uniform_values", "min": 1, "max": 5}, InvLogUniformValues(1.0, 5.0)),
    ({"distribution": "normal"}, Normal(0.0, 1.0)),
    ({"distribution": "q_normal", "mu": 3, "q": 2}, QNormal(3.0, 1.0, 2)),
    ({"distribution": "log_normal", "sigma": 0}, LogNormal(0.0, 0.0)),
    ({"distribution": "q_log_normal"}, QLogNormal(0.0, 1.0, 1)),
    ({"distribution": "beta"}, Beta(1.0, 1.0)),
    ({"distribution": "q_beta", "a": 2, "q": 0.1}, QBeta(2.0, 1.0, 0.1)),
]


@pytest.mark.parametrize(
    ("fields", "expected"), EVERY_KIND, ids=[str(fields["distribution"]) for fields, _ in EVERY_KIND]
)
def test_every_distribution_with_its_defaults(fields: dict[str, object], expected: Distribution) -> None:
    assert distribution(**fields) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": 0}, Constant(0)),
        ({"value": None}, Constant(None)),
        ({"values": [0, False, "", None]}, Categorical((0, False, "", None))),
        ({"values": [1, 2], "probabilities": [0.5, 0.5]}, Categorical((1, 2), (0.5, 0.5))),
        ({"values": [1, 2, 4], "ordered": True}, Categorical((1, 2, 4), None, True)),
        ({"min": 1, "max": 8}, IntUniform(1, 8)),
        ({"min": 0.0, "max": 1.0}, Uniform(0.0, 1.0)),
        ({"min": 1, "max": 8.0}, Uniform(1.0, 8.0)),
        ({"min": 0.5, "max": 8}, Uniform(0.5, 8.0)),
        ({"min": "1e-5", "max": "0.1"}, Uniform(1e-5, 0.1)),
        ({"min": "1", "max": 10}, IntUniform(1, 10)),
        ({"distribution": "int_uniform", "min": 1.0, "max": 10.0}, IntUniform(1, 10)),
    ],
)
def test_the_distribution_is_inferred(fields: dict[str, object], expected: Distribution) -> None:
    found = distribution(**fields)
    assert found == expected
    assert repr(found) == repr(expected)


@pytest.mark.parametrize(
    ("fields", "where", "message"),
    [
        ({"min": 0.1, "max": 0.01}, "p", "max must be greater than min, got min 0.1 and max 0.01"),
        ({"min": 3, "max": 3}, "p", "max must be greater than min, got min 3 and max 3; value: 3 is a constant"),
        ({"min": 3}, "p", "max is missing"),
        ({"distribution": "q_uniform"}, "p", "min and max are missing"),
        ({"distribution": "uniform", "mim": 0, "max": 1}, "p.mim", "did you mean parameters.p.min?"),
        ({"min": None, "max": 3}, "p.min", "is empty: a number is needed"),
        ({"min": "low", "max": 3}, "p.min", 'must be a number, got "low"'),
        ({"min": True, "max": 3}, "p.min", "must be a number, got true"),
        ({"min": 0.1, "max": math.inf}, "p.max", "must be a finite number, got inf"),
        ({"min": math.nan, "max": 1}, "p.min", "must be a finite number, got nan"),
        ({"min": 0, "max": "9" * 400}, "p.max", "must be a finite number"),
        ({"distribution": "int_uniform", "min": 1, "max": 2.5}, "p.max", "must be an integer, got 2.5"),
        ({"min": 0, "max": 2**50}, "p", "has 1.13e+15 values, more than can be told apart: 10**12 at most"),
        (
            {"min": 2**62, "max": 2**62 + 9},
            "p.min",
            "must lie within ±2**53 (9007199254740992), got 4611686018427387904",
        ),
        ({"min": 0, "max": 10**400}, "p.max", "an integer must fit in 64 bits"),
        ({"min": 0.0, "max": 1.0, "q": 0.1}, "p", "q needs a distribution: q_uniform, q_log_uniform_values …"),
        ({"mu": 0}, "p", "mu needs a distribution: normal, log_normal, q_normal or q_log_normal"),
        ({"a": 0}, "p", "a needs a distribution: beta or q_beta"),
        ({}, "p", "says nothing about its values: give value, values, or min and max"),
        ({"value": 1, "min": 2}, "p.min", "does not go with constant: it takes value"),
        ({"distribution": "uniform", "values": [1]}, "p.values", "does not go with uniform: it takes min and max"),
        ({"distribution": "unifrom", "min": 0, "max": 1}, "p.distribution", "did you mean uniform?"),
        ({"distribution": 7}, "p.distribution", "7 is not a distribution: constant, categorical"),
        ({"distribution": "uniform", "min": 0, "max": 1, "q": 0.1}, "p.q", "does not go with uniform: use q_uniform"),
        ({"distribution": "param_dict"}, "p.distribution", "param_dict is a group: parameters is missing"),
        ({"values": []}, "p.values", "is empty: list at least one value"),
        ({"values": None}, "p.values", "is empty: list at least one value"),
        ({"values": "adam"}, "p.values", 'must be a list such as [adam, sgd], got "adam"'),
        ({"values": {"a": 1}}, "p.values", "must be a list such as [adam, sgd], got {a: 1}"),
        ({"vales": [1]}, "p.vales", "no such key here: did you mean parameters.p.values?"),
        ({"values": [1], "orderd": True}, "p.orderd", "no such key here: did you mean parameters.p.ordered?"),
        (
            {"values": [1], "zzz": True},
            "p.zzz",
            "no such key here: distribution, ordered, probabilities, values or when",
        ),
        ({"values": [1], "ordered": 1}, "p.ordered", "must be true or false, got 1"),
        ({"values": [1, 2], "probabilities": [1]}, "p.probabilities", "must be as many as values, got 1 and 2"),
        ({"values": [1, 2], "probabilities": [0.5, 0.6]}, "p.probabilities", "must sum to 1, got 1.1"),
        ({"values": [1, 2], "probabilities": [-0.5, 1.5]}, "p.probabilities", "must not be below 0, got -0.5"),
        ({"values": [1, 2], "probabilities": [0.5, "x"]}, "p.probabilities[1]", 'must be a number, got "x"'),
        ({"values": [1], "probabilities": []}, "p.probabilities", "is empty: give as many as values"),
        ({"values": [1], "probabilities": 1}, "p.probabilities", "must be a list such as [0.2, 0.8], got 1"),
        ({"distribution": "categorical_w_probabilities", "values": [1]}, "p", "probabilities is missing"),
        ({"distribution": "constant"}, "p", "value is missing"),
        ({"distribution": "normal", "sigma": -1}, "p.sigma", "must not be below 0, got -1"),
        ({"distribution": "beta", "a": 0}, "p.a", "must lie between 0.0001 and 10000000, got 0"),
        (
            {"distribution": "q_uniform", "min": 0, "max": 9, "q": 0},
            "p.q",
            "must be greater than 0 for q_uniform, got 0",
        ),
        ({"distribution": "q_uniform", "min": 0, "max": 9, "q": 1e-300}, "p", "more than can be told apart"),
        (
            {"distribution": "log_uniform_values", "min": 0, "max": 1},
            "p.min",
            "must be greater than 0 for log_uniform_values, got 0",
        ),
        (
            {"distribution": "log_uniform", "min": 1, "max": 1000},
            "p.max",
            "takes exponents, from -700 to 700, got 1000",
        ),
        ({"parameters": {}}, "p.parameters", "is empty: at least one parameter is needed"),
        ({"parameters": [1]}, "p.parameters", "must be a mapping such as"),
        ({"parameters": {"x": {"value": 1}}, "value": 1}, "p.value", "does not go with parameters"),
        ({"parameters": {"x": {"value": 1}}, "distribution": "uniform"}, "p.distribution", "param_dict, or nothing"),
        ({"lr": {"min": 0, "max": 1}}, "p.lr", "no such key here: nested parameters stand under parameters"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(fields: dict[str, object], where: str, message: str) -> None:
    found = problems(p=fields)
    assert list(found) == [where]
    assert message in found[where]


@pytest.mark.parametrize(
    ("entry", "example"),
    [
        (0.1, "{value: 0.1}, got 0.1"),
        ("adam", '{value: "adam"}, got "adam"'),
        ([1, 2], "{values: [1, 2, 3]}, got [1, 2]"),
        (None, "{min: 0.1, max: 0.9}, got nothing"),
    ],
)
def test_an_entry_that_is_no_mapping_is_shown_how_to_become_one(entry: object, example: str) -> None:
    assert problems(p=entry) == {"p": f"must be a mapping such as {example}"}


@pytest.mark.parametrize("name", ["1st", "a/b", "a b", "", "-x", "ü", "a\nb"])
def test_names_are_those_that_a_command_line_can_carry(name: str) -> None:
    assert "is no name for a parameter" in next(iter(problems(**{name: {"value": 1}}).values()))


def test_nested_parameters_become_full_paths() -> None:
    space = parse(
        encoder={"parameters": {"layers": {"min": 1, "max": 8}, "block": {"parameters": {"width": {"value": 64}}}}},
        **{"trainer.lr": {"distribution": "param_dict", "parameters": {"x-1": {"value": 1}}}},
    ).space
    assert [(p.path, p.keys) for p in space.parameters] == [
        ("encoder.block.width", ("encoder", "block", "width")),
        ("encoder.layers", ("encoder", "layers")),
        ("trainer.lr.x-1", ("trainer.lr", "x-1")),
    ]


def test_a_dotted_name_and_a_nested_one_may_not_be_the_same() -> None:
    found = problems(**{"encoder.layers": {"value": 1}, "encoder": {"parameters": {"layers": {"value": 2}}}})
    assert list(found) == ["encoder.parameters.layers"]
    assert "the name encoder.layers is taken" in found["encoder.parameters.layers"]


def test_dotted_names_may_stand_beside_a_group_of_the_same_beginning() -> None:
    space = parse(**{"encoder.width": {"value": 1}, "encoder": {"parameters": {"layers": {"value": 2}}}}).space
    assert space.nest(space.decode([0.5, 0.5])) == {"encoder": {"layers": 2}, "encoder.width": 1}


@pytest.mark.parametrize(
    ("kind", "low", "high", "said"),
    [
        ("log_uniform", 0.0001, 0.01, "0.0001 to 0.01 searches 1.0001 to 1.0101. log_uniform_values takes values."),
        ("log_uniform", 0.00025, 0.0006, "0.00025 to 0.0006 searches 1.00025 to 1.0006. log_uniform_values takes"),
        ("log_uniform", -9.2, -2.3, "-9.2 to -2.3 searches 0.000101 to 0.1003. log_uniform_values takes values."),
        ("q_log_uniform", 0.0, 5.0, "0.0 to 5.0 searches 1 to 148.4. q_log_uniform_values takes values."),
        ("inv_log_uniform", 1, 3, "1 to 3 searches 0.04979 to 0.3679. inv_log_uniform_values takes values."),
    ],
)
def test_exponents_are_accepted_with_a_warning_that_says_what_they_search(
    kind: str, low: float, high: float, said: str
) -> None:
    (warning,) = parse(p={"distribution": kind, "min": low, "max": high}).warnings
    assert warning.path == "parameters.p"
    assert warning.message.startswith(f"{kind} takes exponents: ")
    assert said in warning.message


def test_a_value_listed_twice_is_taken_once_with_a_warning() -> None:
    sweep = parse(p={"values": [1, True, 1.0, 2], "probabilities": [0.1, 0.2, 0.3, 0.4]})
    assert sweep.space["p"].distribution == Categorical((1, True, 2), (0.4, 0.2, 0.4))
    assert "stands twice" in sweep.warnings[0].message


def test_a_value_of_probability_zero_is_left_out_with_a_warning() -> None:
    sweep = parse(p={"values": ["a", "b"], "probabilities": [0, 1]})
    assert sweep.space["p"].distribution == Categorical(("b",), (1.0,))
    assert "never drawn" in sweep.warnings[0].message


def test_all_problems_are_found_at_once() -> None:
    found = problems(a={"min": 1}, b={"vales": 1}, c={"parameters": {"d": 3}}, e={"value": 1, "when": {"zz": 1}})
    assert list(found) == ["a", "b.vales", "c.parameters.d", "e.when.zz"]
