"""The keys at the top of a sweep file, the metric and early termination."""

from __future__ import annotations

import datetime
import math
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pytest

from varre.errors import ConfigError
from varre.sweepfile import DEFAULT_COMMAND, HyperbandRule, Objective, SweepFile

ALLOWED = "numbers, text, true, false, null, lists and mappings are"
METRIC = {"name": "loss"}
BASE: dict[str, object] = {"method": "bayes", "metric": METRIC, "parameters": {"lr": {"min": 0.0, "max": 1.0}}}


def parse(**keys: object) -> SweepFile:
    return SweepFile.parse({**BASE, **keys})


def problems(raw: object) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        SweepFile.parse(raw, source="sweep.yaml")
    assert caught.value.source == "sweep.yaml"
    return {problem.path: problem.message for problem in caught.value.problems}


def test_defaults() -> None:
    sweep = parse()
    assert sweep == SweepFile("bayes", sweep.space, objective=Objective("loss", "minimize", None))
    assert sweep.command == DEFAULT_COMMAND == ("${env}", "${interpreter}", "${program}", "${args}")
    assert (sweep.order, sweep.retries, sweep.max_retries, sweep.seed, sweep.run_cap) == ("sorted", 1, 3, None, None)
    assert sweep.warnings == ()


def test_every_key() -> None:
    sweep = parse(
        program=Path("src/train.py"),
        command=["python", "${program}", "--lr=${lr}"],
        metric={"name": "val acc", "goal": "maximize", "target": "0.99"},
        early_terminate={"type": "hyperband", "min_iter": 3, "eta": 2, "strict": False},
        name="first try",
        description="what it is for",
        project="my project",
        entity="me",
        run_cap=5.0,
        seed=0,
        retries=0,
        max_retries=0,
        start=[{"lr": 1}],
        kind="sweep",
        apiVersion="v1",
    )
    assert sweep.program == "src/train.py"
    assert sweep.command == ("python", "${program}", "--lr=${lr}")
    assert sweep.objective == Objective("val acc", "maximize", 0.99)
    assert sweep.early_terminate == HyperbandRule(min_iter=3, eta=2.0, strict=False)
    assert (sweep.name, sweep.description, sweep.project) == ("first try", "what it is for", "my project")
    assert (sweep.entity, sweep.run_cap, sweep.seed) == ("me", 5, 0)
    assert (sweep.retries, sweep.max_retries, sweep.start) == (0, 0, ({"lr": 1.0},))
    assert sweep.warnings == ()


def test_keys_with_nothing_behind_them_count_as_absent() -> None:
    assert parse(program=None, early_terminate=None, run_cap=None, start=None, order=None) == parse()


