"""Every way in which an attempt can end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from varre.errors import ConflictError
from varre.runs import Exit, Lease, RunState, StopReason


@pytest.fixture
def claim(world: Any, random: Any) -> Any:
    return world.claim(world.sweep(random, max_retries=1), world.agent())


ORDERED = {"ordered": True}
INTERRUPTED = {"interrupted": True}
LOST = {"interrupted": True, "lost": True}


@pytest.mark.parametrize(
    ("code", "how", "state"),
    [
        (0, {}, "finished"),
        (0, ORDERED, "finished"),
        (0, INTERRUPTED, "finished"),
        (0, LOST, "finished"),
        (1, {}, "failed"),
        (-9, {}, "failed"),
        (143, {}, "failed"),
        (143, ORDERED, "stopped"),
        (-15, ORDERED, "stopped"),
        (-9, ORDERED, "stopped"),
        (137, ORDERED, "stopped"),
        (1, ORDERED, "failed"),
        (143, INTERRUPTED, "preempted"),
        (1, INTERRUPTED, "preempted"),
        (-15, ORDERED | INTERRUPTED, "stopped"),
        (-9, LOST, "preempted"),
    ],
)
def test_the_end_of_the_process_decides(world: Any, claim: Any, code: int, how: dict[str, bool], state: str) -> None:
    world.time = 1234.5
    assert world.end(claim, code, **how) == state
    run = world.run(claim)
    assert (run.state, run.exit_code, run.ended, run.losses) == (state, code, 1234.5, int(how == LOST and code != 0))


@pytest.mark.parametrize(
    ("code", "how", "state"),
    [
        (0, {}, "finished"),
        (-15, ORDERED, "canceled"),
        (1, ORDERED, "failed"),
        (-15, INTERRUPTED, "canceled"),
        (-9, LOST, "canceled"),
        (1, {}, "failed"),
    ],
)
def test_a_run_of_a_canceled_sweep_does_not_wait(
    world: Any, claim: Any, code: int, how: dict[str, bool], state: str
) -> None:
    world.scheduler.control(claim.sweep, "cancel")
    assert world.end(claim, code, **how) == state
    assert (world.run(claim).stop == StopReason("canceled")) == (state == "canceled")


def test_retries_are_for_lost_attempts_only_and_end_in_crashed(world: Any, claim: Any) -> None:
    sweep, agent = world.scheduler.sweep(claim.sweep), claim.lease.agent
    for _ in range(5):
        assert world.end(claim, -15, **INTERRUPTED) == RunState.PREEMPTED
        claim = world.claim(sweep, agent)
    assert world.end(claim, -9, **LOST) == RunState.PREEMPTED
    claim = world.claim(sweep, agent)
    assert world.end(claim, -9, **LOST) == RunState.CRASHED
    assert (world.run(claim).attempt, world.run(claim).losses) == (7, 2)


def test_a_script_that_expects_preemption_is_requeued_without_cost(world: Any, claim: Any) -> None:
    for code, how in ((1, {}), (-9, LOST), (-9, LOST), (-9, LOST)):
        writer = world.writer(claim.lease)
        writer.write("preempting", {})
        world.hand_on(claim.lease, writer)
        writer.close()
        assert world.end(claim, code, **how) == RunState.PREEMPTED
        claim = world.claim(world.scheduler.sweep(claim.sweep), claim.lease.agent)
    assert world.run(claim).losses == 0
    assert world.end(claim, 1) == RunState.FAILED, "the new attempt has not said so"


def test_a_run_that_was_to_be_stopped_is_stopped_when_its_agent_dies(world: Any, claim: Any) -> None:
    world.scheduler.stop_run(claim.lease.run, StopReason("person"))
    assert world.end(claim, -9, **LOST) == RunState.STOPPED


def test_an_end_repeated_changes_nothing(world: Any, claim: Any) -> None:
    assert world.end(claim, 1) == RunState.FAILED
    before = world.run(claim)
    world.time += 1
    assert world.end(claim, 0) == RunState.FAILED
    assert world.run(claim) == before


def test_only_the_holder_of_the_latest_attempt_may_end_it(world: Any, claim: Any) -> None:
    stranger = replace(claim, lease=Lease(claim.lease.run, 1, world.agent()))
    with pytest.raises(ConflictError):
        world.end(stranger)
    world.end(claim, -2, **INTERRUPTED)
    again = world.claim(world.scheduler.sweep(claim.sweep), world.agent())
    with pytest.raises(ConflictError):
        world.end(claim)
    assert world.run(again).state == RunState.RUNNING
    assert world.end(again) == RunState.FINISHED


def test_what_nobody_has_handed_on_is_taken_in_first(world: Any, claim: Any) -> None:
    writer = world.writer(claim.lease)
    writer.write("row", {"loss": 0.5})
    writer.write("row", {"loss": 0.25}, commit=False)
    writer.close()
    world.end(claim)
    assert world.scheduler.curve(claim.lease.run) == (0.5, 0.25)
    assert world.run(claim).best == 0.25


def test_an_error_of_any_bytes_is_kept(world: Any, claim: Any) -> None:
    world.scheduler.end(claim.lease, Exit(1, error="bad \udcff bytes"))
    assert world.run(claim).error == "bad ? bytes"
