"""Pause, resume, stop and cancel mean what they mean to W&B."""

from __future__ import annotations

from typing import Any

import pytest

from varre.errors import ConflictError, NotFoundError
from varre.runs import OrderKind, Over, RunState, StopReason, SweepState, Wait


def test_a_paused_sweep_gives_no_new_runs_until_resumed(world: Any, random: Any) -> None:
    sweep, agent = world.sweep(random), world.agent()
    claim = world.claim(sweep, agent)
    world.scheduler.control(sweep.key, "pause")
    assert isinstance(world.refusal(sweep, agent), Wait)
    assert world.scheduler.heartbeat([claim.lease])[claim.lease].kind == OrderKind.GO_ON
    assert world.end(claim) == RunState.FINISHED
    assert world.scheduler.control(sweep.key, "resume").state == SweepState.RUNNING
    assert world.claim(sweep, agent).number == 2


def test_a_stopped_sweep_lets_its_runs_finish_and_can_be_resumed(world: Any, random: Any) -> None:
    sweep, agent = world.sweep(random, start=[{"a": 0.5}, {"a": 0.6}]), world.agent()
    claim = world.claim(sweep, agent)
    stopped = world.scheduler.control(sweep.key, "stop")
    assert (stopped.state, stopped.state_reason, stopped.ended) == (SweepState.FINISHED, "stopped", world.time)
    assert world.refusal(sweep, agent) == Over("stopped")
    assert world.scheduler.heartbeat([claim.lease])[claim.lease].kind == OrderKind.GO_ON
    world.end(claim)
    resumed = world.scheduler.control(sweep.key, "resume")
    assert (resumed.state, resumed.state_reason, resumed.ended) == (SweepState.RUNNING, "", None)
    assert world.claim(sweep, agent).reason.source == "start"


def test_cancel_ends_running_runs_and_those_that_wait_at_once(world: Any, random: Any) -> None:
    sweep, agent = world.sweep(random, start=[{"a": 0.5}, {"a": 0.6}, {"a": 0.7}]), world.agent()
    running, interrupted = world.claim(sweep, agent), world.claim(sweep, agent)
    world.end(interrupted, -2, interrupted=True)
    world.scheduler.control(sweep.key, "cancel")
    assert [run.state for run in world.scheduler.runs(sweep.key)] == ["running", "canceled", "canceled"]
    order = world.scheduler.heartbeat([running.lease])[running.lease]
    assert (order.kind, order.reason) == (OrderKind.STOP, StopReason("canceled"))
    assert world.end(running, -15, ordered=True) == RunState.CANCELED
    assert world.refusal(sweep, agent) == Over("canceled")


def test_a_canceled_grid_that_is_resumed_tries_what_was_never_begun(world: Any, grid: Any) -> None:
    sweep, agent = world.sweep(grid, start=[{"a": 3}, {"a": 2}]), world.agent()
    world.end(world.claim(sweep, agent))
    world.scheduler.control(sweep.key, "cancel")
    world.scheduler.control(sweep.key, "resume")
    assert sorted(world.claim(sweep, agent).params["a"] for _ in range(2)) == [1, 2]


@pytest.mark.parametrize("action", ["pause", "stop", "cancel", "resume"])
def test_an_order_given_twice_is_given_once(world: Any, random: Any, action: Any) -> None:
    sweep = world.sweep(random)
    first = world.scheduler.control(sweep.key, action)
    world.time += 1
    assert world.scheduler.control(sweep.key, action) == first


def test_what_has_ended_is_not_paused(world: Any, random: Any) -> None:
    sweep = world.sweep(random)
    world.scheduler.control(sweep.key, "stop")
    with pytest.raises(ConflictError):
        world.scheduler.control(sweep.key, "pause")
    assert world.scheduler.control(sweep.key, "cancel").state == SweepState.CANCELED
    with pytest.raises(NotFoundError):
        world.scheduler.control("nosweep0", "pause")


def test_a_sweep_at_its_end_that_is_resumed_ends_again(world: Any, random: Any) -> None:
    sweep, agent = world.sweep(random, run_cap=1), world.agent()
    world.end(world.claim(sweep, agent))
    world.scheduler.control(sweep.key, "resume")
    assert world.refusal(sweep, agent) == Over("run_cap")
    assert world.scheduler.sweep(sweep.key).state == SweepState.FINISHED