@pytest.mark.parametrize(
    ("keys", "where", "message"),
    [
        ({"method": None}, "", "method is missing: grid, random or bayes"),
        ({"method": "byes"}, "method", '"byes" is not a method: grid, random or bayes'),
        ({"method": "custom"}, "method", "drive the loop with varre.Optimizer"),
        ({"parameters": None}, "", "parameters is missing: at least one is needed"),
        ({"parameters": {}}, "parameters", "is empty: at least one parameter is needed"),
        (
            {"parameters": [1]},
            "parameters",
            "must be a mapping such as {learning_rate: {min: 0.001, max: 0.1}}, got [1]",
        ),
        ({"metric": None}, "", "metric is missing: bayes needs to know what to minimize or maximize"),
        ({"paramters": {}}, "paramters", "no such key here: did you mean parameters?"),
        ({"zzz": 1}, "zzz", "no such key here: apiVersion, command, constraints"),
        ({"job": "x"}, "job", "belongs to W&B Launch"),
        ({"image_uri": "x"}, "image_uri", "belongs to W&B Launch"),
        ({"scheduler": {"engine": "optuna"}}, "scheduler", "choose method: bayes"),
        ({"metrics": [METRIC, METRIC]}, "metrics", "one metric a sweep: log the combination that matters"),
        ({"repeats": 3}, "repeats", "not yet"),
        ({"controller": {"type": "local"}}, "controller", "leave controller out"),
        ({"controller": "far"}, "controller", "must be {type: cloud}"),
        ({"run_cap": 0}, "run_cap", "must be an integer of at least 1, got 0"),
        ({"run_cap": 2.5}, "run_cap", "must be an integer of at least 1, got 2.5"),
        ({"run_cap": "20"}, "run_cap", 'must be an integer of at least 1, got "20"'),
        ({"run_cap": True}, "run_cap", "must be an integer of at least 1, got true"),
        ({"seed": -1}, "seed", "must be an integer of at least 0, got -1"),
        ({"seed": 10**30}, "seed", "an integer must fit in 64 bits"),
        ({"retries": -1}, "retries", "must be an integer of at least 0, got -1"),
        ({"max_retries": math.inf}, "max_retries", "must be an integer of at least 0, got inf"),
        ({"order": "random"}, "order", '"random" is not an order: sorted or shuffled'),
        ({"name": 42}, "name", "must be text, got 42: put it in quotes"),
        ({"program": " "}, "program", 'must be text, got ""'),
        ({"program": "a\0b"}, "program", "text must not hold a NUL character"),
        ({"name": "\ud800"}, "name", "half a surrogate pair"),
        ({"project": "a/b"}, "project", 'must not hold a slash, got "a/b"'),
        ({"command": "python train.py ${args}"}, "command", "a list, one string a token: [python, train.py, ${args}]"),
        ({"command": []}, "command", "is empty"),
        ({"command": {"a": 1}}, "command", "must be a list such as"),
        ({"command": ["python", 1]}, "command[1]", "must be text, got 1: put it in quotes"),
        ({"metric": "loss"}, "metric", 'must be a mapping such as {name: val_loss, goal: minimize}, got "loss"'),
        ({"metric": {"goal": "minimize"}}, "metric", "name is missing"),
        ({"metric": {"name": ""}}, "metric.name", 'must be text, got ""'),
        ({"metric": {"name": "x", "gaol": 1}}, "metric.gaol", "did you mean metric.goal?"),
        ({"metric": {"name": "x", "target": "soon"}}, "metric.target", 'must be a number, got "soon"'),
        ({"metric": {"name": "x", "target": math.nan}}, "metric.target", "must be a finite number, got nan"),
        (
            {"early_terminate": True},
            "early_terminate",
            "must be a mapping such as {type: hyperband, min_iter: 3}, got true",
        ),
        ({"early_terminate": {"min_iter": 3}}, "early_terminate", "type is missing: hyperband, asha"),
        ({"early_terminate": {"type": "envelope", "min_iter": 3}}, "early_terminate.type", "is not a stopping rule"),
        ({"early_terminate": {"type": "hyperband"}}, "early_terminate", "needs min_iter, or max_iter and s"),
        (
            {"early_terminate": {"type": "hyperband", "max_iter": 9}},
            "early_terminate",
            "needs min_iter, or max_iter and s",
        ),
        ({"early_terminate": {"type": "hyperband", "min_iter": 1.5}}, "early_terminate.min_iter", "got 1.5"),
        (
            {"early_terminate": {"type": "hyperband", "min_iter": 1, "eta": 1}},
            "early_terminate.eta",
            "must be greater than 1, got 1",
        ),
        (
            {"early_terminate": {"type": "hyperband", "max_iter": 2, "s": 1}},
            "early_terminate",
            "has no band: max_iter 2 divided by eta 3.0 is below 1",
        ),
        (
            {"early_terminate": {"type": "hyperband", "min_iter": 1, "strict": "yes"}},
            "early_terminate.strict",
            'must be true or false, got "yes"',
        ),
        (
            {"early_terminate": {"type": "hyperband", "min_iter": 1, "min_itr": 1}},
            "early_terminate.min_itr",
            "did you mean early_terminate.min_iter?",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_place(keys: dict[str, object], where: str, message: str) -> None:
    found = problems({**BASE, **keys})
    assert list(found) == [where]
    assert message in found[where]


@pytest.mark.parametrize("raw", [None, [], "method: grid", 7, {}])
def test_what_is_no_mapping_is_no_sweep_file(raw: object) -> None:
    assert "must be a mapping of keys such as method, metric and parameters" in problems(raw).values()


def test_keys_that_are_no_text_are_named() -> None:
    found = problems({**BASE, 1: 2, (3,): 4, 10**5000: 6, "metric": {"name": "x", None: 5}})
    assert found == {
        "1": "a key must be text, got an int",
        "<int>": "a key must be text, got an int",
        "<tuple>": "a key must be text, got a tuple",
        "metric.<NoneType>": "a key must be text, got a NoneType",
    }


def test_early_termination_needs_a_metric_under_any_method() -> None:
    raw = {**BASE, "method": "random", "metric": None, "early_terminate": {"type": "hyperband", "min_iter": 3}}
    assert problems(raw) == {"": "metric is missing: early_terminate needs to know what to minimize or maximize"}


def test_a_grid_needs_values_that_can_be_counted() -> None:
    parameters = {
        "lr": {"min": 0.0, "max": 1.0},
        "g": {"parameters": {"n": {"distribution": "q_normal"}}},
        "c": {"values": [1, 2], "probabilities": [0.5, 0.5]},
        "q": {"distribution": "q_uniform", "min": 0, "max": 1, "q": 0.5},
        "k": {"min": 1, "max": 3},
    }
    found = problems({"method": "grid", "parameters": parameters})
    assert set(found) == {"parameters.lr", "parameters.g.parameters.n", "parameters.c.probabilities"}
    assert found["parameters.lr"] == "a grid cannot try all values of uniform: list values, or quantise it"


@pytest.mark.parametrize(
    ("keys", "where", "message"),
    [
        ({"metric": {**METRIC, "impute": "best"}}, "metric.impute", "has no effect"),
        ({"metric": {**METRIC, "impute_while_running": "worst"}}, "metric.impute_while_running", "has no effect"),
        ({"controller": {"type": "cloud"}}, "controller", "has no effect"),
        ({"order": "shuffled"}, "order", "has no effect: it is for grids, and the method is bayes"),
        (
            {"early_terminate": {"type": "hyperband", "max_iter": 27, "s": 2, "min_iter": 3}},
            "early_terminate.min_iter",
            "is ignored: max_iter wins where both are given",
        ),
        (
            {"early_terminate": {"type": "hyperband", "max_iter": 27, "min_iter": 3}},
            "early_terminate.max_iter",
            "is ignored: it needs s; the bands begin at min_iter",
        ),
        ({"early_terminate": {"type": "hyperband", "s": 2, "min_iter": 3}}, "early_terminate.s", "is ignored"),
    ],
)
def test_what_has_no_effect_is_a_warning(keys: dict[str, object], where: str, message: str) -> None:
    (warning,) = parse(**keys).warnings
    assert warning.path == where
    assert message in warning.message


def test_text_that_is_written_as_a_number_is_one_in_few_places_only() -> None:
    hyperband = {"type": "hyperband", "max_iter": 27, "s": 2, "eta": "2.5"}
    assert parse(early_terminate=hyperband).early_terminate == HyperbandRule(max_iter=27, s=2.0, eta=2.5)
    assert problems({**BASE, "early_terminate": {**hyperband, "s": "2"}}) == {
        "early_terminate.s": 'must be a number, got "2"'
    }
    weighted = {"values": ["1", "2"], "probabilities": [0.5, "0.5"]}
    assert problems({**BASE, "parameters": {"p": weighted}}) == {
        "parameters.p.probabilities[1]": 'must be a number, got "0.5"'
    }
    assert parse(parameters={"p": {"values": ["1", "2"]}}).space["p"].distribution.values() == ("1", "2")


def test_what_json_cannot_hold_is_a_problem() -> None:
    values = [datetime.date(2024, 1, 1), b"x", {1}, object, Fraction(1, 2)]
    found = problems({**BASE, "parameters": {"p": {"values": values}, "q": {"value": iter([1])}}})
    assert found == {
        "parameters.p.values[0]": f"a date is no value of a sweep file: {ALLOWED}",
        "parameters.p.values[1]": f"a bytes is no value of a sweep file: {ALLOWED}",
        "parameters.p.values[2]": f"a set is no value of a sweep file: {ALLOWED}",
        "parameters.p.values[3]": f"a type is no value of a sweep file: {ALLOWED}",
        "parameters.p.values[4]": f"a Fraction is no value of a sweep file: {ALLOWED}",
        "parameters.q.value": f"a list_iterator is no value of a sweep file: {ALLOWED}",
    }


def test_exactly_one_kind_of_band_is_kept() -> None:
    hyperband = {"type": "hyperband", "max_iter": 27, "s": 2, "min_iter": 3}
    assert parse(early_terminate=hyperband).early_terminate == HyperbandRule(max_iter=27, s=2.0)
    assert parse(early_terminate={**hyperband, "s": None}).early_terminate == HyperbandRule(min_iter=3)


def test_an_objective_is_a_loss_and_back() -> None:
    accuracy = Objective("accuracy", "maximize", 0.9)
    assert (accuracy.loss(0.7), accuracy.value(-0.7)) == (-0.7, 0.7)
    assert [accuracy.met(value) for value in (0.89, 0.9, 0.91, math.nan)] == [False, True, True, False]
    loss = Objective("loss", "minimize", 0.1)
    assert (loss.loss(0.7), loss.value(0.7)) == (0.7, 0.7)
    assert [loss.met(value) for value in (0.11, 0.1, 0.09)] == [False, True, True]
    assert not Objective("loss").met(-math.inf)


class HydraLike(Mapping[str, object]):
    """A mapping of a library's own, nested in its own kind."""

    def __init__(self, content: Mapping[str, object]) -> None:
        self._content = content

    def __getitem__(self, key: str) -> object:
        value = self._content[key]
        return HydraLike(value) if isinstance(value, dict) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)


class WandbLike:
    """No mapping by type, but with keys and items."""

    def __init__(self, content: dict[str, object]) -> None:
        self._content = content

    def keys(self) -> Iterator[str]:
        return iter(self._content)

    def __getitem__(self, key: str) -> object:
        return self._content[key]


@pytest.mark.parametrize("kind", [OrderedDict, MappingProxyType, HydraLike, WandbLike])
def test_any_mapping_is_a_sweep_file(kind: type) -> None:
    assert SweepFile.parse(kind({**BASE, "parameters": kind(BASE["parameters"])})) == parse()


def test_values_of_other_libraries_become_plain_ones() -> None:
    numpy = pytest.importorskip("numpy")
    sweep = SweepFile.parse(
        {
            "method": "random",
            "run_cap": numpy.int64(3),
            "parameters": {
                "a": {"values": numpy.linspace(0, 1, 3)},
                "b": {"values": (numpy.float32(0.5), numpy.bool_(True), range(2))},
                "c": {"min": numpy.float64(0), "max": numpy.int32(2)},
            },
        }
    )
    assert repr(sweep.space["a"].distribution.values()) == "(0.0, 0.5, 1.0)"
    assert repr(sweep.space["b"].distribution.values()) == "(0.5, True, [0, 1])"
    assert repr(sweep.space["c"].distribution) == "Uniform(min=0.0, max=2.0)"
    assert SweepFile.parse_text(sweep.to_json()) == sweep


def test_an_object_that_raises_when_looked_into_is_a_problem() -> None:
    class Broken(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            raise OSError("gone")

        def __iter__(self) -> Iterator[str]:
            return iter(["a"])

        def __len__(self) -> int:
            return 1

    found = problems({**BASE, "parameters": {"a": Broken()}})
    assert found == {"parameters.a": "Broken cannot be read: OSError"}


def test_the_error_lists_every_problem_and_the_warnings() -> None:
    raw = {"method": "random", "metric": {"name": "x", "goal": "min", "impute": "worst"}, "parameters": {"a": 1}}
    with pytest.raises(ConfigError) as caught:
        SweepFile.parse(raw, source="sweep.yaml")
    assert str(caught.value) == (
        "sweep.yaml: 2 problems\n"
        "  parameters.a: must be a mapping such as {value: 1}, got 1\n"
        '  metric.goal: "min" is not a goal: minimize or maximize'
    )
    assert [warning.path for warning in caught.value.warnings] == ["metric.impute"]


def test_messages_cannot_steer_a_terminal() -> None:
    with pytest.raises(ConfigError) as caught:
        SweepFile.parse({**BASE, "method": "\x1b[31mgrid\nx", "\x1b[2J": 1})
    assert "\x1b" not in str(caught.value)
    assert r"\x1b[31mgrid x" in str(caught.value)
