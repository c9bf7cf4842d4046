"""A scheduler over a real store, with a clock that tests set and agents that they end."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from varre import datadir
from varre.datadir import DataDir, Lock, find, hold
from varre.runs import AgentId, Claim, Exit, Lease, Over, Run, RunState, Sweep, Wait
from varre.scheduler import Scheduler
from varre.spool import SpoolWriter, Tail
from varre.store import SqliteStore
from varre.sweepfile import SweepFile

GRID = {"method": "grid", "metric": {"name": "loss"}, "parameters": {"a": {"values": [1, 2, 3]}}}
RANDOM = {"method": "random", "metric": {"name": "loss"}, "seed": 1, "parameters": {"a": {"min": 0.0, "max": 1.0}}}


class World:
    """One data directory, its scheduler, and the agents that live."""

    def __init__(self, folder: Path) -> None:
        self.datadir: DataDir = find(create=True, env={}, cwd=folder)
        self.time = 1000.0
        self.scheduler = self.another_scheduler()
        self._locks: dict[AgentId, Lock] = {}

    def another_scheduler(self) -> Scheduler:
        """What another process would have."""
        return Scheduler(SqliteStore.open(self.datadir.database), self.datadir, now=lambda: self.time)

    def agent(self) -> AgentId:
        """An agent that lives until `die`."""
        agent = datadir.new_agent_id()
        self._locks[agent] = hold(self.datadir.agent_lock(agent))
        return agent

    def die(self, agent: AgentId) -> None:
        """As ``kill -9`` does: the kernel frees the lock, the file stays."""
        self._locks.pop(agent).release()

    def sweep(self, base: dict[str, object], **changes: object) -> Sweep:
        return self.scheduler.create_sweep(SweepFile.parse({**base, **changes}), project="p")

    def claim(self, sweep: Sweep, agent: AgentId) -> Claim:
        claim = self.scheduler.claim(sweep.key, agent)
        assert isinstance(claim, Claim), claim
        return claim

    def refusal(self, sweep: Sweep, agent: AgentId) -> Wait | Over:
        answer = self.scheduler.claim(sweep.key, agent)
        assert not isinstance(answer, Claim), answer
        return answer

    def writer(self, lease: Lease) -> SpoolWriter:
        return SpoolWriter(self.datadir.spool(lease.run), lease.attempt)

    def log(self, lease: Lease, *values: object, name: str = "loss") -> None:
        """Log one row a value and hand them on."""
        writer = self.writer(lease)
        for value in values:
            writer.write("row", {name: value})  # type: ignore[dict-item]
        self.hand_on(lease, writer)
        writer.close()

    def hand_on(self, lease: Lease, writer: SpoolWriter) -> None:
        tail = Tail(self.datadir.spool(lease.run), writer.writer)
        self.scheduler.append(lease, writer.writer, 0, tail.read())

    def end(self, claim: Claim, code: int = 0, **how: bool) -> RunState:
        return self.scheduler.end(claim.lease, Exit(code, **how))

    def run(self, claim: Claim) -> Run:
        return self.scheduler.run(claim.lease.run)

    def close(self) -> None:
        for agent in list(self._locks):
            self.die(agent)
        self.scheduler.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def make_world() -> type[World]:
    return World


@pytest.fixture
def grid() -> dict[str, object]:
    return deepcopy(GRID)


@pytest.fixture
def random() -> dict[str, object]:
    return deepcopy(RANDOM)
