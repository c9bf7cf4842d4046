"""Records as the page sees them, and what that costs when nothing has changed."""

from __future__ import annotations

import math
from typing import Any

import pytest

from varre.datadir import DataDir
from varre.runs import StopReason, Sweep
from varre.scheduler import Scheduler
from varre.server.parameters import parameter_views
from varre.server.schema import RunView, SweepView
from varre.server.views import Views
from varre.space import Value
from varre.sweepfile import SweepFile

FILE: dict[str, Any] = {
    "method": "grid",
    "metric": {"name": "acc", "goal": "maximize", "target": 0.99},
    "early_terminate": {"type": "hyperband", "min_iter": 3},
    "parameters": {"size": {"values": [1, 2, 3]}, "kind": {"values": ["a", "b"]}, "fixed": {"value": None}},
}


@pytest.fixture
def views(scheduler: Scheduler) -> Views:
    return Views(scheduler)


@pytest.fixture
def sweep(scheduler: Scheduler) -> Sweep:
    return scheduler.create_sweep(SweepFile.parse(FILE), project="my project")


def test_a_sweep_is_told_with_its_counts_and_its_best(
    views: Views, scheduler: Scheduler, datadir: DataDir, crew: Any, sweep: Sweep
) -> None:
    agent = crew(scheduler, datadir)
    claims = [agent.claim(sweep.key) for _ in range(3)]
    for claim, value in zip(claims, (0.5, 0.75, 0.25), strict=True):
        agent.log(claim, {"acc": value})
    agent.end(claims[0])
    agent.end(claims[2], 1)
    view = views.sweep(scheduler.sweep(sweep.key))
    assert (view.counts.finished, view.counts.running, view.counts.failed, view.counts.pending) == (1, 1, 1, 0)
    assert view.best is not None
    assert (view.best.run, view.best.number, view.best.value) == (claims[1].lease.run, 2, 0.75)
    assert view.spark == [(1, 0.5), (2, 0.75), (3, 0.75)]
    assert (view.alive, view.total, view.method, view.early_terminate) == (1, 6, "grid", "hyperband")
    assert view.agent_command == f"varre agent 'my project/{sweep.id}'"
    assert view.changed >= max(scheduler.run(claim.lease.run).ended or 0.0 for claim in claims)
    scheduler.delete_run(claims[2].lease.run)
    assert views.sweep(scheduler.sweep(sweep.key)).counts.failed == 0


def test_the_runs_of_a_sweep_are_read_again_only_when_something_has_changed(
    views: Views, scheduler: Scheduler, sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[str, int]] = []
    outline = scheduler.outline
    monkeypatch.setattr(scheduler, "outline", lambda key, since: (read.append((key, since)), outline(key, since))[1])
    views.sweep(sweep)
    views.sweeps([sweep, sweep])
    assert read == [(sweep.key, 0)]
    cursor = scheduler.cursor()
    scheduler.enqueue(sweep.key, {"size": 1, "kind": "a"})
    assert views.sweep(sweep).counts.pending == 1
    assert read[1:] == [(sweep.key, cursor)]


