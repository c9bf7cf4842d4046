"""Several real processes over one data directory: nothing twice, nothing lost, whoever dies."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from varre.datadir import DataDir, find
from varre.runs import RunState, Sweep, SweepState
from varre.scheduler import Scheduler
from varre.sweepfile import SweepFile

COMMON = """
import json, sys
from pathlib import Path
from varre.datadir import find, hold, new_agent_id
from varre.runs import Claim, Exit, Over, SweepKey
from varre.scheduler import Scheduler
from varre.spool import SpoolWriter
import time

datadir = find(create=False, env={}, cwd=Path(sys.argv[1]))
agent = new_agent_id()
lock = hold(datadir.agent_lock(agent))
scheduler = Scheduler.open(datadir)

def claim():
    while True:
        answer = scheduler.claim(SweepKey(sys.argv[2]), agent)
        if isinstance(answer, Claim):
            return answer
        if isinstance(answer, Over):
            print("over", flush=True)
            sys.exit(0)
        time.sleep(0.02)
"""

WORK = (
    COMMON
    + """
while True:
    run = claim()
    writer = SpoolWriter(datadir.spool(run.lease.run), run.lease.attempt)
    for epoch in range(3):
        writer.write("row", {"loss": run.number + 1 / (epoch + 1)})
    writer.close()
    scheduler.end(run.lease, Exit(0))
    print(json.dumps([run.number, run.params["a"]]), flush=True)
"""
)

DIE = (
    COMMON
    + """
run = claim()
writer = SpoolWriter(datadir.spool(run.lease.run), run.lease.attempt)
index = 0
while True:
    writer.write("row", {"loss": index})
    print(index, flush=True)
    index += 1
"""
)

RECOVER = """
import sys
from pathlib import Path
from varre.datadir import find
from varre.scheduler import Scheduler
scheduler = Scheduler.open(find(create=False, env={}, cwd=Path(sys.argv[1])))
print("ready", flush=True)
sys.stdin.readline()
print(len(scheduler.recover()), flush=True)
"""

OPEN = """
import sys
from pathlib import Path
from varre.datadir import find
from varre.scheduler import Scheduler
sys.stdin.readline()
datadir = find(create=True, env={}, cwd=Path(sys.argv[1]))
with Scheduler.open(datadir) as scheduler:
    print(len(scheduler.sweeps()), flush=True)
"""


@pytest.fixture
def datadir(tmp_path: Path) -> DataDir:
    return find(create=True, env={}, cwd=tmp_path)


@pytest.fixture
def scheduler(datadir: DataDir) -> Iterator[Scheduler]:
    with Scheduler.open(datadir) as opened:
        yield opened


def grid(scheduler: Scheduler, size: int, **more: object) -> Sweep:
    parameters = {"a": {"values": list(range(size))}}
    return scheduler.create_sweep(
        SweepFile.parse({"method": "grid", "metric": {"name": "loss"}, "parameters": parameters, **more})
    )


@contextmanager
def processes(code: str, count: int, *arguments: str) -> Iterator[list[subprocess.Popen[str]]]:
    with ExitStack() as stack:
        command = [sys.executable, "-c", code, *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        started = [stack.enter_context(subprocess.Popen(command, text=True, **pipes)) for _ in range(count)]
        yield started
        for process in started:
            process.kill()


def test_processes_that_claim_at_once_share_a_grid_without_repeats(
    scheduler: Scheduler, datadir: DataDir, tmp_path: Path
) -> None:
    sweep = grid(scheduler, 30)
    with processes(WORK, 4, str(tmp_path), sweep.key) as workers:
        printed = [worker.communicate()[0].splitlines() for worker in workers]
    assert [lines[-1] for lines in printed] == ["over"] * 4
    done = [json.loads(line) for lines in printed for line in lines[:-1]]
    assert sorted(done) == [[number, number - 1] for number in range(1, 31)]
    runs = scheduler.runs(sweep.key)
    assert Counter(run.state for run in runs) == {RunState.FINISHED: 30}
    assert [run.best for run in runs] == [run.number + 1 / 3 for run in runs if run.number]
    assert {run.rows for run in runs} == {3}
    assert scheduler.sweep(sweep.key).state == SweepState.FINISHED
    assert datadir.spools() == []


def test_processes_that_claim_at_once_share_a_run_cap(scheduler: Scheduler, tmp_path: Path) -> None:
    sweep = grid(scheduler, 1000, method="random", run_cap=15)
    with processes(WORK, 4, str(tmp_path), sweep.key) as workers:
        for worker in workers:
            worker.communicate()
    assert [run.number for run in scheduler.runs(sweep.key)] == list(range(1, 16))
    assert len({run.params["a"] for run in scheduler.runs(sweep.key)}) == 15


def test_no_row_of_a_killed_agent_is_lost_and_its_run_goes_on(scheduler: Scheduler, tmp_path: Path) -> None:
    sweep = grid(scheduler, 1)
    with processes(DIE, 1, str(tmp_path), sweep.key) as (agent,):
        assert agent.stdout is not None
        for _ in range(20):
            agent.stdout.readline()
        agent.send_signal(signal.SIGKILL)
        returned = 20 + len(agent.stdout.read().splitlines())
        agent.wait()
    (run,) = scheduler.recover()
    assert (run.state, run.attempt, run.losses) == (RunState.PREEMPTED, 1, 1)
    losses = [row.values["loss"] for row in scheduler.rows(run.key)]
    assert losses == list(range(len(losses)))
    assert len(losses) >= returned
    with processes(WORK, 1, str(tmp_path), sweep.key) as (agent,):
        agent.communicate()
    (run,) = scheduler.runs(sweep.key)
    assert (run.state, run.attempt, run.rows) == (RunState.FINISHED, 2, 3)
    assert len(list(scheduler.rows(run.key, 1))) == len(losses)


def test_processes_that_recover_at_once_take_each_run_once(scheduler: Scheduler, tmp_path: Path) -> None:
    sweep = grid(scheduler, 6)
    with processes(DIE, 6, str(tmp_path), sweep.key) as agents:
        for agent in agents:
            assert agent.stdout is not None
            agent.stdout.readline()
    with processes(RECOVER, 4, str(tmp_path)) as recoverers:
        for process in recoverers:
            assert process.stdout is not None
            process.stdout.readline()
        for process in recoverers:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        taken = [int(process.communicate()[0]) for process in recoverers]
    taken.append(len(scheduler.recover()))  # what two of them had kept one another from
    assert sum(taken) == 6
    runs = scheduler.runs(sweep.key)
    assert [(run.state, run.losses) for run in runs] == [(RunState.PREEMPTED, 1)] * 6
    for run in runs:
        losses = [row.values["loss"] for row in scheduler.rows(run.key)]
        assert losses == list(range(len(losses)))
        assert losses


def test_processes_that_open_at_once_make_one_store(tmp_path: Path) -> None:
    with processes(OPEN, 6, str(tmp_path)) as openers:
        for process in openers:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        assert [process.communicate()[0] for process in openers] == ["0\n"] * 6
