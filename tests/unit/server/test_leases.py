"""Leases of remote agents, by a clock that the test sets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from varre.datadir import DataDir, hold, this_host
from varre.datadir.remote import hear_remote, last_heard, remote_mark
from varre.runs import AgentId, Claim, Exit, Lease, OrderKind, Run, RunState, StopReason, Sweep
from varre.scheduler import Scheduler
from varre.server.leases import Leases
from varre.sweepfile import SweepFile

A, B = AgentId(f"{this_host()}-0000000a"), AgentId("elsewhere-0000000b")
FILE = {
    "method": "grid",
    "metric": {"name": "loss"},
    "max_retries": 2,
    "parameters": {"lr": {"values": [0.1, 0.2]}},
}


@dataclass
class Place:
    """A data directory, two clocks, and the leases of its server."""

    datadir: DataDir
    scheduler: Scheduler
    sweep: Sweep
    leases: Leases
    clock: list[float] = field(default_factory=lambda: [0.0])

    def restart(self) -> None:
        """Another server on the same data directory."""
        self.leases = Leases(self.scheduler, self.datadir, clock=lambda: self.clock[0])

    def after(self, seconds: float) -> None:
        """Time passes, and the server looks."""
        self.clock[0] += seconds
        self.leases.look()

    def claim(self, agent: AgentId) -> Claim:
        self.leases.beat(agent, [])
        answer = self.scheduler.claim(self.sweep.key, agent)
        assert isinstance(answer, Claim), answer
        self.leases.hear(agent, [answer.lease])
        return answer

    def run(self, claim: Claim) -> Run:
        return self.scheduler.run(claim.lease.run)

    def order(self, lease: Lease) -> OrderKind:
        return self.leases.beat(lease.agent, [lease])[lease].kind


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / ".varre"
    folder.mkdir(mode=0o700)
    datadir = DataDir(folder)
    with Scheduler.open(datadir) as scheduler:
        sweep = scheduler.create_sweep(SweepFile.parse(FILE), project="p")
        clock = [0.0]
        leases = Leases(scheduler, datadir, clock=lambda: clock[0])
        yield Place(datadir, scheduler, sweep, leases, clock)


def test_a_run_stays_with_an_agent_that_is_heard(place: Place) -> None:
    claim = place.claim(A)
    for _ in range(10):
        place.after(59.0)
        assert place.order(claim.lease) is OrderKind.GO_ON
    assert place.run(claim).state is RunState.RUNNING


def test_after_a_minute_of_silence_a_run_is_available(place: Place) -> None:
    claim = place.claim(A)
    place.after(59.9)
    assert place.run(claim).state is RunState.RUNNING
    place.after(0.2)
    run = place.run(claim)
    assert (run.state, run.losses, run.exit_code) == (RunState.PREEMPTED, 1, None)
    again = place.claim(B)
    assert (again.lease.run, again.lease.attempt) == (claim.lease.run, 2)


def test_whoever_comes_late_has_its_run_again_if_nobody_took_it(place: Place) -> None:
    claim = place.claim(A)
    place.after(100.0)
    assert place.order(claim.lease) is OrderKind.GO_ON
    run = place.run(claim)
    assert (run.state, run.attempt, run.losses, run.ended, run.error) == (RunState.RUNNING, 1, 0, None, "")
    place.after(59.0)
    assert place.run(claim).state is RunState.RUNNING


def test_whoever_comes_late_lets_go_if_someone_took_it(place: Place) -> None:
    claim = place.claim(A)
    place.after(100.0)
    place.claim(B)
    assert place.order(claim.lease) is OrderKind.SUPERSEDED
    assert place.run(claim).attempt == 2


def test_a_late_end_counts_if_nobody_took_the_run(place: Place) -> None:
    """The route of an end gives a sign of life first."""
    claim = place.claim(A)
    place.after(100.0)
    place.leases.beat(A, [claim.lease])
    assert place.scheduler.end(claim.lease, Exit(0)) is RunState.FINISHED


def test_an_interrupted_run_is_not_woken_by_a_heartbeat_that_was_under_way(place: Place) -> None:
    claim = place.claim(A)
    place.scheduler.end(claim.lease, Exit(-15, interrupted=True))
    assert place.order(claim.lease) is OrderKind.SUPERSEDED
    assert place.run(claim).state is RunState.PREEMPTED


def test_silence_costs_retries_and_the_last_one_is_the_end(place: Place) -> None:
    for losses in (1, 2):
        claim = place.claim(A)
        place.after(61.0)
        assert place.run(claim).losses == losses
    claim = place.claim(A)
    place.after(61.0)
    assert place.run(claim).state is RunState.CRASHED
    assert place.order(claim.lease) is OrderKind.SUPERSEDED


def test_a_run_that_was_to_be_stopped_is_not_given_out_again(place: Place) -> None:
    claim = place.claim(A)
    place.scheduler.stop_run(claim.lease.run, StopReason("person"))
    place.after(61.0)
    assert place.run(claim).state is RunState.STOPPED


def test_a_server_that_starts_gives_grace(place: Place) -> None:
    claim = place.claim(A)
    place.restart()
    place.after(0.0)
    place.after(149.0)
    assert place.run(claim).state is RunState.RUNNING
    place.after(2.0)
    assert place.run(claim).state is RunState.PREEMPTED


def test_a_sign_of_life_ends_the_grace(place: Place) -> None:
    claim = place.claim(A)
    place.restart()
    place.after(0.0)
    place.order(claim.lease)
    place.after(61.0)
    assert place.run(claim).state is RunState.PREEMPTED


def test_local_commands_leave_remote_runs_to_the_server(place: Place) -> None:
    """Agent A bears this host's name, and there is no lock file of it here."""
    claim = place.claim(A)
    lock = hold(place.datadir.server_lock)
    os.utime(remote_mark(place.datadir, A), (0, 0))
    assert place.scheduler.recover() == []
    assert place.run(claim).state is RunState.RUNNING
    lock.release()


