"""Who follows the scheduler by its cursor misses nothing; who holds what is told."""

from __future__ import annotations

import os
from typing import Any

from varre.runs import RunState, StopReason
from varre.scheduler.delete import KEPT_S


def test_the_cursor_moves_with_every_change_and_with_nothing_else(world: Any, random: dict[str, object]) -> None:
    scheduler = world.scheduler
    cursors = [scheduler.cursor()]

    def moved() -> bool:
        cursors.append(scheduler.cursor())
        return bool(cursors[-1] > cursors[-2])

    sweep = world.sweep(random)
    assert moved()
    claim = world.claim(sweep, world.agent())
    assert moved()
    for change in (
        lambda: world.log(claim.lease, 0.5),
        lambda: scheduler.edit_sweep(sweep.key, notes="x"),
        lambda: scheduler.edit_run(claim.lease.run, notes="x"),
        lambda: scheduler.stop_run(claim.lease.run, StopReason("person")),
        lambda: world.end(claim),
        lambda: scheduler.control(sweep.key, "pause"),
        lambda: scheduler.enqueue(sweep.key, {}),
        lambda: scheduler.delete_run(claim.lease.run),
        lambda: scheduler.restore_run(claim.lease.run),
        lambda: scheduler.delete_sweep(sweep.key),
        lambda: scheduler.restore_sweep(sweep.key),
    ):
        change()
        assert moved()
    scheduler.runs(sweep.key), scheduler.curves(sweep.key, "loss"), scheduler.recover(), scheduler.changes(0)
    assert not moved()


def test_changes_tell_what_has_changed_and_nothing_else(world: Any, random: dict[str, object]) -> None:
    one, other = world.sweep(random), world.sweep(random)
    claim, quiet = world.claim(one, world.agent()), world.claim(other, world.agent())
    world.log(quiet.lease, 0.1)
    since = world.scheduler.cursor()
    world.log(claim.lease, 0.5, 0.25)
    world.scheduler.edit_sweep(other.key, notes="x")
    changes = world.scheduler.changes(since)
    assert changes.cursor == world.scheduler.cursor()
    assert changes.sweeps == [world.scheduler.sweep(other.key)]
    assert changes.runs == [world.run(claim)]
    (logged,) = changes.rows
    assert (logged.run, logged.sweep, logged.attempt) == (claim.lease.run, one.key, 1)
    assert [row.values for row in logged.rows] == [{"loss": 0.5}, {"loss": 0.25}]
    again = world.scheduler.changes(changes.cursor)
    assert (again.sweeps, again.runs, again.rows) == ([], [], [])


def test_the_end_of_a_run_is_told_without_its_rows_again(world: Any, random: dict[str, object]) -> None:
    claim = world.claim(world.sweep(random), world.agent())
    world.log(claim.lease, 0.5)
    since = world.scheduler.cursor()
    world.end(claim)
    changes = world.scheduler.changes(since)
    assert [run.state for run in changes.runs] == [RunState.FINISHED]
    assert changes.rows == []


def test_runs_without_a_sweep_are_told_too(world: Any) -> None:
    since = world.scheduler.cursor()
    claim = world.scheduler.start_run(world.agent(), project="p", config={})
    world.log(claim.lease, 0.5)
    changes = world.scheduler.changes(since)
    assert changes.runs == [world.run(claim)]
    assert (changes.rows[0].sweep, len(changes.rows[0].rows)) == (None, 1)


def test_what_was_deleted_is_told_as_deleted(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claim = world.claim(sweep, world.agent())
    world.end(claim)
    since = world.scheduler.cursor()
    world.scheduler.delete_run(claim.lease.run)
    world.scheduler.delete_sweep(sweep.key)
    changes = world.scheduler.changes(since)
    assert [run.deleted for run in changes.runs] == [1000.0]
    assert [sweep.deleted for sweep in changes.sweeps] == [1000.0]


def test_what_went_for_good_is_told_no_more(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claim = world.claim(sweep, world.agent())
    world.log(claim.lease, 0.5)
    world.end(claim)
    world.scheduler.delete_run(claim.lease.run)
    world.time += KEPT_S + 1
    world.scheduler.recover()
    changes = world.scheduler.changes(0)
    assert (changes.runs, changes.rows) == ([], [])


def test_who_is_too_far_behind_is_told_to_read_anew(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    since = world.scheduler.cursor()
    for _ in range(3):
        world.scheduler.enqueue(sweep.key, {})
    assert world.scheduler.changes(since, limit=2) is None
    assert len(world.scheduler.changes(since, limit=3).runs) == 3


def test_a_cursor_of_another_store_is_not_taken(world: Any) -> None:
    assert world.scheduler.changes(world.scheduler.cursor() + 1) is None


def test_the_outline_says_the_least_of_what_has_changed(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claim = world.claim(sweep, world.agent())
    world.log(claim.lease, 0.5)
    cursor, (outline,) = world.scheduler.outline(sweep.key)
    assert (outline.key, outline.number, outline.state, outline.best) == (claim.lease.run, 1, RunState.RUNNING, 0.5)
    assert world.scheduler.outline(sweep.key, cursor) == (cursor, [])
    world.end(claim)
    world.scheduler.delete_run(claim.lease.run)
    _, (outline,) = world.scheduler.outline(sweep.key, cursor)
    assert (outline.state, outline.deleted) == (RunState.FINISHED, 1000.0)


def test_curves_bear_the_cursor_of_their_instant(world: Any, random: dict[str, object]) -> None:
    sweep = world.sweep(random)
    claim = world.claim(sweep, world.agent())
    world.log(claim.lease, 0.5)
    cursor, (curve,) = world.scheduler.curves_at(sweep.key, "loss")
    assert (cursor, list(curve.values)) == (world.scheduler.cursor(), [0.5])
    cursor, curves = world.scheduler.run_curves_at(claim.lease.run)
    assert (cursor, curves) == (world.scheduler.cursor(), {"loss": curve})
    assert world.scheduler.curves(sweep.key, "nothing") == []


# -- agents --------------------------------------------------------------------------------------------------------


def test_agents_are_told_with_what_they_hold(world: Any, random: dict[str, object]) -> None:
    busy, idle, dead = sorted(world.agent() for _ in range(3))
    sweep = world.sweep(random)
    claims = [world.claim(sweep, busy) for _ in range(2)]
    free = world.scheduler.start_run(busy, project="p", config={})
    os.utime(world.datadir.agent_lock(busy), (700.0, 700.0))
    world.die(dead)
    found = {status.id: status for status in world.scheduler.agents()}
    assert list(found) == [busy, idle, dead]
    assert set(found[busy].runs) == {*(claim.lease.run for claim in claims), free.lease.run}
    assert (found[busy].alive, found[busy].sweeps) == (True, (sweep.key,))
    assert (found[busy].since, found[busy].seen) == (700.0, 1000.0)
    assert (found[idle].alive, found[idle].runs) == (True, ())
    assert (found[dead].alive, found[dead].seen) == (False, None)


def test_the_store_says_how_much_room_it_takes(world: Any, random: dict[str, object]) -> None:
    before = world.scheduler.size_bytes()
    claim = world.claim(world.sweep(random), world.agent())
    world.log(claim.lease, *["x" * 1000] * 100)
    assert world.scheduler.size_bytes() > before > 0
