"""Runs that people ask for, and what they write on sweeps and runs."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from varre.errors import ConfigError, ConflictError, NotFoundError, UsageError
from varre.runs import Claim, Exit, Reason, RunKey, RunState, SweepKey, SweepState
from varre.sweepfile import SweepFile

NESTED = {
    "method": "random",
    "metric": {"name": "loss"},
    "seed": 1,
    "parameters": {
        "a": {"min": 0.0, "max": 1.0},
        "size": {"values": [1, 2]},
        "g": {"parameters": {"b": {"values": ["x", "y"]}}},
    },
}


# -- enqueue -------------------------------------------------------------------------------------------------------


def test_a_queued_configuration_comes_before_what_the_sampler_suggests(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    first = world.claim(sweep, world.agent())
    queued = world.scheduler.enqueue(sweep.key, {"a": 0.25})
    assert (queued.number, queued.state, queued.reason) == (2, RunState.PENDING, Reason("queued"))
    claim = world.claim(sweep, world.agent())
    assert (first.number, claim.number, claim.params) == (1, 2, {"a": 0.25})


@pytest.mark.parametrize("given", [{"g.b": "y"}, {"g": {"b": "y"}}])
def test_what_it_leaves_open_is_drawn_and_groups_may_be_nested(world: Any, given: dict[str, object]) -> None:
    sweep = world.sweep(NESTED)
    run = world.scheduler.enqueue(sweep.key, given)
    assert set(run.params) == {"a", "g.b", "size"}
    assert run.config["g"] == {"b": "y"}
    assert world.scheduler.file(sweep.key).space.check(run.params) == []
    assert world.scheduler.enqueue(sweep.key, given).params != run.params


def test_what_is_not_in_the_space_is_refused_with_every_problem_and_nothing_is_queued(world: Any) -> None:
    sweep = world.sweep(NESTED)
    with pytest.raises(ConfigError) as caught:
        world.scheduler.enqueue(sweep.key, {"a": 7, "size": "1", "zz": 1})
    assert [problem.path for problem in caught.value.problems] == ["params"] * 3
    assert "7 is not a value of a" in str(caught.value)
    assert "there is no parameter zz" in str(caught.value)
    assert world.scheduler.runs(sweep.key) == []


def test_what_violates_a_constraint_is_refused_and_what_is_left_open_is_drawn_as_it_demands(world: Any) -> None:
    sweep = world.sweep(NESTED, constraints=["a * size < 0.2", "g.b == 'x' or a > 0.1"], start=[{"size": 2}, {}])
    queued = [world.scheduler.enqueue(sweep.key, {"g.b": "y"}) for _ in range(5)]
    space = world.scheduler.file(sweep.key).space
    runs = world.scheduler.runs(sweep.key)
    assert len(runs) == 7
    assert all(space.allows(run.params) for run in runs)
    assert {run.params["g.b"] for run in queued} == {"y"}
    with pytest.raises(ConfigError, match=r"violates the constraint a \* size < 0.2: a is 0.15, size is 2"):
        world.scheduler.enqueue(sweep.key, {"a": 0.15, "size": 2})
    with pytest.raises(ConfigError, match="what is missing cannot be filled in as the constraints demand"):
        world.scheduler.enqueue(sweep.key, {"a": 0.3})
    assert len(world.scheduler.runs(sweep.key)) == 7


def test_a_paused_sweep_takes_queued_runs_and_one_that_has_ended_does_not(world: Any, random: Any) -> None:
    sweep = world.sweep(random)
    world.scheduler.control(sweep.key, "pause")
    queued = world.scheduler.enqueue(sweep.key, {"a": 0.25})
    world.scheduler.control(sweep.key, "stop")
    with pytest.raises(ConflictError, match="resume it first"):
        world.scheduler.enqueue(sweep.key, {})
    with pytest.raises(ConflictError, match="resume it first"):
        world.scheduler.retry(queued.key)
    world.scheduler.control(sweep.key, "resume")
    assert world.claim(sweep, world.agent()).number == 1


def test_queued_runs_count_for_the_cap(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random, run_cap=1)
    run = world.scheduler.enqueue(sweep.key, {})
    with pytest.raises(ConflictError, match="run_cap"):
        world.scheduler.enqueue(sweep.key, {})
    with pytest.raises(ConflictError, match="run_cap"):
        world.scheduler.retry(run.key)


def test_who_queues_and_who_claims_at_once_share_the_numbers(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    agents = [world.agent() for _ in range(3)]

    def queue() -> None:
        with world.another_scheduler() as other:
            for _ in range(5):
                other.enqueue(sweep.key, {})

    def claim(agent: Any) -> None:
        with world.another_scheduler() as other:
            for _ in range(5):
                assert isinstance(other.claim(sweep.key, agent), Claim)

    threads = [threading.Thread(target=queue) for _ in range(2)]
    threads += [threading.Thread(target=claim, args=(agent,)) for agent in agents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    runs = world.scheduler.runs(sweep.key)
    assert [run.number for run in runs] == list(range(1, len(runs) + 1))
    assert sum(run.state == RunState.RUNNING for run in runs) == 15
    assert sum(run.reason == Reason("queued") for run in runs) == 10


# -- retry and rerun -----------------------------------------------------------------------------------------------


def test_a_run_is_tried_again_as_a_new_one(world: Any, grid: dict[str, object]) -> None:
    sweep = world.sweep(grid)
    first = world.claim(sweep, world.agent())
    world.end(first, code=1)
    again = world.scheduler.retry(first.lease.run)
    assert (again.number, again.params, again.state) == (2, first.params, RunState.PENDING)
    assert again.reason == Reason("retry", note="of #1")
    assert world.claim(sweep, world.agent()).lease.run == again.key


def test_a_run_without_a_sweep_is_not_tried_again(world: Any) -> None:
    claim = world.scheduler.start_run(world.agent(), project="p", config={})
    with pytest.raises(UsageError, match="belongs to no sweep"):
        world.scheduler.retry(claim.lease.run)
    with pytest.raises(UsageError, match="belongs to no sweep"):
        world.scheduler.rerun_claim(claim.lease.run, world.agent())


def test_a_run_is_run_again_outside_of_its_sweep(world: Any, tmp_path: Path) -> None:
    file = SweepFile.parse({**NESTED, "program": "train.py", "command": ["${program}", "${args}"]})
    sweep = world.scheduler.create_sweep(file, project="p", directory=tmp_path)
    first = world.claim(sweep, world.agent())
    world.end(first)
    agent = world.agent()
    claim = world.scheduler.rerun_claim(first.lease.run, agent)
    assert (claim.sweep, claim.number, claim.project, claim.params) == (None, None, "p", first.params)
    assert (claim.config, claim.program, claim.command) == (first.config, "train.py", first.command)
    assert claim.directory == str(tmp_path)
    run = world.run(claim)
    assert (run.name, run.state, run.agent) == (f"rerun of {sweep.id}/1", RunState.RUNNING, agent)
    assert run.reason == Reason("rerun", note=f"of {sweep.id}/1")
    world.log(claim.lease, 0.5)
    assert world.end(claim) == RunState.FINISHED
    assert len(world.scheduler.runs(sweep.key)) == 1
    assert world.scheduler.history(sweep.key).next_number == 2


@pytest.mark.parametrize(
    ("exit", "state"),
    [
        (Exit(-2, interrupted=True), RunState.STOPPED),
        (Exit(-9, interrupted=True, lost=True), RunState.CRASHED),
        (Exit(3), RunState.FAILED),
    ],
)
def test_a_run_that_nobody_would_give_out_again_ends_for_good(
    world: Any, grid: dict[str, object], exit: Exit, state: RunState
) -> None:
    first = world.claim(world.sweep(grid), world.agent())
    world.end(first)
    claim = world.scheduler.rerun_claim(first.lease.run, world.agent())
    assert world.scheduler.end(claim.lease, exit) == state


# -- what people write ---------------------------------------------------------------------------------------------


def test_what_is_not_given_stays(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random, name="first")
    edited = world.scheduler.edit_sweep(sweep.key, notes="so", tags=["b", "a", "b"])
    assert (edited.name, edited.notes, edited.tags) == ("first", "so", ("b", "a"))
    edited = world.scheduler.edit_sweep(sweep.key, name="", tags=[])
    assert world.scheduler.sweep(sweep.key) == edited
    assert (edited.name, edited.notes, edited.tags, edited.state) == ("", "so", (), SweepState.PENDING)


def test_a_run_can_be_written_on_whatever_its_state(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claim = world.claim(sweep, world.agent())
    world.scheduler.edit_run(claim.lease.run, name="a", tags=["x"])
    world.end(claim)
    run = world.scheduler.edit_run(claim.lease.run, notes="b")
    assert world.run(claim) == run
    assert (run.name, run.notes, run.tags, run.state) == ("a", "b", ("x",), RunState.FINISHED)


def test_text_that_no_database_takes_is_written_as_well_as_it_can_be(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claim = world.claim(sweep, world.agent())
    assert world.scheduler.edit_sweep(sweep.key, name="a\ud800", tags=["\ud800"]).name == "a?"
    assert world.scheduler.edit_run(claim.lease.run, notes="\udfff\n").notes == "?\n"
    writer = world.writer(claim.lease)
    writer.write("about", {"name": "n\ud800", "tags": ["t\ud800"]})
    world.hand_on(claim.lease, writer)
    writer.close()
    assert world.run(claim).name == "n?"


def test_what_is_not_there_is_not_edited(world: Any) -> None:
    for change in (
        lambda: world.scheduler.edit_sweep(SweepKey("nothing1"), name="x"),
        lambda: world.scheduler.edit_run(RunKey("nothing1"), name="x"),
        lambda: world.scheduler.delete_sweep(SweepKey("nothing1")),
        lambda: world.scheduler.retry(RunKey("nothing1")),
        lambda: world.scheduler.run_curves(RunKey("nothing1")),
    ):
        with pytest.raises(NotFoundError):
            change()