def test_what_was_asked_for_longest_ago_is_forgotten_when_there_is_no_room(
    scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (scheduler.create_sweep(SweepFile.parse(FILE), project="p") for _ in range(3))
    for _ in range(3):
        scheduler.enqueue(third.key, {})
    views, read, outline = Views(scheduler, room=500), [], scheduler.outline  # two files of 200, and 100 runs
    monkeypatch.setattr(scheduler, "outline", lambda key, since: (read.append((key, since)), outline(key, since))[1])
    views.sweeps([first, second])
    views.sweep(first)
    assert views.sweep(third).counts.pending == 3
    views.sweeps([first, third])
    assert read == [(first.key, 0), (second.key, 0), (third.key, 0)]
    assert views.sweep(second).counts.pending == 0
    views.sweep(third)
    assert read[3:] == [(second.key, 0)]
    views.sweep(first)
    assert read[4:] == [(first.key, 0)]


def test_a_version_that_was_given_out_never_comes_back_for_something_else(
    scheduler: Scheduler, datadir: DataDir, crew: Any
) -> None:
    sweep, other = (scheduler.create_sweep(SweepFile.parse(FILE), project="p") for _ in range(2))
    views, agent, given = Views(scheduler, room=0), crew(scheduler, datadir), []
    for _ in range(3):
        given.append(views.versions(sweep.key))
        claim = agent.claim(sweep.key)
        agent.end(claim)
        scheduler.delete_run(claim.lease.run)
        views.sweep(other)  # the first one is forgotten
    assert len({changed for changed, _ in given}) == len({settled for _, settled in given}) == 3


@pytest.mark.parametrize(
    ("changes", "total"),
    [
        ({}, 6),
        ({"run_cap": 4}, 4),
        ({"run_cap": 9}, 6),
        ({"method": "random"}, None),
        ({"method": "random", "run_cap": 9}, 9),
    ],
)
def test_how_many_runs_there_will_be(
    views: Views, scheduler: Scheduler, changes: dict[str, Any], total: int | None
) -> None:
    made = scheduler.create_sweep(SweepFile.parse({**FILE, **changes}), project="p")
    assert views.sweep(made).total == total


def test_a_run_is_told_in_strict_json(
    views: Views, scheduler: Scheduler, datadir: DataDir, crew: Any, sweep: Sweep
) -> None:
    agent = crew(scheduler, datadir)
    claim = agent.claim(sweep.key)
    agent.log(claim, {"acc": 0.5, "odd": math.nan, "deep": {"list": [1, -math.inf]}})
    agent.log(claim, {"rate": math.inf}, kind="config")
    scheduler.stop_run(claim.lease.run, StopReason("person", note="enough"))
    view = views.run(scheduler.run(claim.lease.run))
    again = RunView.model_validate_json(view.model_dump_json())
    assert again == view
    assert (view.summary["odd"], view.config["rate"]) == ("NaN", "Infinity")
    assert "-Infinity" in str(view.summary)
    assert view.reason is not None
    assert view.stop is not None
    assert (view.reason.source, view.stop.note, view.best) == ("grid", "enough", 0.5)


def test_agents_are_told_by_host(views: Views, scheduler: Scheduler, datadir: DataDir, crew: Any, sweep: Sweep) -> None:
    agent = crew(scheduler, datadir)
    claim = agent.claim(sweep.key)
    (view,) = views.agents()
    assert (view.id, view.alive, view.sweeps, view.runs) == (agent.id, True, [sweep.key], [claim.lease.run])
    assert agent.id.startswith(f"{view.host}-")


def parameter(raw: dict[str, Value]) -> dict[str, Any]:
    (view,) = parameter_views(SweepFile.parse({"method": "random", "parameters": {"p": raw}}))
    return view.model_dump()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"value": [1]}, {"kind": "constant", "value": [1], "min": None, "values": None}),
        ({"values": [1, True, "x"]}, {"kind": "categorical", "values": [1, True, "x"], "scale": "linear"}),
        ({"min": 1, "max": 9}, {"kind": "int", "min": 1, "max": 9, "scale": "linear"}),
        ({"min": 0.0, "max": 0.5}, {"kind": "float", "min": 0, "max": 0.5}),
        ({"distribution": "log_uniform_values", "min": 0.01, "max": 100.0}, {"scale": "log", "min": 0.01, "max": 100}),
        ({"distribution": "log_uniform", "min": 0.0, "max": 1.0}, {"scale": "log", "min": 1.0, "max": math.e}),
        ({"distribution": "normal", "mu": 0.0, "sigma": 1.0}, {"kind": "float", "min": None, "max": None}),
        ({"distribution": "q_uniform", "min": 0, "max": 10, "q": 2}, {"min": 0, "max": 10}),
    ],
)
def test_a_parameter_is_told_as_a_script_would_see_it(raw: dict[str, Value], expected: dict[str, Any]) -> None:
    told = parameter(raw)
    assert {name: pytest.approx(told[name]) if isinstance(told[name], float) else told[name] for name in expected} == (
        expected
    )


def test_a_condition_is_told_in_words() -> None:
    file = SweepFile.parse(
        {
            "method": "random",
            "parameters": {
                "optimizer": {"values": ["sgd", "adam", "rms"]},
                "layers": {"min": 1, "max": 9},
                "momentum": {"min": 0.0, "max": 0.9, "when": {"optimizer": ["sgd", "rms"], "layers": {"min": 2}}},
            },
        }
    )
    told = {view.path: view.when for view in parameter_views(file)}
    assert told == {"optimizer": None, "layers": None, "momentum": 'layers ≥ 2 and optimizer = "sgd" or "rms"'}


def test_views_survive_their_own_json(views: Views, sweep: Sweep) -> None:
    view = views.sweep(sweep)
    assert SweepView.model_validate_json(view.model_dump_json()) == view
