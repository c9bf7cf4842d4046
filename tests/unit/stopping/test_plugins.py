"""Samplers and stoppers of another package: a real one, installed as pip would, found by its entry points."""

from __future__ import annotations

from pathlib import Path

import pytest

from varre import search, stopping
from varre.errors import ConfigError, Problem
from varre.optimizer import Optimizer
from varre.runs import Observation, Outcome
from varre.sweepfile import OtherRule, SweepFile
from varre.sweepfile.schema import json_schema

CODE = """
from dataclasses import dataclass

from varre.runs import Decision, Reason, StopReason, Suggestion
from varre.search import Needs


@dataclass(frozen=True)
class Ceiling:
    most: float

    def rungs(self, before, after):
        return tuple(range(before + 1, after + 1))

    def decide(self, run, peers):
        if not run.curve or run.curve[-1] <= self.most:
            return Decision()
        return Decision(StopReason("ceiling", len(run.curve), run.curve[-1], self.most))


def ceiling(most=1.0):
    if most < 0:
        raise ValueError(f"most must not be negative, got {most}")
    return Ceiling(most)


@dataclass(frozen=True)
class Corner:
    space: object
    needs: Needs = Needs.NOTHING

    def ask(self, history, n, seeds):
        return [Suggestion(self.space.decode([0.0] * len(self.space.parameters)), Reason("corner"))]


def corner(file):
    return Corner(file.space)


NO_FUNCTION = 3
"""
ENTRY_POINTS = """
[varre.samplers]
corner = varre_corners:corner

[varre.stoppers]
ceiling = varre_corners:ceiling
gone = varre_corners:gone
lost = varre_lost:stopper
number = varre_corners:NO_FUNCTION
hyperband = varre_corners:ceiling
"""
BASE = {"method": "random", "metric": {"name": "loss"}, "parameters": {"lr": {"min": 0.0, "max": 1.0}}}
OWN = "hyperband, asha, median, patience, curve"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "varre_corners-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: varre-corners\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    (tmp_path / "varre_corners.py").write_text(CODE)
    monkeypatch.syspath_prepend(tmp_path)


def parse(**rule: object) -> SweepFile:
    return SweepFile.parse({**BASE, "early_terminate": rule})


def problem(rule: OtherRule) -> Problem:
    with pytest.raises(ConfigError) as caught:
        stopping.make(rule)
    [found] = caught.value.problems
    return found


@pytest.mark.usefixtures("package")
def test_a_stopper_is_found_and_given_its_options() -> None:
    file = parse(type="ceiling", most=2.5)
    assert file.early_terminate == OtherRule("ceiling", {"most": 2.5})
    assert SweepFile.parse_text(file.to_json()) == file
    assert SweepFile.parse_text(file.to_yaml()) == file
    stopper = stopping.make(file.early_terminate)
    run = Observation(1, {}, (1.0, 3.0), Outcome.RUNNING)
    stop = stopper.decide(run, [run]).stop
    assert stop is not None
    assert (stop.source, stop.rung, stop.value, stop.threshold) == ("ceiling", 2, 3.0, 2.5)


@pytest.mark.usefixtures("package")
def test_what_its_package_refuses_is_told() -> None:
    assert problem(OtherRule("ceiling", {"most": -1})) == Problem(
        "early_terminate", "ceiling: most must not be negative, got -1"
    )
    assert "unexpected keyword argument 'least'" in problem(OtherRule("ceiling", {"least": 1})).message


@pytest.mark.usefixtures("package")
def test_what_cannot_be_loaded_is_told_with_its_package() -> None:
    assert problem(OtherRule("gone")).message.startswith(
        "'gone' (varre_corners:gone of varre-corners 1.2) cannot be loaded: module 'varre_corners' has no attribute"
    )
    assert "No module named 'varre_lost'" in problem(OtherRule("lost")).message
    assert problem(OtherRule("number")).message.endswith("is no function: int")


@pytest.mark.usefixtures("package")
def test_an_unknown_type_is_told_with_all_that_there_are() -> None:
    with pytest.raises(ConfigError) as caught:
        parse(type="roof")
    [found] = caught.value.problems
    assert found.path == "early_terminate.type"
    assert found.message.startswith(f'"roof" is not a stopping rule: {OWN}, auto, ceiling, gone')


def test_without_the_package_its_rule_is_unknown() -> None:
    with pytest.raises(ConfigError) as caught:
        parse(type="ceiling")
    assert caught.value.problems[0].message == f'"ceiling" is not a stopping rule: {OWN} or auto'
    assert problem(OtherRule("ceiling")).message == "no package brings 'ceiling' along (entry point of varre.stoppers)"


@pytest.mark.usefixtures("package")
def test_a_name_of_varres_own_cannot_be_taken() -> None:
    file = parse(type="hyperband", min_iter=3)
    assert file.early_terminate is not None
    assert type(stopping.make(file.early_terminate)).__module__ == "varre.stopping.hyperband"


@pytest.mark.usefixtures("package")
def test_a_sampler_is_found_and_searches() -> None:
    optimizer = Optimizer({**BASE, "method": "corner"})
    suggestion = optimizer.ask()
    assert (suggestion.params, suggestion.reason.source) == ({"lr": 0.0}, "corner")


def test_a_method_of_no_package_is_told_with_all_that_there_are() -> None:
    with pytest.raises(ConfigError) as caught:
        SweepFile.parse({**BASE, "method": "corner"})
    assert [str(p) for p in caught.value.problems] == ['method: "corner" is not a method: grid, random or bayes']
    file = SweepFile.parse(BASE)
    with pytest.raises(ConfigError, match="no package brings 'corner' along"):
        search.make(SweepFile(method="corner", space=file.space))


@pytest.mark.usefixtures("package")
def test_the_schema_knows_what_is_installed() -> None:
    schema = json_schema()
    types = [choice["const"] for choice in schema["properties"]["early_terminate"]["properties"]["type"]["oneOf"]]
    assert {"ceiling", "auto", "asha"} <= set(types)
    assert len(types) == len(set(types))
    assert "corner" in [choice["const"] for choice in schema["properties"]["method"]["oneOf"]]
