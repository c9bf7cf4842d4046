"""Importance and model over HTTP.

The views forbid what they do not name, so that reading real answers as such says when shapes have gone apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from varre.datadir import DataDir
from varre.runs import Claim, SweepKey
from varre.scheduler import Scheduler
from varre.server import explaining
from varre.server.calculator import Calculator
from varre.server.explained import ImportanceView, ModelView
from varre.sweepfile import SweepFile

FILE: dict[str, Any] = {
    "method": "random",
    "seed": 1,
    "metric": {"name": "acc", "goal": "maximize"},
    "parameters": {
        "lr": {"min": 0.0, "max": 1.0},
        "kind": {"values": ["a", "b"]},
        "fixed": {"value": 1},
    },
}


@pytest.fixture(scope="module")
def calculator() -> Iterator[Calculator]:
    """One process for all of these tests: it takes seconds to load what it reckons with."""
    shared = Calculator()
    yield shared
    shared.close()


@pytest.fixture(autouse=True)
def furnished(app: FastAPI, calculator: Calculator) -> Iterator[None]:
    """The app has its own again when it ends, and closes that."""
    own, app.state.calculator = app.state.calculator, calculator
    yield
    app.state.calculator = own


@pytest.fixture
def sweep(scheduler: Scheduler, datadir: DataDir, crew: Any) -> str:
    return tried(scheduler, crew(scheduler, datadir), FILE)


@pytest.fixture
def searched(scheduler: Scheduler, datadir: DataDir, crew: Any) -> str:
    """The same by a search that has a model."""
    start = [{"lr": number / 15, "kind": "ab"[number % 2]} for number in range(1, 15)]
    return tried(scheduler, crew(scheduler, datadir), {**FILE, "method": "bayes", "start": start})


def tried(scheduler: Scheduler, agent: Any, file: dict[str, Any]) -> str:
    """Fourteen runs: the metric is the learning rate; one was stopped, one failed."""
    made = scheduler.create_sweep(SweepFile.parse(file), project="p")
    for number in range(1, 15):
        claim: Claim = agent.claim(made.key)
        agent.log(claim, {"acc": claim.params["lr"], "loss": number}, {"acc": 0.0, "loss": 100 - number})
        code = {13: -15, 14: 1}.get(number, 0)
        agent.end(claim, code, ordered=code == -15)
    return made.key


def test_a_link_to_a_sweep_starts_what_its_page_will_ask(
    app: FastAPI, program: Any, stranger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def warm(function: Any) -> None:
        asked.append(function)

    monkeypatch.setattr(app.state.calculator, "warm", warm)
    for path in ("/", "/sweeps/abcd1234"):
        stranger.get(urlsplit(program.post("/api/links", json={"path": path}).json()["url"]).path)
    assert asked == [explaining.prepare]


def test_importance_tells_what_mattered(program: Any, sweep: str) -> None:
    answer = program.get(f"/api/sweeps/{sweep}/importance")
    found = ImportanceView.model_validate_json(answer.content)
    assert answer.headers["content-type"] == "application/json"
    assert (found.method, found.metric, found.which) == ("fanova", "acc", "best")
    assert (found.runs.finished, found.runs.stopped, found.runs.failed, found.runs.used) == (12, 1, 1, 13)
    assert {parameter.words.code for parameter in found.parameters if parameter.words} >= {"constant"}
    assert [level.value for p in found.parameters for level in p.levels or ()] == ["a", "b"]
    shares = {parameter.path: parameter.importance for parameter in found.parameters}
    assert shares["fixed"] == 0
    assert found.parameters[0].path == "lr"
    assert (found.parameters[0].correlation.value or 0.0) > 0.9


@pytest.mark.parametrize(
    ("query", "correlation"), [("", 1), ("&which=last", 0), ("&which=min", 0), ("&metric=acc&goal=minimize", 1)]
)
def test_correlations_are_with_the_metric_in_its_own_units(
    program: Any, sweep: str, query: str, correlation: int
) -> None:
    answer = program.get(f"/api/sweeps/{sweep}/importance?method=permutation{query}")
    (lr,) = [p for p in ImportanceView.model_validate_json(answer.content).parameters if p.path == "lr"]
    assert round(lr.correlation.value or 0.0) == correlation


def test_any_metric_can_be_asked_about_and_stopped_runs_left_out(program: Any, sweep: str) -> None:
    answer = program.get(f"/api/sweeps/{sweep}/importance?metric=loss&which=max&stopped=false&method=ped_anova")
    found = ImportanceView.model_validate_json(answer.content)
    assert (found.metric, found.which, found.runs.used) == ("loss", "max", 12)
    nobodys = program.get(f"/api/sweeps/{sweep}/importance?metric=nothing")
    assert ImportanceView.model_validate_json(nobodys.content).runs.used == 0


def test_a_sweep_without_a_metric_has_to_be_told_one(program: Any, scheduler: Scheduler) -> None:
    made = scheduler.create_sweep(SweepFile.parse({"method": "random", "parameters": FILE["parameters"]}), project="p")
    answer = program.get(f"/api/sweeps/{made.key}/importance")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_input")


def test_the_model_tells_what_it_believes_and_a_suggestion_can_be_set_aside(program: Any, searched: str) -> None:
    found = ModelView.model_validate_json(program.get(f"/api/sweeps/{searched}/model").content)
    assert (found.objective, found.goal) == ("acc", "maximize")
    assert found.model is not None
    assert found.next is not None
    assert {along.path for along in found.model.slices} == {"lr", "kind"}
    assert found.model.left_out
    assert found.model.novelty
    assert found.model.alternatives
    assert max(effect.best for effect in found.model.effects) > 0.5
    after = program.post(f"/api/sweeps/{searched}/model/skip")
    assert after.json()["params"] != found.next.params
    again = ModelView.model_validate_json(program.get(f"/api/sweeps/{searched}/model").content)
    assert again.next is not None
    assert again.next.params == after.json()["params"]


def test_the_number_of_the_next_run_is_the_one_it_will_have(
    program: Any, scheduler: Scheduler, searched: str, crew: Any, datadir: DataDir
) -> None:
    assert program.get(f"/api/sweeps/{searched}/model").json()["number"] == 15
    (last,) = [run for run in scheduler.runs(SweepKey(searched)) if run.number == 14]
    scheduler.delete_run(last.key)
    assert program.get(f"/api/sweeps/{searched}/model").json()["number"] == 15
    assert program.post(f"/api/sweeps/{searched}/model/skip").status_code == 200
    told = program.get(f"/api/sweeps/{searched}/model").json()
    assert told["number"] == crew(scheduler, datadir).claim(SweepKey(searched)).number == 15


def test_slices_can_stand_at_any_run_that_there_is(program: Any, searched: str) -> None:
    at = ModelView.model_validate_json(program.get(f"/api/sweeps/{searched}/model?others=3").content)
    assert at.model is not None
    assert at.model.base == 3
    assert program.get(f"/api/sweeps/{searched}/model?others=99").status_code == 404
    assert program.get(f"/api/sweeps/{searched}/model?others=worst").status_code == 422


def test_a_method_without_a_model_still_tells_what_comes_next(program: Any, scheduler: Scheduler) -> None:
    made = scheduler.create_sweep(SweepFile.parse(FILE), project="p")
    found = ModelView.model_validate_json(program.get(f"/api/sweeps/{made.key}/model").content)
    assert found.model is None
    assert found.next is not None
    assert found.next.reason.source == "random"