def test_without_a_server_they_wait_as_long_as_the_grace(place: Place) -> None:
    claim = place.claim(A)
    mark = remote_mark(place.datadir, A)
    heard = last_heard(place.datadir, A)
    assert heard is not None
    os.utime(mark, (heard - 140, heard - 140))
    assert place.scheduler.recover() == []
    os.utime(mark, (heard - 160, heard - 160))
    assert [run.key for run in place.scheduler.recover()] == [claim.lease.run]


def test_marks_of_agents_long_gone_are_removed(place: Place) -> None:
    for agent in (A, B):
        hear_remote(place.datadir, agent)
    claim = place.claim(B)
    for agent in (A, B):
        os.utime(remote_mark(place.datadir, agent), (0, 0))
    lock = hold(place.datadir.server_lock)  # so that B's run is not taken from it
    place.scheduler.recover()
    lock.release()
    assert last_heard(place.datadir, A) is None
    assert last_heard(place.datadir, B) is not None
    assert place.run(claim).state is RunState.RUNNING


def test_the_answer_to_a_claim_that_got_lost_is_given_again(place: Place) -> None:
    claim = place.claim(A)
    given = place.scheduler.handed_out(place.sweep.key, [], A)
    assert given == claim
    assert place.scheduler.handed_out(place.sweep.key, [claim.lease], A) is None
    assert place.scheduler.handed_out(place.sweep.key, [], B) is None


def test_remote_agents_are_among_the_agents(place: Place) -> None:
    claim = place.claim(B)
    (status,) = place.scheduler.agents()
    assert (status.id, status.alive, status.runs, status.sweeps) == (B, True, (claim.lease.run,), (place.sweep.key,))
    os.utime(remote_mark(place.datadir, B), (1000.0, 1000.0))
    (status,) = place.scheduler.agents()
    assert (status.alive, status.seen) == (False, 1000.0)
