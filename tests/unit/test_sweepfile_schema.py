"""The JSON Schema takes what the reader takes, and refuses what can be refused without relating values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, meta

from varre.errors import ConfigError
from varre.space import Value
from varre.sweepfile import SweepFile, load_text
from varre.sweepfile.kinds import ALL_FIELDS, FIELDS
from varre.sweepfile.schema import json_schema
from varre.sweepfile.toplevel import KEYS

ROOT = Path(__file__).parents[2]
DOCUMENTED = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "sweep-file.md").read_text(encoding="utf-8"), re.DOTALL)
SHIPPED = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").rglob("*sweep*.yaml"))]
VALIDATOR = Draft202012Validator(json_schema())


def written(kind: str) -> dict[str, Value]:
    """A parameter that names its distribution and gives all its keys."""
    numbers: Mapping[str, Value] = {"min": 1, "max": "3.5e0", "mu": 0, "sigma": 1, "a": 2, "b": "2", "q": 0.5}
    choice: Mapping[str, Value] = {"value": None, "values": ["a", True], "probabilities": [0.5, 0.5], "ordered": True}
    fields = {key: {**numbers, **choice}[key] for key in FIELDS[kind]}
    return {"distribution": kind, **fields} | ({"max": "5"} if kind == "int_uniform" else {})


def sweep(**changes: Value) -> dict[str, Value]:
    return {"method": "random", "parameters": {"lr": {"min": 0, "max": 1}}, **changes}


def reads(raw: object) -> bool:
    try:
        SweepFile.parse(raw)
    except ConfigError:
        return False
    return True


def test_it_is_a_schema_and_json() -> None:
    meta.validate(json.loads(json.dumps(json_schema())))


@pytest.mark.parametrize("text", [*DOCUMENTED, *SHIPPED])
def test_examples_are_valid(text: str) -> None:
    VALIDATOR.validate(load_text(text))


def test_there_are_examples() -> None:
    assert len(DOCUMENTED) >= 4
    assert len(SHIPPED) >= 3


@pytest.mark.parametrize("kind", FIELDS)
def test_every_distribution_is_valid_with_all_its_keys(kind: str) -> None:
    raw = sweep(parameters={"p": written(kind)})
    assert reads(raw)
    VALIDATOR.validate(raw)


def test_every_key_of_the_reader_is_there_with_a_description_and_no_other() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert sorted(schema["properties"]) == sorted(KEYS)
    parameter = schema["$defs"]["parameter"]["properties"]
    assert set(parameter) == {*ALL_FIELDS, "distribution", "when", "parameters"}
    described = [*schema["properties"].values(), *parameter.values()]
    assert all("description" in part or "$ref" in part for part in described)
    named = {choice["const"] for choice in parameter["distribution"]["anyOf"] if "const" in choice}
    assert named == {*FIELDS, "param_dict"}


REFUSED: list[object] = [
    [],
    {},
    {"method": "random"},
    {"parameters": {"lr": {"min": 0, "max": 1}}},
    sweep(method="custom"),
    sweep(method=None),
    sweep(method="bayes"),
    sweep(method="bayes", metric=None),
    sweep(metric={}),
    sweep(metric={"name": " "}),
    sweep(metric={"name": "loss", "goal": "best"}),
    sweep(metric={"name": "loss", "target": "low"}),
    sweep(metric={"name": "loss", "aim": "minimize"}),
    sweep(early_terminate={"type": "hyperband", "min_iter": 3}),
    *(
        sweep(metric={"name": "loss"}, early_terminate=rule)
        for rule in (
            {},
            {"type": "envelope", "min_iter": 3},
            {"type": "asha", "max_iter": 27},
            {"type": "asha", "eta": 1},
            {"type": "median", "min_runs": 0},
            {"type": "median", "min_iter": 1.5},
            {"type": "curve", "chance": 0},
            {"type": "curve", "chance": 0.6},
            {"type": "auto", "min_iter": 1},
            {"type": "patience", "rows": 0},
            {"type": "patience", "min_delta": -0.1},
            {"type": "patience", "min_delta": "0.1"},
            {"type": "hyperband"},
            {"type": "hyperband", "max_iter": 27},
            {"type": "hyperband", "min_iter": None},
            {"type": "hyperband", "min_iter": 0},
            {"type": "hyperband", "min_iter": 3, "eta": 1},
            {"type": "hyperband", "min_iter": 3, "eta": "fast"},
            {"type": "hyperband", "max_iter": 27, "s": 0},
            {"type": "hyperband", "min_iter": 3, "strict": "yes"},
            {"type": "hyperband", "min_iter": 3, "patience": 2},
        )
    ),
    sweep(job="x"),
    sweep(metrics=[]),
    sweep(constraints="a < b"),
    sweep(constraints=[1]),
    sweep(constraints=[" "]),
    sweep(constraints=["x" * 501]),
    sweep(program=3),
    sweep(program=" "),
    sweep(project="a/b"),
    sweep(project=" "),
    sweep(command="python train.py"),
    sweep(command=[]),
    sweep(command=["python", 3]),
    sweep(run_cap=0),
    sweep(run_cap="20"),
    sweep(seed=-1),
    sweep(retries=1.5),
    sweep(order="random"),
    sweep(controller={"type": "local"}),
    sweep(start={"lr": 1}),
    sweep(start=[1]),
    sweep(parameters={}),
    sweep(parameters=["lr"]),
    sweep(parameters={"1st": {"value": 1}}),
    *(
        sweep(parameters={"p": parameter})
        for parameter in (
            None,
            3,
            [1, 2],
            {},
            {"min": 0},
            {"min": None, "max": 1},
            {"min": 0, "max": 1, "q": 0.1},
            {"mu": 0},
            {"values": []},
            {"values": "adam"},
            {"values": [1, 2], "probabilities": []},
            {"values": [1, 2], "probabilities": [0.5, -0.5]},
            {"values": [1, 2], "probabilities": ["0.5", "0.5"]},
            {"values": [1, 2], "ordered": 1},
            {"value": 1, "values": [1]},
            {"value": 1, "step": 2},
            {"distribution": None, "min": 0, "max": 1},
            {"distribution": "unifrom", "min": 0, "max": 1},
            {"distribution": "uniform", "min": 0},
            {"distribution": "uniform", "min": 0, "max": 1, "q": 0.1},
            {"distribution": "uniform", "min": "low", "max": 1},
            {"distribution": "int_uniform", "min": 0.5, "max": 3},
            {"distribution": "int_uniform", "min": 0, "max": 2**60},
            {"distribution": "log_uniform_values", "min": 0, "max": 1},
            {"distribution": "log_uniform", "min": -1000, "max": 1},
            {"distribution": "q_normal", "q": 0},
            {"distribution": "normal", "sigma": -1},
            {"distribution": "beta", "a": 0},
            {"distribution": "categorical_w_probabilities", "values": [1]},
            {"distribution": "param_dict"},
            {"parameters": {}},
            {"parameters": {"q": {"value": 1}}, "min": 0},
            {"parameters": {"q": {"value": 1}}, "distribution": "uniform"},
        )
    ),
    *(
        sweep(parameters={"lr": {"min": 0, "max": 1}, "p": {"value": 1, "when": when}})
        for when in (
            None,
            {},
            "lr",
            {"lr": []},
            {"lr": {"not": []}},
            {"lr": {"min": "low"}},
            {"lr": {"min": 0, "above": 1}},
        )
    ),
]


@pytest.mark.parametrize("raw", REFUSED, ids=lambda raw: json.dumps(raw)[:80])
def test_what_the_reader_refuses_by_its_form_is_refused(raw: object) -> None:
    assert not reads(raw)
    assert not VALIDATOR.is_valid(raw)


# -- never stricter than the reader -----------------------------------------------------------------------------------

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "adam", "1e-5", "3", "cloud", "sorted", "hyperband", "minimize", "param_dict", *FIELDS]),
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=4)
fields = st.sampled_from([key for kind in FIELDS.values() for key in kind])
conditions = st.dictionaries(st.just("other"), values | st.dictionaries(st.sampled_from(["not", "min", "max"]), values))
parameters = st.one_of(
    st.builds(
        lambda kind, extra: written(kind) | extra,
        st.sampled_from(list(FIELDS)),
        st.dictionaries(fields, values, max_size=1),
    ),
    st.dictionaries(fields, values, max_size=3),
    st.dictionaries(st.just("parameters"), st.dictionaries(st.sampled_from(["x", "y"]), st.builds(dict, value=values))),
)


@given(parameter=parameters, when=conditions, key=st.sampled_from(KEYS), value=values)
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_what_the_reader_takes_is_valid(parameter: dict[str, Value], when: object, key: str, value: Value) -> None:
    space = {"other": {"values": [0, 1, 3, "adam", True, None]}, "p": parameter | ({"when": when} if when else {})}
    for raw in (sweep(parameters=space), sweep(**{key: value}), sweep(metric={"name": "loss", "target": value})):
        assert VALIDATOR.is_valid(raw) or not reads(raw)
