"""Which run an agent is given, and when there is none."""

from __future__ import annotations

from typing import Any

import pytest

from varre import search
from varre.errors import NotFoundError, UsageError
from varre.runs import (
    AgentId,
    History,
    Over,
    Prediction,
    Reason,
    RunState,
    Seeds,
    Suggestion,
    SweepKey,
    SweepState,
    Wait,
)
from varre.search import Needs


def test_a_claim_has_all_that_is_needed_to_start_it(world: Any) -> None:
    nested = {"opt": {"parameters": {"lr": {"value": 0.1}}}}
    sweep = world.sweep({"method": "grid", "program": "train.py", "parameters": nested})
    agent = world.agent()
    claim = world.claim(sweep, agent)
    assert (claim.lease.attempt, claim.lease.agent, claim.number) == (1, agent, 1)
    assert (claim.sweep, claim.sweep_id, claim.project) == (sweep.key, sweep.id, "p")
    assert (claim.params, claim.config) == ({"opt.lr": 0.1}, {"opt": {"lr": 0.1}})
    assert (claim.program, claim.command[-1], claim.reason.source) == ("train.py", "${args}", "grid")
    assert world.run(claim).state == RunState.RUNNING
    assert world.scheduler.sweep(sweep.key).state == SweepState.RUNNING


def test_a_grid_gives_each_configuration_once_and_ends_the_sweep(world: Any, grid: Any) -> None:
    sweep, agent = world.sweep(grid), world.agent()
    claims = [world.claim(sweep, agent) for _ in range(3)]
    assert [(claim.number, claim.params["a"]) for claim in claims] == [(1, 1), (2, 2), (3, 3)]
    waiting = world.refusal(sweep, agent)
    assert isinstance(waiting, Wait)
    assert "3 under way" in waiting.reason
    for claim in claims:
        world.end(claim)
    assert world.refusal(sweep, agent) == Over("exhausted")
    ended = world.scheduler.sweep(sweep.key)
    assert (ended.state, ended.state_reason, ended.ended) == (SweepState.FINISHED, "exhausted", world.time)
    assert world.refusal(sweep, agent) == Over("exhausted")


def test_what_another_process_has_claimed_is_not_claimed_again(world: Any, grid: Any) -> None:
    sweep, agent = world.sweep(grid), world.agent()
    with world.another_scheduler() as other:
        numbers = []
        for scheduler in (world.scheduler, other, world.scheduler):
            claim = scheduler.claim(sweep.key, agent)
            numbers.append((claim.number, claim.params["a"]))
    assert numbers == [(1, 1), (2, 2), (3, 3)]


def test_the_same_seed_gives_the_same_runs_whoever_asks(world: Any, random: Any) -> None:
    first, second = world.sweep(random), world.sweep(random)
    agent = world.agent()
    there = [world.claim(first, agent).params for _ in range(4)]
    with world.another_scheduler() as other:
        here = [other.claim(second.key, agent).params for _ in range(2)]
    assert there == here + [world.claim(second, agent).params for _ in range(2)]


def test_a_seed_is_drawn_and_kept_where_the_file_has_none(world: Any, random: Any) -> None:
    del random["seed"]
    sweep = world.sweep(random)
    assert world.scheduler.sweep(sweep.key).seed == sweep.seed
    assert sweep.seed != world.sweep(random).seed


def test_run_cap_counts_runs_and_not_attempts(world: Any, random: Any) -> None:
    sweep, agent = world.sweep(random, run_cap=2), world.agent()
    first = world.claim(sweep, agent)
    world.end(first, -15, interrupted=True)
    again = world.claim(sweep, agent)
    assert (again.number, again.lease.attempt, again.params) == (1, 2, first.params)
    second = world.claim(sweep, agent)
    assert second.number == 2
    assert isinstance(world.refusal(sweep, agent), Wait)
    world.end(again)
    world.end(second, 1)
    assert world.scheduler.sweep(sweep.key).state_reason == "run_cap"
    assert world.refusal(sweep, agent) == Over("run_cap")


def test_start_points_come_first_with_their_gaps_filled(world: Any, random: Any) -> None:
    random["parameters"]["b"] = {"values": ["x", "y"]}
    sweep = world.sweep(random, start=[{"b": "y"}, {"a": 0.5, "b": "x"}])
    assert [run.state for run in world.scheduler.runs(sweep.key)] == [RunState.PENDING] * 2
    agent = world.agent()
    claims = [world.claim(sweep, agent) for _ in range(3)]
    assert [claim.reason.source for claim in claims] == ["start", "start", "random"]
    assert claims[0].params["b"] == "y"
    assert 0 <= claims[0].params["a"] <= 1
    assert claims[1].params == {"a": 0.5, "b": "x"}
    assert [claim.number for claim in claims] == [1, 2, 3]


def test_a_start_point_of_a_grid_is_not_run_again(world: Any, grid: Any) -> None:
    sweep, agent = world.sweep(grid, start=[{"a": 3}, {"a": 3}]), world.agent()
    assert [world.claim(sweep, agent).params["a"] for _ in range(3)] == [3, 1, 2]


def test_run_cap_counts_start_points(world: Any, random: Any) -> None:
    sweep = world.sweep(random, run_cap=1, start=[{"a": 0.1}, {"a": 0.2}])
    assert [run.params for run in world.scheduler.runs(sweep.key)] == [{"a": 0.1}]


