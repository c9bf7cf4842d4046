"""Fill a data directory with a LeNet-like sweep, without training: for the page's tests, its pictures and its figures.

    python tests/e2e/dashboard/seed.py DIRECTORY [RUNS]

Everything goes through the scheduler as an agent's reports would, on a clock of its own, so that the store holds what a
real sweep leaves: 15 epochs of four metrics a run, stops of Hyperband, a few failures. The values are made up.
"""

from __future__ import annotations

import json
import math
import random
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from varre.datadir import DataDir, Lock, find, hold, new_agent_id
from varre.runs import AgentId, Claim, Exit, OrderKind, Sweep
from varre.scheduler import Scheduler
from varre.space import Params, Value
from varre.store import SqliteStore
from varre.sweepfile import SweepFile

__all__ = ["Seeder", "lenet_file"]

_RUNGS = (3, 9)  # where hyperband looks, so that a run's rows are reported in three pieces and not one by one
_FAILED = 0.02


def lenet_file(runs: int, changes: Mapping[str, Value] | None = None) -> SweepFile:
    """The search space of the LeNet-5 example, with room for so many runs; ``changes`` to its top level."""
    parameters: dict[str, Value] = {
        "learning_rate": {"min": 0.0001, "max": 0.1, "distribution": "log_uniform_values"},
        "epochs": {"values": [5, 10, 15]},
        "batch_size": {"values": [16, 32, 64]},
        "batch_norm": {"values": [True, False]},
        "dropout": {"values": [True, False]},
        "dropout_rate": {"values": [0.3, 0.4, 0.5], "when": {"dropout": True}},
        "activation": {"values": ["tanh", "relu"]},
        "optimizer": {"values": ["adam", "sgd"]},
        "images": {"value": 50000},
    }
    whole: dict[str, Value] = {
        "name": f"lenet5-{runs}",
        "program": "train.py",
        "method": "random",
        "metric": {"name": "val_loss", "goal": "minimize"},
        "run_cap": max(4, round(runs * 1.2)),
        "seed": 1998,
        "early_terminate": {"type": "hyperband", "min_iter": 3, "eta": 3},
        "parameters": parameters,
    }
    return SweepFile.parse({**whole, **(changes or {})})


@dataclass
class Seeder:
    """A data directory, agents that live until `close`, and a clock that goes on as the runs take time."""

    datadir: DataDir
    agents: int = 2
    time: float = field(default_factory=lambda: time.time() - 3600)
    _locks: dict[AgentId, Lock] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scheduler = Scheduler(SqliteStore.open(self.datadir.database), self.datadir, now=lambda: self.time)
        for _ in range(self.agents):
            agent = new_agent_id()
            self._locks[agent] = hold(self.datadir.agent_lock(agent))

    @property
    def agent_ids(self) -> list[AgentId]:
        """Its agents, who may claim runs."""
        return list(self._locks)

    def close(self) -> None:
        """The agents leave, as they do when they are stopped."""
        for lock in self._locks.values():
            lock.release()
        self.scheduler.close()

    def sweep(
        self, runs: int, *, project: str = "lenet5", running: int = 0, changes: Mapping[str, Value] | None = None
    ) -> Sweep:
        """A new sweep with so many runs, the last of them ``running`` if the agents are as many."""
        self.time = min(self.time, time.time() - 12 * runs / self.agents - 60)
        sweep = self.scheduler.create_sweep(lenet_file(runs, changes), project=project)
        agents = self.agent_ids
        clocks = dict.fromkeys(agents, self.time)
        for k in range(runs):
            agent = agents[k % len(agents)]
            self.time = clocks[agent]
            self.run(sweep, agent, unfinished=k >= runs - running)
            clocks[agent] = self.time
        return self.scheduler.sweep(sweep.key)

    def run(self, sweep: Sweep, agent: AgentId, *, unfinished: bool = False) -> None:
        """One run from claim to end; with ``unfinished`` it is left after its first rows."""
        claim = self.scheduler.claim(sweep.key, agent)
        if not isinstance(claim, Claim):
            raise RuntimeError(f"no run to be had: {claim}")
        dice = random.Random(f"{sweep.id}/{claim.number}")
        exit = self._log(claim, dice, unfinished)
        if not unfinished:
            self.scheduler.end(claim.lease, exit)

    def _log(self, claim: Claim, dice: random.Random, unfinished: bool) -> Exit:
        rows = list(_curve(claim.params, dice))
        fails = dice.random() < _FAILED
        begun, offset = self.time, 0
        for first, last in _pieces(len(rows)):
            lines = b"".join(_line(begun, row, at) for at, row in enumerate(rows[first:last], first + 1))
            self.time = begun + last * _SECONDS
            ack = self.scheduler.append(claim.lease, f"{claim.lease.attempt}.1-00000000", offset, lines)
            offset += len(lines)
            if ack.order.kind is OrderKind.STOP:
                return Exit(-15, ordered=True)
            if unfinished or fails:
                return Exit(1, error="RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB")
        return Exit(0)


_SECONDS = 1.5  # an epoch


def _pieces(count: int) -> Iterator[tuple[int, int]]:
    ends = [0, *(rung for rung in _RUNGS if rung < count), count]
    yield from pairwise(ends)


def _line(begun: float, row: dict[str, float], number: int) -> bytes:
    runtime = number * _SECONDS
    line = {"t": begun + runtime, "r": runtime, "k": "row", "d": row, "step": None, "commit": True}
    return json.dumps(line).encode() + b"\n"


def _curve(params: Params, dice: random.Random) -> Iterator[dict[str, float]]:
    """Loss and accuracy by epoch: a learning rate near 0.003 is best, and more so with batch normalisation."""
    distance = abs(math.log10(_number(params["learning_rate"]) / 0.003))
    floor = 0.03 + 0.06 * distance**2 + (0.0 if params["batch_norm"] else 0.03)
    floor += (0.0 if params["optimizer"] == "adam" else 0.05) + 0.0004 * _number(params["batch_size"])
    floor += 0.02 * abs(_number(params.get("dropout_rate") or 0.5) - 0.3)
    floor *= math.exp(dice.gauss(0, 0.12))
    pace = 0.5 + 0.35 * dice.random() / (1 + distance)
    for epoch in range(1, int(_number(params["epochs"])) + 1):
        loss = floor + 1.6 * math.exp(-pace * epoch) * math.exp(dice.gauss(0, 0.08))
        val = floor * 1.15 + 1.7 * math.exp(-pace * epoch) * math.exp(dice.gauss(0, 0.08))
        yield {
            "loss": round(loss, 5),
            "accuracy": round(math.exp(-loss * 0.32), 5),
            "val_loss": round(val, 5),
            "val_accuracy": round(math.exp(-val * 0.32), 5),
        }


def _number(value: Value) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return value


def main(arguments: list[str]) -> None:
    """Seed the directory that is named, for as long as it takes: some 300 runs a second."""
    seeder = Seeder(find(create=True, env={"VARRE_DIR": arguments[0]}))
    begun = time.monotonic()
    sweep = seeder.sweep(int(arguments[1]) if len(arguments) > 1 else 20)
    seeder.close()
    print(f"{sweep.project}/{sweep.id} in {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
