"""Throwing away and bringing back: what people and algorithms see, and what stays used."""

from __future__ import annotations

from typing import Any

import pytest

from varre.errors import ConflictError, NotFoundError
from varre.runs import Claim, Outcome, Over, RunState, StopReason, SweepState
from varre.scheduler.delete import KEPT_S


def finished(world: Any, sweep: Any, *losses: float) -> Claim:
    claim: Claim = world.claim(sweep, world.agent())
    world.log(claim.lease, *losses)
    world.end(claim)
    return claim


# -- runs ----------------------------------------------------------------------------------------------------------


def test_a_deleted_run_is_hidden_and_can_be_brought_back_as_it_was(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claim = finished(world, sweep, 0.5)
    before = world.run(claim)
    world.time = 2000.0
    deleted = world.scheduler.delete_run(claim.lease.run)
    assert deleted.deleted == 2000.0
    assert world.scheduler.runs(sweep.key) == []
    assert world.scheduler.runs(sweep.key, deleted=True) == [deleted]
    assert world.scheduler.find_run(claim.id) == world.scheduler.find_run(f"{sweep.id}/1") == deleted
    assert world.scheduler.restore_run(claim.lease.run) == before
    assert world.scheduler.runs(sweep.key) == [before]
    assert world.scheduler.runs(sweep.key, deleted=True) == []


def test_deleting_twice_keeps_the_first_time(world: Any, random: dict[str, object]) -> None:
    claim = finished(world, world.sweep(random), 0.5)
    world.scheduler.delete_run(claim.lease.run)
    world.time = 3000.0
    assert world.scheduler.delete_run(claim.lease.run).deleted == 1000.0


def test_a_running_run_is_not_deleted(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claim = world.claim(sweep, world.agent())
    with pytest.raises(ConflictError, match="stop it"):
        world.scheduler.delete_run(claim.lease.run)
    with pytest.raises(ConflictError, match="stop it"):
        world.scheduler.delete_sweep(sweep.key)
    assert world.run(claim).deleted is None
    assert world.scheduler.sweep(sweep.key).deleted is None


def test_the_number_of_a_deleted_run_is_not_given_again(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    assert world.scheduler.next_number(sweep.key) == 1
    finished(world, sweep, 0.5)
    world.scheduler.delete_run(finished(world, sweep, 0.4).lease.run)
    assert world.scheduler.next_number(sweep.key) == 3
    assert world.claim(sweep, world.agent()).number == 3


def test_no_algorithm_sees_what_a_deleted_run_has_shown(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    best, other = finished(world, sweep, 0.1), finished(world, sweep, 0.5)
    world.scheduler.history(sweep.key)
    world.scheduler.delete_run(best.lease.run)
    forgotten, seen = world.scheduler.history(sweep.key).observations
    assert (forgotten.number, forgotten.params, forgotten.curve) == (1, best.params, ())
    assert forgotten.outcome == Outcome.FORGOTTEN
    assert seen.curve == (0.5,)
    assert world.scheduler.best(sweep.key).key == other.lease.run
    assert world.scheduler.curves(sweep.key, "loss")[0].run == other.lease.run
    world.scheduler.restore_run(best.lease.run)
    assert [seen.curve for seen in world.scheduler.history(sweep.key).observations] == [(0.1,), (0.5,)]
    assert world.scheduler.best(sweep.key).key == best.lease.run


def test_who_followed_and_who_comes_new_see_the_same_of_deleted_runs(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claims = [finished(world, sweep, loss) for loss in (0.3, 0.2, 0.1)]
    with world.another_scheduler() as other:
        other.history(sweep.key)
        world.scheduler.delete_run(claims[1].lease.run)
        world.scheduler.delete_run(claims[2].lease.run)
        world.scheduler.restore_run(claims[2].lease.run)
        with world.another_scheduler() as new:
            assert other.history(sweep.key) == new.history(sweep.key)


def test_the_number_of_a_deleted_run_stays_used(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claim = finished(world, sweep, 0.5)
    world.scheduler.delete_run(claim.lease.run)
    assert world.claim(sweep, world.agent()).number == 2


def test_a_deleted_run_counts_for_the_cap(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random, run_cap=1)
    world.scheduler.delete_run(finished(world, sweep, 0.5).lease.run)
    assert world.refusal(sweep, world.agent()) == Over("run_cap")


def test_a_grid_does_not_try_again_what_was_deleted(world: Any, grid: dict[str, object]) -> None:
    sweep = world.sweep(grid)
    tried = []
    for _ in range(3):
        claim = finished(world, sweep, 0.5)
        world.scheduler.delete_run(claim.lease.run)
        tried.append(claim.params["a"])
    assert sorted(tried) == [1, 2, 3]
    assert world.refusal(sweep, world.agent()) == Over("exhausted")


def test_a_failed_run_that_was_deleted_is_not_tried_again(world: Any, grid: dict[str, object]) -> None:
    sweep = world.sweep(grid, parameters={"a": {"values": [1]}})
    claim = world.claim(sweep, world.agent())
    world.end(claim, code=1)
    world.scheduler.delete_run(claim.lease.run)
    assert world.refusal(sweep, world.agent()) == Over("exhausted")


def test_the_target_is_not_met_by_a_deleted_run(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random, metric={"name": "loss", "goal": "minimize", "target": 0.1})
    agent, other = world.agent(), world.agent()
    lucky, running = world.claim(sweep, agent), world.claim(sweep, other)
    world.log(lucky.lease, 0.05)
    world.end(lucky)
    world.scheduler.delete_run(lucky.lease.run)
    assert world.claim(sweep, agent).number == 3
    world.scheduler.restore_run(lucky.lease.run)
    assert not isinstance(world.scheduler.claim(sweep.key, agent), Claim)
    assert world.run(running).state == RunState.RUNNING


def test_the_target_is_not_met_by_a_run_that_failed(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random, metric={"name": "loss", "goal": "minimize", "target": 0.1})
    agent = world.agent()
    diverging = world.claim(sweep, agent)
    world.log(diverging.lease, 0.05)
    assert not isinstance(world.scheduler.claim(sweep.key, agent), Claim)
    world.end(diverging, 1)
    assert world.scheduler.sweep(sweep.key).state == SweepState.RUNNING
    assert world.claim(sweep, agent).number == 2


def test_a_deleted_peer_stops_nobody(world: Any, random: dict[str, object]) -> None:
    hyperband = {"type": "hyperband", "min_iter": 1, "eta": 2}
    sweep = world.sweep(random, early_terminate=hyperband)
    peers = [finished(world, sweep, 0.1, 0.1) for _ in range(3)]
    for peer in peers:
        world.scheduler.delete_run(peer.lease.run)
    claim = world.claim(sweep, world.agent())
    world.log(claim.lease, 0.9)
    assert world.run(claim).stop is None
    for peer in peers:
        world.scheduler.restore_run(peer.lease.run)
    world.log(claim.lease, 0.9)
    assert world.run(claim).stop is not None


def test_a_waiting_run_that_was_deleted_is_not_given_out_until_it_is_back(world: Any, grid: dict[str, object]) -> None:
    sweep = world.sweep(grid, start=[{"a": 2}])
    (queued,) = world.scheduler.runs(sweep.key)
    world.scheduler.delete_run(queued.key)
    assert [world.claim(sweep, world.agent()).number for _ in range(2)] == [2, 3]
    world.scheduler.restore_run(queued.key)
    assert world.claim(sweep, world.agent()).number == 1


def test_a_configuration_deleted_before_anyone_had_it_is_left_to_be_tried(world: Any, grid: dict[str, object]) -> None:
    sweep = world.sweep(grid, start=[{"a": 2}])
    (queued,) = world.scheduler.runs(sweep.key)
    world.scheduler.delete_run(queued.key)
    assert [world.claim(sweep, world.agent()).params["a"] for _ in range(3)] == [1, 2, 3]


def test_a_sweep_that_waited_only_for_a_deleted_run_is_over(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random, run_cap=2)
    agent = world.agent()
    first, second = world.claim(sweep, agent), world.claim(sweep, agent)
    world.end(first)
    world.end(second, code=-2, interrupted=True)
    assert world.scheduler.sweep(sweep.key).state == SweepState.RUNNING
    world.scheduler.delete_run(second.lease.run)
    assert world.scheduler.sweep(sweep.key).state == SweepState.FINISHED


def test_what_a_deleted_run_logs_late_is_kept_and_judged_by_nobody(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random, early_terminate={"type": "hyperband", "min_iter": 1, "eta": 2})
    good = finished(world, sweep, 0.1)
    late = world.claim(sweep, world.agent())
    world.end(late)
    world.scheduler.delete_run(late.lease.run)
    world.log(late.lease, 0.9)
    assert world.run(late).stop is None
    world.scheduler.restore_run(late.lease.run)
    assert world.scheduler.history(sweep.key).observations[1].curve == (0.9,)
    assert world.scheduler.best(sweep.key).key == good.lease.run


# -- sweeps --------------------------------------------------------------------------------------------------------


def test_a_deleted_sweep_is_hidden_and_its_agents_are_told_that_it_is_over(
    world: Any, random: dict[str, object]
) -> None:
    sweep = world.sweep(random)
    finished(world, sweep, 0.5)
    before = world.scheduler.sweep(sweep.key)
    deleted = world.scheduler.delete_sweep(sweep.key)
    assert world.scheduler.sweeps() == []
    assert world.scheduler.sweeps(deleted=True) == [deleted]
    assert world.scheduler.sweeps("another", deleted=True) == []
    assert world.scheduler.find_sweep(sweep.id) == deleted
    assert world.refusal(sweep, world.agent()) == Over("deleted")
    with pytest.raises(ConflictError, match="restore it first"):
        world.scheduler.control(sweep.key, "resume")
    with pytest.raises(ConflictError, match="restore it first"):
        world.scheduler.enqueue(sweep.key, {})
    assert world.scheduler.restore_sweep(sweep.key) == before
    assert world.claim(sweep, world.agent()).number == 2


def test_the_store_gives_out_nothing_of_a_deleted_sweep_however_late_it_is_asked(
    world: Any, grid: dict[str, object]
) -> None:
    """As an agent would that has looked at the sweep just before it was deleted."""
    sweep = world.sweep(grid, start=[{"a": 2}])
    (queued,) = world.scheduler.runs(sweep.key)
    world.scheduler.delete_sweep(sweep.key)
    runs = world.scheduler._store.runs
    assert runs.take_waiting(sweep.key, lambda run: run) is None
    with pytest.raises(ConflictError):
        runs.insert(queued)


# -- for good ------------------------------------------------------------------------------------------------------


def test_after_seven_days_a_run_goes_for_good_with_its_folder(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    gone, kept = finished(world, sweep, 0.1), finished(world, sweep, 0.2)
    for claim in (gone, kept):
        folder = world.datadir.run_dir(claim.lease.run)
        folder.mkdir(parents=True)
        (folder / "console.log").write_text("hello")
    world.scheduler.delete_run(gone.lease.run)
    world.time += KEPT_S
    world.scheduler.recover()
    assert world.scheduler.restore_run(gone.lease.run).deleted is None
    world.scheduler.delete_run(gone.lease.run)
    world.time += KEPT_S + 1
    world.scheduler.recover()
    assert not world.datadir.run_dir(gone.lease.run).exists()
    assert world.datadir.run_dir(kept.lease.run).exists()
    for look in (world.scheduler.restore_run, world.scheduler.delete_run, world.scheduler.run):
        with pytest.raises(NotFoundError):
            look(gone.lease.run)
    for ref in (gone.id, f"{sweep.id}/1"):
        with pytest.raises(NotFoundError):
            world.scheduler.find_run(ref)
    assert world.scheduler.runs(sweep.key, deleted=True) == []
    assert [run.key for run in world.scheduler.runs(sweep.key)] == [kept.lease.run]
    assert list(world.scheduler.rows(kept.lease.run)) != []


def test_number_and_configuration_of_a_run_outlive_it(world: Any, grid: dict[str, object]) -> None:
    sweep = world.sweep(grid)
    first = finished(world, sweep, 0.5)
    world.scheduler.delete_run(first.lease.run)
    world.time += KEPT_S + 1
    world.scheduler.recover()
    with world.another_scheduler() as new:
        (seen,) = new.history(sweep.key).observations
        assert (seen.number, seen.params, seen.outcome) == (1, first.params, Outcome.FORGOTTEN)
        second = new.claim(sweep.key, world.agent())
        assert isinstance(second, Claim)
        assert second.number == 2
        assert second.params != first.params


def test_after_seven_days_a_sweep_goes_for_good_with_all_its_runs(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random, start=[{"a": 0.5}])
    claim = finished(world, sweep, 0.1)
    lost_before = finished(world, sweep, 0.2)
    follow_up = world.scheduler.create_sweep(world.scheduler.file(sweep.key), project="p", prior_runs=[claim.id])
    kept = finished(world, follow_up, 0.3)
    world.scheduler.delete_run(lost_before.lease.run)
    world.time += KEPT_S + 1
    world.scheduler.recover()
    world.scheduler.delete_sweep(sweep.key)
    world.time += KEPT_S + 1
    world.scheduler.recover()
    assert world.scheduler.sweeps(deleted=True) == []
    with pytest.raises(NotFoundError):
        world.scheduler.restore_sweep(sweep.key)
    with pytest.raises(NotFoundError):
        world.scheduler.run(claim.lease.run)
    assert [seen.curve for seen in world.scheduler._store.sweeps.prior(follow_up.key)] == [(0.1,)]
    assert world.run(kept).best == 0.3
    world.scheduler.create_sweep(world.scheduler.file(follow_up.key), project="p", id=sweep.id)


def test_a_run_without_a_sweep_goes_for_good_and_frees_its_id(world: Any) -> None:
    agent = world.agent()
    claim = world.scheduler.start_run(agent, project="p", id="mine", config={})
    world.log(claim.lease, 1.0)
    with pytest.raises(ConflictError):
        world.scheduler.delete_run(claim.lease.run)
    world.end(claim)
    world.scheduler.delete_run(claim.lease.run)
    with pytest.raises(ConflictError):
        world.scheduler.start_run(agent, project="p", id="mine", config={})
    world.time += KEPT_S + 1
    world.scheduler.recover()
    assert world.scheduler.start_run(agent, project="p", id="mine", config={}).id == "mine"


def test_a_stopped_sweeps_waiting_runs_go_with_it(world: Any, grid: dict[str, object]) -> None:
    sweep = world.sweep(grid, start=[{"a": 2}])
    (queued,) = world.scheduler.runs(sweep.key)
    world.scheduler.stop_run(queued.key, StopReason("person"))
    assert world.scheduler.delete_sweep(sweep.key).deleted is not None
