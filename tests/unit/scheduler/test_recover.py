"""What dead agents left behind."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import Any

import pytest

from varre.datadir import hold
from varre.runs import AgentId, OrderKind, RunKey, RunState, StopReason
from varre.scheduler.room import Room
from varre.scheduler.sealing import seal_some


@pytest.fixture
def claim(world: Any, random: Any) -> Any:
    return world.claim(world.sweep(random, max_retries=1), world.agent())


def leave(world: Any, claim: Any, **report: object) -> None:
    """Write what a supervisor leaves."""
    folder = world.datadir.spool(claim.lease.run)
    folder.mkdir(parents=True, exist_ok=True)
    full = {"code": 0, "ordered": False, "signalled": False, "error": "", **report}
    (folder / f"{claim.lease.attempt}.exit").write_text(json.dumps(full))


def test_the_runs_of_living_agents_are_left_alone(world: Any, claim: Any) -> None:
    assert world.scheduler.recover() == []
    assert world.run(claim).state == RunState.RUNNING


def test_the_run_of_a_dead_agent_is_requeued_with_all_its_rows(world: Any, claim: Any) -> None:
    writer = world.writer(claim.lease)
    writer.write("row", {"loss": 0.5})
    writer.write("row", {"loss": 0.25}, commit=False)
    os.write(writer._fd, b'{"torn": ')
    writer.close()
    world.die(claim.lease.agent)
    (run,) = world.scheduler.recover()
    assert (run.key, run.state, run.losses, run.best) == (claim.lease.run, RunState.PREEMPTED, 1, 0.25)
    assert world.scheduler.curve(run.key) == (0.5, 0.25)
    assert world.scheduler.recover() == []


def test_a_run_that_is_lost_too_often_has_crashed(world: Any, claim: Any) -> None:
    world.die(claim.lease.agent)
    world.scheduler.recover()
    again = world.claim(world.scheduler.sweep(claim.sweep), world.agent())
    world.die(again.lease.agent)
    (run,) = world.scheduler.recover()
    assert (run.state, run.losses, run.error) == (RunState.CRASHED, 2, "its agent was lost")
    assert not world.datadir.spool(run.key).exists()


@pytest.mark.parametrize(
    ("report", "state"),
    [
        ({"code": 0}, "finished"),
        ({"code": 1, "error": "ValueError: x"}, "failed"),
        ({"code": -15, "ordered": True}, "preempted"),
        ({"code": -15, "signalled": True}, "preempted"),
    ],
)
def test_a_report_of_the_supervisor_is_believed(world: Any, claim: Any, report: Any, state: str) -> None:
    leave(world, claim, **report)
    world.die(claim.lease.agent)
    (run,) = world.scheduler.recover()
    assert (run.state, run.exit_code, run.error) == (state, report["code"], report.get("error", ""))
    assert run.losses == 0


def test_a_run_that_stopped_on_order_before_its_agent_died_is_stopped(world: Any, claim: Any) -> None:
    world.scheduler.stop_run(claim.lease.run, StopReason("person"))
    leave(world, claim, code=-15, ordered=True)
    world.die(claim.lease.agent)
    (run,) = world.scheduler.recover()
    assert run.state == RunState.STOPPED


@pytest.mark.parametrize("text", ["", "{", "[]", '{"code": null}', '{"code": 0}'])
def test_a_report_that_cannot_be_read_is_none(world: Any, claim: Any, text: str) -> None:
    leave(world, claim)
    (world.datadir.spool(claim.lease.run) / "1.exit").write_text(text)
    world.die(claim.lease.agent)
    (run,) = world.scheduler.recover()
    assert (run.state, run.losses) == (RunState.PREEMPTED, 1)


def test_a_run_is_not_taken_while_its_supervisor_or_a_writer_lives(world: Any, claim: Any) -> None:
    folder = world.datadir.spool(claim.lease.run)
    writer = world.writer(claim.lease)
    supervisor = hold(folder / "1.supervisor.lock")
    world.die(claim.lease.agent)
    assert world.scheduler.recover() == []
    supervisor.release()
    assert world.scheduler.recover() == []
    writer.close()
    assert [run.state for run in world.scheduler.recover()] == [RunState.PREEMPTED]


def test_the_old_agent_is_told_to_let_go(world: Any, claim: Any) -> None:
    world.die(claim.lease.agent)
    world.scheduler.recover()
    assert world.scheduler.heartbeat([claim.lease])[claim.lease].kind == OrderKind.SUPERSEDED


def test_an_agent_of_another_host_is_not_judged_by_a_file_that_is_not_here(world: Any, random: Any) -> None:
    claim = world.claim(world.sweep(random), AgentId("elsewhere-00000000"))
    assert world.scheduler.recover() == []
    assert world.run(claim).state == RunState.RUNNING


def test_a_file_that_is_here_and_free_speaks_whatever_the_host_is_called_now(world: Any, random: Any) -> None:
    agent = AgentId("old-name-00000000")
    lock = hold(world.datadir.agent_lock(agent))
    world.claim(world.sweep(random), agent)
    assert world.scheduler.recover() == []
    lock.release()
    assert [run.state for run in world.scheduler.recover()] == [RunState.PREEMPTED]


def test_lock_files_of_the_dead_are_removed_once_their_runs_are_taken_in(world: Any, claim: Any) -> None:
    living = world.agent()
    world.die(claim.lease.agent)
    world.scheduler.recover()
    world.scheduler.recover()
    assert world.datadir.agent_locks() == [world.datadir.agent_lock(living)]


def test_a_run_without_a_sweep_that_lost_its_process_has_crashed(world: Any) -> None:
    agent = world.agent()
    claim = world.scheduler.start_run(agent, project="p", config={"lr": 0.1})
    world.log(claim.lease, 0.5)
    world.die(agent)
    (run,) = world.scheduler.recover()
    assert (run.state, run.rows, run.sweep) == (RunState.CRASHED, 1, None)


@pytest.mark.parametrize(("code", "state"), [(0, "finished"), (3, "failed"), (None, "finished")])
def test_a_run_without_a_sweep_that_had_finished_has_its_own_state(world: Any, code: int | None, state: str) -> None:
    agent = world.agent()
    claim = world.scheduler.start_run(agent, project="p", config={})
    writer = world.writer(claim.lease)
    writer.write("finish", {"exit_code": code})
    writer.close()
    world.die(agent)
    (run,) = world.scheduler.recover()
    assert (run.state, run.losses) == (state, 0)


def test_folders_of_unknown_runs_are_not_judged(world: Any) -> None:
    for name in ("unknown1", "Not a key"):
        (world.datadir.path / "spool" / name).mkdir(parents=True)
    assert world.scheduler.recover() == []
    assert len(world.datadir.spools()) == 2


def test_the_last_run_that_is_lost_for_good_ends_its_sweep(world: Any, random: Any) -> None:
    sweep = world.sweep(random, run_cap=1, max_retries=0)
    claim = world.claim(sweep, world.agent())
    world.die(claim.lease.agent)
    world.scheduler.recover()
    assert world.scheduler.sweep(sweep.key).state_reason == "run_cap"


def test_all_that_an_earlier_varre_left_unsealed_is_sealed_some_at_a_time(world: Any, random: dict[str, Any]) -> None:
    sweep, agent = world.sweep(random), world.agent()
    store = world.scheduler._store
    for _ in range(120):
        claim = world.claim(sweep, agent)
        world.log(claim.lease, 0.5)
        store.runs.change(claim.lease.run, lambda run: replace(run, state=RunState.FINISHED))
    left = [len(store.rows.unsealed(1000))]
    while world.scheduler.seal_some():
        left.append(len(store.rows.unsealed(1000)))
    assert left == [120, 70, 20]
    assert store.rows.unsealed(1000) == []
    assert not world.scheduler.seal_some()


def test_what_cannot_be_sealed_now_is_left_to_later(world: Any) -> None:
    class Stuck:
        def unsealed(self, most: int) -> list[tuple[RunKey, int]]:
            return [(RunKey(f"run{number:05}"), 1) for number in range(min(most, 60))]

        def seal(self, run: RunKey, attempt: int) -> None:
            """Another process is at it."""

    class Shut:
        rows = Stuck()

    assert not seal_some(Room(Shut(), world.datadir, lambda: 0.0))  # type: ignore[arg-type]


def test_what_an_agent_left_unsealed_when_it_died_is_sealed_at_the_next_look(world: Any, grid: Any) -> None:
    """It died between the end of its run and the seal."""
    claim = world.claim(world.sweep(grid), world.agent())
    world.log(claim.lease, 3.0, 2.0)
    store = world.scheduler._store
    store.runs.change(claim.lease.run, lambda run: replace(run, state=RunState.FINISHED))
    assert store.rows.unsealed(9) == [(claim.lease.run, 1)]
    world.scheduler.recover()
    assert store.rows.unsealed(9) == []
    assert world.scheduler.curve(claim.lease.run) == (3.0, 2.0)
    assert [row.values for row in world.scheduler.rows(claim.lease.run)] == [{"loss": 3.0}, {"loss": 2.0}]


def test_an_attempt_that_has_ended_is_sealed(world: Any, grid: Any) -> None:
    claim = world.claim(world.sweep(grid), world.agent())
    world.log(claim.lease, 3.0, 2.0)
    world.end(claim)
    left = world.scheduler._store._connection.all("batches_to_seal", run=claim.lease.run, attempt=1)
    assert left == []
