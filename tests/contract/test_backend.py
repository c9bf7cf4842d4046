"""What every backend keeps its word on towards an agent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from varre.client import Address, Client
from varre.datadir import DataDir, Lock, hold, new_agent_id
from varre.errors import ConflictError, NotFoundError, UsageError
from varre.runs import (
    AgentId,
    Claim,
    Exit,
    Order,
    OrderKind,
    Over,
    RunKey,
    RunState,
    StopReason,
    Sweep,
    SweepKey,
    Wait,
)
from varre.scheduler import Scheduler
from varre.sweepfile import SweepFile
from varre.worker import Backend

Serve = Callable[[Scheduler, DataDir], AbstractContextManager[Address]]


@contextmanager
def over_http(scheduler: Scheduler, datadir: DataDir, serve: Serve) -> Iterator[Backend]:
    with serve(scheduler, datadir) as address, Client(address) as client:
        yield client


BACKENDS: dict[str, Callable[[Scheduler, DataDir, Serve], AbstractContextManager[Backend]]] = {
    "scheduler": lambda scheduler, datadir, serve: nullcontext(scheduler),
    "client": over_http,
}

FILE = {
    "program": "train.py",
    "project": "demo",
    "method": "grid",
    "metric": {"name": "loss", "goal": "minimize"},
    "retries": 0,
    "parameters": {
        "lr": {"values": [0.1, 0.2, 0.3]},
        "encoder": {"parameters": {"layers": {"value": 2}}},
    },
}
PERSON = StopReason("person")


@dataclass
class House:
    """A backend, the truth behind it, a sweep of three runs, and agents of this host."""

    backend: Backend
    scheduler: Scheduler
    datadir: DataDir
    sweep: Sweep
    locks: dict[AgentId, Lock]

    def agent(self) -> AgentId:
        agent = new_agent_id()
        self.locks[agent] = hold(self.datadir.agent_lock(agent))
        return agent

    def claim(self, agent: AgentId | None = None) -> Claim:
        answer = self.backend.claim(self.sweep.key, agent or self.agent())
        assert isinstance(answer, Claim), answer
        self.datadir.spool(answer.lease.run).mkdir(parents=True, exist_ok=True)
        return answer

    def losses(self, run: RunKey, attempt: int | None = None) -> list[object]:
        return [row.values["loss"] for row in self.scheduler.rows(run, attempt)]


@pytest.fixture(params=BACKENDS)
def house(request: pytest.FixtureRequest, tmp_path: Path, serve: Serve) -> Iterator[House]:
    folder = tmp_path / ".varre"
    folder.mkdir(mode=0o700)
    datadir = DataDir(folder)
    with ExitStack() as stack:
        scheduler = stack.enter_context(Scheduler.open(datadir))
        sweep = scheduler.create_sweep(SweepFile.parse(FILE), directory=tmp_path)
        backend = stack.enter_context(BACKENDS[request.param](scheduler, datadir, serve))
        house = House(backend, scheduler, datadir, sweep, {})
        yield house
        for lock in house.locks.values():
            lock.release()


def rows(*losses: float) -> bytes:
    lines = [{"t": 0.0, "r": 0.0, "k": "row", "d": {"loss": x}, "step": None, "commit": True} for x in losses]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def writer(attempt: int = 1, number: int = 0) -> str:
    return f"{attempt}.100-{number:08x}"


# -- claim ---------------------------------------------------------------------------------------------------------


def test_a_claim_holds_all_that_is_needed_to_start(house: House, tmp_path: Path) -> None:
    agent = house.agent()
    claim = house.claim(agent)
    assert (claim.lease.agent, claim.lease.attempt, claim.number) == (agent, 1, 1)
    assert (claim.sweep, claim.sweep_id, claim.project) == (house.sweep.key, house.sweep.id, "demo")
    assert claim.params == {"lr": 0.1, "encoder.layers": 2}
    assert claim.config == {"lr": 0.1, "encoder": {"layers": 2}}
    assert (claim.program, claim.directory, claim.reason.source) == ("train.py", str(tmp_path), "grid")


def test_no_run_is_given_out_twice(house: House) -> None:
    claims = [house.claim() for _ in range(3)]
    assert len({claim.lease.run for claim in claims}) == 3
    assert {claim.config["lr"] for claim in claims} == {0.1, 0.2, 0.3}


def test_while_the_last_runs_are_under_way_others_wait_and_then_it_is_over(house: House) -> None:
    claims = [house.claim() for _ in range(3)]
    assert isinstance(house.backend.claim(house.sweep.key, house.agent()), Wait)
    for claim in claims:
        house.backend.end(claim.lease, Exit(0))
    assert isinstance(house.backend.claim(house.sweep.key, house.agent()), Over)


def test_a_paused_sweep_makes_agents_wait(house: House) -> None:
    house.scheduler.control(house.sweep.key, "pause")
    answer = house.backend.claim(house.sweep.key, house.agent())
    assert isinstance(answer, Wait)
    assert answer.seconds > 0
    house.scheduler.control(house.sweep.key, "resume")
    assert house.claim().number == 1


@pytest.mark.parametrize("action", ["stop", "cancel"])
def test_a_sweep_that_was_ended_is_over(house: House, action: str) -> None:
    house.scheduler.control(house.sweep.key, action)  # type: ignore[arg-type]
    assert isinstance(house.backend.claim(house.sweep.key, house.agent()), Over)


def test_an_unknown_sweep_is_not_found(house: House) -> None:
    with pytest.raises(NotFoundError):
        house.backend.claim(SweepKey("nosweep0"), house.agent())


# -- append --------------------------------------------------------------------------------------------------------


def test_lines_are_taken_in_once_however_often_they_come(house: House) -> None:
    claim = house.claim()
    first, second = rows(3.0), rows(2.0, 1.0)
    assert house.backend.append(claim.lease, writer(), 0, first).next_offset == len(first)
    assert house.backend.append(claim.lease, writer(), 0, first).next_offset == len(first)
    ack = house.backend.append(claim.lease, writer(), 0, first + second)
    assert ack.next_offset == len(first + second)
    assert house.losses(claim.lease.run) == [3.0, 2.0, 1.0]


def test_a_gap_is_refused_and_nothing_is_kept(house: House) -> None:
    claim = house.claim()
    with pytest.raises(ConflictError):
        house.backend.append(claim.lease, writer(), 10, rows(1.0))
    assert house.losses(claim.lease.run) == []


def test_a_torn_line_is_refused(house: House) -> None:
    with pytest.raises(UsageError):
        house.backend.append(house.claim().lease, writer(), 0, rows(1.0)[:-1])


def test_each_writer_has_an_offset_of_its_own(house: House) -> None:
    claim = house.claim()
    for number in range(2):
        ack = house.backend.append(claim.lease, writer(number=number), 0, rows(1.0))
        assert ack.next_offset == len(rows(1.0))
    assert len(house.losses(claim.lease.run)) == 2


def test_an_acknowledgement_brings_the_order(house: House) -> None:
    claim = house.claim()
    assert house.backend.append(claim.lease, writer(), 0, rows(1.0)).order == Order()
    house.scheduler.stop_run(claim.lease.run, PERSON)
    ack = house.backend.append(claim.lease, writer(), len(rows(1.0)), rows(2.0))
    assert ack.order == Order(OrderKind.STOP, PERSON)


def test_rows_of_an_older_attempt_are_kept_under_it(house: House) -> None:
    """The process of a lost attempt may live for a while: what it logs is history, not lost."""
    old = house.claim()
    house.backend.end(old.lease, Exit(143, interrupted=True))
    new = house.claim()
    assert new.lease.run == old.lease.run
    house.backend.append(new.lease, writer(2), 0, rows(5.0))
    ack = house.backend.append(old.lease, writer(1), 0, rows(9.0))
    assert ack.order.kind is OrderKind.SUPERSEDED
    assert house.losses(old.lease.run, attempt=1) == [9.0]
    assert house.losses(old.lease.run) == [5.0]


# -- heartbeat -----------------------------------------------------------------------------------------------------


def test_a_heartbeat_answers_for_each_lease(house: House) -> None:
    going, stopping = house.claim(), house.claim()
    house.scheduler.stop_run(stopping.lease.run, PERSON)
    orders = house.backend.heartbeat([going.lease, stopping.lease])
    assert orders == {going.lease: Order(), stopping.lease: Order(OrderKind.STOP, PERSON)}


def test_no_lease_no_order(house: House) -> None:
    assert house.backend.heartbeat([]) == {}


def test_a_cancelled_sweep_stops_its_runs(house: House) -> None:
    claim = house.claim()
    house.scheduler.control(house.sweep.key, "cancel")
    (order,) = house.backend.heartbeat([claim.lease]).values()
    assert order.kind is OrderKind.STOP
    assert order.reason
    assert order.reason.source == "canceled"


@pytest.mark.parametrize("wrong", [{"run": RunKey("norun000")}, {"attempt": 2}, {"agent": AgentId("other-00000000")}])
def test_a_lease_that_does_not_hold_is_superseded(house: House, wrong: dict[str, str]) -> None:
    lease = replace(house.claim().lease, **wrong)  # type: ignore[arg-type]
    assert house.backend.heartbeat([lease])[lease].kind is OrderKind.SUPERSEDED


# -- end -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exit", "state"),
    [
        (Exit(0), RunState.FINISHED),
        (Exit(0, ordered=True), RunState.FINISHED),
        (Exit(0, interrupted=True), RunState.FINISHED),
        (Exit(1), RunState.FAILED),
        (Exit(143), RunState.FAILED),
        (Exit(-9), RunState.FAILED),
        (Exit(1, ordered=True), RunState.FAILED),
        (Exit(143, ordered=True), RunState.STOPPED),
        (Exit(-15, ordered=True), RunState.STOPPED),
        (Exit(-9, ordered=True), RunState.STOPPED),
        (Exit(1, interrupted=True), RunState.PREEMPTED),
        (Exit(-15, interrupted=True), RunState.PREEMPTED),
        (Exit(-9, interrupted=True, lost=True), RunState.PREEMPTED),
    ],
)
def test_the_end_of_the_process_decides(house: House, exit: Exit, state: RunState) -> None:
    claim = house.claim()
    if exit.ordered:
        house.scheduler.stop_run(claim.lease.run, PERSON)
    assert house.backend.end(claim.lease, exit) is state
    assert house.scheduler.run(claim.lease.run).state is state


def test_a_run_of_a_cancelled_sweep_is_canceled(house: House) -> None:
    claim = house.claim()
    house.scheduler.control(house.sweep.key, "cancel")
    assert house.backend.end(claim.lease, Exit(143, ordered=True)) is RunState.CANCELED


def test_an_end_that_is_repeated_changes_nothing(house: House) -> None:
    claim = house.claim()
    assert house.backend.end(claim.lease, Exit(0)) is RunState.FINISHED
    assert house.backend.end(claim.lease, Exit(1)) is RunState.FINISHED
    assert house.scheduler.run(claim.lease.run).exit_code == 0


def test_only_the_holder_of_the_lease_ends_a_run(house: House) -> None:
    claim = house.claim()
    with pytest.raises(ConflictError):
        house.backend.end(replace(claim.lease, agent=AgentId("other-00000000")), Exit(0))
    assert house.scheduler.run(claim.lease.run).state is RunState.RUNNING


def test_an_interrupted_run_is_served_first_and_is_the_same_run(house: House) -> None:
    first = house.claim()
    house.backend.end(first.lease, Exit(-15, interrupted=True))
    again = house.claim()
    assert again.lease.run == first.lease.run
    assert again.lease.attempt == 2
    assert (again.number, again.config, again.id) == (first.number, first.config, first.id)
    assert house.scheduler.run(first.lease.run).losses == 0


def test_an_attempt_that_was_lost_costs_a_retry_and_the_last_one_is_the_end(house: House) -> None:
    for losses in range(1, house.scheduler.file(house.sweep.key).max_retries + 1):
        claim = house.claim()
        assert house.backend.end(claim.lease, Exit(-9, interrupted=True, lost=True)) is RunState.PREEMPTED
        assert house.scheduler.run(claim.lease.run).losses == losses
    claim = house.claim()
    assert house.backend.end(claim.lease, Exit(-9, interrupted=True, lost=True)) is RunState.CRASHED


def test_an_error_is_kept_with_the_run(house: House) -> None:
    claim = house.claim()
    house.backend.end(claim.lease, Exit(1, error="RuntimeError: loss is not finite", tail="…"))
    run = house.scheduler.run(claim.lease.run)
    assert (run.exit_code, run.error) == (1, "RuntimeError: loss is not finite")
