"""Assignments from a command line: ``--set parameters.learning_rate.max=0.01``."""

from __future__ import annotations

import pytest

from varre.errors import ConfigError
from varre.sweepfile import SweepFile, override

RAW: dict[str, object] = {
    "method": "random",
    "command": ["python", "train.py"],
    "start": [{"trainer.lr": 0.1}],
    "parameters": {
        "learning_rate": {"min": 0.001, "max": 0.1},
        "trainer.lr": {"min": 0.0, "max": 1.0},
        "trainer": {"parameters": {"depth": {"value": 3}}},
    },
}


def problem(assignment: str, raw: object = RAW) -> tuple[str, str]:
    with pytest.raises(ConfigError) as caught:
        override(raw, [assignment], source="sweep.yaml")
    assert caught.value.source == "sweep.yaml"
    (found,) = caught.value.problems
    return found.path, found.message


@pytest.mark.parametrize(
    ("assignment", "keys", "value"),
    [
        ("parameters.learning_rate.max=0.01", ("parameters", "learning_rate", "max"), 0.01),
        ("parameters.learning_rate.max=1e-2", ("parameters", "learning_rate", "max"), 0.01),
        ("parameters.trainer.lr.max=0.5", ("parameters", "trainer.lr", "max"), 0.5),
        ("parameters.trainer.parameters.depth.value=5", ("parameters", "trainer", "parameters", "depth", "value"), 5),
        ("parameters.trainer.depth.value=5", ("parameters", "trainer", "parameters", "depth", "value"), 5),
        ("parameters.trainer.depth={value: 5}", ("parameters", "trainer", "parameters", "depth"), {"value": 5}),
        ("parameters.trainer.when={x: 1}", ("parameters", "trainer", "when"), {"x": 1}),
        ("parameters.learning_rate={value: 0.1}", ("parameters", "learning_rate"), {"value": 0.1}),
        ("parameters.new={values: [a, true]}", ("parameters", "new"), {"values": ["a", True]}),
        ("run_cap=3", ("run_cap",), 3),
        ("name=a=b", ("name",), "a=b"),
        ("name=", ("name",), None),
        ("method=grid", ("method",), "grid"),
        ("start.0.trainer.lr=0.2", ("start", 0, "trainer.lr"), 0.2),
        ("command.1=other.py", ("command", 1), "other.py"),
    ],
)
def test_an_assignment_replaces_one_value(assignment: str, keys: tuple[str | int, ...], value: object) -> None:
    found: object = override(RAW, [assignment])
    for key in keys:
        assert isinstance(found, (dict, list))
        found = found[key]  # type: ignore[index,call-overload]
    assert found == value
    assert type(found) is type(value)


def test_the_original_is_left_alone() -> None:
    before = repr(RAW)
    override(RAW, ["parameters.learning_rate.max=9", "start.0={}"])
    assert repr(RAW) == before


@pytest.mark.parametrize(
    ("assignment", "path", "message"),
    [
        ("run_cap", "", '"run_cap" is no assignment: KEY=VALUE, as in parameters.lr.max=0.01'),
        ("=3", "", "is no assignment"),
        ("parameters.lerning_rate.max=1", "parameters.lerning_rate.max", "did you mean parameters.learning_rate?"),
        ("parameters.trainer.dept.value=1", "parameters.trainer.dept.value", "did you mean parameters.trainer.depth?"),
        ("learning_rate.max=1", "learning_rate.max", "there is no learning_rate"),
        ("zzz.max=1", "zzz.max", "there is no zzz"),
        ("method.x=1", "method.x", 'nothing stands below "random"'),
        ("command.7=x", "command.7", "7 is no position of a list of 2, counted from 0"),
        ("command.x=x", "command.x", "x is no position of a list of 2"),
        ("command.-1=x", "command.-1", "-1 is no position of a list of 2"),
        ("run_cap=[1", "run_cap", "is not valid YAML"),
    ],
)
def test_an_assignment_that_cannot_be_made_is_a_problem(assignment: str, path: str, message: str) -> None:
    found_path, found = problem(assignment)
    assert found_path == path
    assert message in found


def test_all_assignments_are_tried() -> None:
    with pytest.raises(ConfigError) as caught:
        override(RAW, ["a.b=1", "method=grid", "c.d=1"])
    assert [found.path for found in caught.value.problems] == ["a.b", "c.d"]


@pytest.mark.parametrize("raw", [None, [1], "text"])
def test_only_mappings_can_be_changed(raw: object) -> None:
    assert "must be a mapping of keys" in problem("a=1", raw)[1]


def test_what_the_original_holds_that_no_file_can_is_a_problem() -> None:
    assert problem("a=1", {"method": b"grid"})[0] == "method"


def test_a_text_is_read_with_overrides_and_keeps_its_lines() -> None:
    text = "method: random\nparameters:\n  lr: {min: 0.1, max: 1.0}\n  x: 3\n"
    with pytest.raises(ConfigError) as caught:
        SweepFile.parse_text(text, overrides=["parameters.lr.max=0.01"])
    assert [(found.path, found.line) for found in caught.value.problems] == [("parameters.lr", 3), ("parameters.x", 4)]
    sweep = SweepFile.parse_text(text, overrides=["parameters.x={value: 1}", "run_cap=2"])
    assert (sweep.run_cap, len(sweep.space)) == (2, 2)
