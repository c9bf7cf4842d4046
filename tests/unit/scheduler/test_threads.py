"""Threads share one scheduler: a function agent's feed, a display, an agent's loop."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from varre.runs import Claim, Exit, RunState


def test_threads_that_claim_log_and_end_at_once_share_a_grid(world: Any, grid: Any) -> None:
    sweep = world.sweep(grid, parameters={"a": {"values": list(range(24))}})
    agents = [world.agent() for _ in range(4)]

    def work(agent: Any) -> list[object]:
        done = []
        while isinstance(claim := world.scheduler.claim(sweep.key, agent), Claim):
            world.log(claim.lease, 0.5, 0.25)
            world.scheduler.heartbeat([claim.lease])
            world.scheduler.end(claim.lease, Exit(0))
            done.append(claim.params["a"])
        return done

    with ThreadPoolExecutor(4) as pool:
        done = [value for values in pool.map(work, agents) for value in values]
    assert sorted(done) == list(range(24))
    runs = world.scheduler.runs(sweep.key)
    assert {(run.state, run.rows, run.best) for run in runs} == {(RunState.FINISHED, 2, 0.25)}
    assert [run.number for run in runs] == list(range(1, 25))