def test_a_failed_configuration_is_tried_again_once_after_all_others(world: Any, grid: Any) -> None:
    sweep, agent = world.sweep(grid), world.agent()
    tried = []
    for _ in range(4):
        claim = world.claim(sweep, agent)
        tried.append((claim.params["a"], claim.reason.source))
        world.end(claim, 1 if claim.params["a"] == 1 else 0)
    assert tried == [(1, "grid"), (2, "grid"), (3, "grid"), (1, "retry")]
    assert claim.reason.note == "#1 failed"
    assert world.refusal(sweep, agent) == Over("exhausted")


@pytest.mark.parametrize("retries", [0, 2])
def test_retries_is_how_often(world: Any, grid: Any, retries: int) -> None:
    sweep, agent = world.sweep(grid, retries=retries), world.agent()
    for _ in range(3 * (1 + retries)):
        world.end(world.claim(sweep, agent), 1)
    assert world.refusal(sweep, agent) == Over("exhausted")


def test_a_retry_that_succeeds_is_the_last(world: Any, grid: Any) -> None:
    sweep, agent = world.sweep(grid, retries=5, parameters={"a": {"value": 1}}), world.agent()
    world.end(world.claim(sweep, agent), 1)
    world.end(world.claim(sweep, agent), 0)
    assert world.refusal(sweep, agent) == Over("exhausted")


def test_an_agent_waits_while_a_run_may_still_have_to_be_tried_again(world: Any, grid: Any) -> None:
    sweep = world.sweep(grid, parameters={"a": {"value": 1}})
    one, two = world.agent(), world.agent()
    claim = world.claim(sweep, one)
    assert isinstance(world.refusal(sweep, two), Wait)
    world.end(claim, 1)
    assert world.claim(sweep, two).reason.source == "retry"


def test_the_run_of_a_dead_agent_is_given_to_one_that_waits(world: Any, grid: Any) -> None:
    sweep = world.sweep(grid, parameters={"a": {"value": 1}})
    one, two = world.agent(), world.agent()
    first = world.claim(sweep, one)
    assert isinstance(world.refusal(sweep, two), Wait)
    world.die(one)
    again = world.claim(sweep, two)
    assert (again.number, again.lease.attempt, again.lease.run) == (1, 2, first.lease.run)


def test_when_the_target_is_met_no_new_run_comes_and_the_others_finish(world: Any, random: Any) -> None:
    metric = {"name": "loss", "target": 0.1}
    sweep, agent = world.sweep(random, metric=metric, start=[{"a": 0.1}, {"a": 0.2}, {"a": 0.3}]), world.agent()
    first, second = world.claim(sweep, agent), world.claim(sweep, agent)
    world.log(first.lease, 0.5, 0.09, 0.7)
    assert isinstance(world.refusal(sweep, agent), Wait)
    world.end(second, -15, interrupted=True)
    third = world.claim(sweep, agent)
    assert (third.number, third.lease.attempt) == (2, 2)
    world.end(first)
    world.end(third)
    assert world.refusal(sweep, agent) == Over("target")
    assert [run.state for run in world.scheduler.runs(sweep.key)] == ["finished", "finished", "canceled"]


def test_a_target_is_reached_from_the_right_side(world: Any, random: Any) -> None:
    metric = {"name": "loss", "goal": "maximize", "target": 0.9}
    sweep, agent = world.sweep(random, metric=metric), world.agent()
    claim = world.claim(sweep, agent)
    world.log(claim.lease, 0.1)
    world.end(claim)
    claim = world.claim(sweep, agent)
    world.log(claim.lease, 0.9)
    world.end(claim)
    assert world.refusal(sweep, agent) == Over("target")


def test_a_sweep_without_metric_runs(world: Any) -> None:
    sweep, agent = (
        world.sweep({"method": "random", "parameters": {"a": {"min": 1, "max": 9}}, "run_cap": 1}),
        world.agent(),
    )
    claim = world.claim(sweep, agent)
    world.log(claim.lease, 1.0)
    assert world.end(claim) == RunState.FINISHED
    assert world.run(claim).best is None
    assert world.scheduler.best(sweep.key) is None


class Sure:
    """A sampler that is sure of what it does not know, and asks to wait where the first run has no value yet."""

    needs = Needs.OBJECTIVES

    def ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion] | Wait:
        losses = [seen.loss for seen in history.observations]
        if None in losses:
            return Wait(7.0, "the first value")
        prediction = Prediction(min(losses, default=0.0), 0.5)
        return [Suggestion({"a": history.next_number / 10}, Reason("gp", prediction, 0.2, 0.3, "sure"))]


@pytest.fixture
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(search.SAMPLERS, "random", lambda file: Sure())


@pytest.mark.usefixtures("sure")
def test_reasons_are_kept_in_the_metrics_own_units(world: Any, random: Any) -> None:
    sweep, agent = world.sweep(random, metric={"name": "acc", "goal": "maximize"}), world.agent()
    first = world.claim(sweep, agent)
    assert world.refusal(sweep, agent) == Wait(7.0, "the first value")
    world.log(first.lease, 0.25, 0.75, name="acc")
    claim = world.claim(sweep, agent)
    assert claim.reason == Reason("gp", Prediction(0.75, 0.5), 0.2, 0.3, "sure")
    assert world.run(claim).reason == claim.reason


def test_an_unknown_sweep_or_a_strange_agent_is_refused(world: Any, grid: Any) -> None:
    with pytest.raises(NotFoundError):
        world.scheduler.claim(SweepKey("nosweep0"), world.agent())
    with pytest.raises(UsageError):
        world.scheduler.claim(world.sweep(grid).key, AgentId("../x"))
