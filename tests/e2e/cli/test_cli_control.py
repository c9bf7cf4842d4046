"""What pause, resume, stop and cancel, ordered from another terminal, mean to an agent at work: as W&B has it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from varre.datadir import DataDir
from varre.runs import Run, Sweep
from varre.scheduler import Scheduler

HELD = """
import os, time
from pathlib import Path
import varre

with varre.init() as run:
    run.log({"val_loss": 1.0})
    while not Path(os.environ["GATE"]).exists():
        time.sleep(0.02)
    run.log({"val_loss": 0.5})
"""


@dataclass
class Work:
    """A sweep of four runs; each logs a row and then waits until the gate is open. Looked at beside the commands."""

    folder: object
    scheduler: Scheduler
    agents: list[subprocess.Popen[str]]

    def start(self) -> subprocess.Popen[str]:
        """An agent with two slots."""
        gate = str(self.folder.path / "gate")
        agent = self.folder.start("agent", "--slots", "2", self.sweep.id, GATE=gate, VARRE_KILL_DELAY="2")
        self.agents.append(agent)
        return agent

    def open_gate(self) -> None:
        (self.folder.path / "gate").touch()

    def order(self, option: str) -> None:
        changed = self.folder.run("sweep", option, self.sweep.id)
        assert changed.returncode == 0, changed.stderr

    @property
    def sweep(self) -> Sweep:
        return self.scheduler.sweeps()[-1]

    @property
    def runs(self) -> list[Run]:
        return self.scheduler.runs(self.sweep.key)

    @property
    def states(self) -> list[str]:
        return [run.state.value for run in self.runs]

    def until(self, wanted: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 90
        while not wanted():
            assert time.monotonic() < deadline, (self.states, self.sweep)
            time.sleep(0.05)

    def under_way(self) -> None:
        """Wait until two runs have logged their first row."""
        self.until(lambda: [(run.state.value, run.rows) for run in self.runs] == [("running", 1)] * 2)


@pytest.fixture
def work(folder) -> Iterator[Work]:
    folder.write("train.py", HELD)
    assert folder.run("sweep", "sweep.yaml").returncode == 0
    agents: list[subprocess.Popen[str]] = []
    with Scheduler.open(DataDir(folder.path / ".varre")) as scheduler:
        yield Work(folder, scheduler, agents)
    for agent in agents:
        agent.kill()
        agent.communicate()


def test_paused_lets_runs_finish_and_begins_none_until_resumed(work: Work) -> None:
    agent = work.start()
    work.under_way()
    work.order("--pause")
    work.open_gate()
    work.until(lambda: work.states == ["finished", "finished"])
    output = iter(agent.stdout.readline, "")
    assert any("waiting: paused" in line for line in output), "the agent stays, has asked, and got no run"
    assert (work.sweep.state, work.states) == ("paused", ["finished", "finished"])
    work.order("--resume")
    assert agent.wait(timeout=90) == 0
    assert (work.sweep.state, work.sweep.state_reason) == ("finished", "run_cap")
    assert work.states == ["finished"] * 4


def test_stopped_lets_runs_finish_and_begins_none_ever(work: Work) -> None:
    agent = work.start()
    work.under_way()
    work.order("--stop")
    assert (work.sweep.state, work.states) == ("finished", ["running", "running"])
    work.open_gate()
    assert agent.wait(timeout=90) == 0
    assert work.states == ["finished", "finished"]
    assert [run.rows for run in work.runs] == [2, 2]
    assert (work.sweep.state, work.sweep.state_reason) == ("finished", "stopped")


def test_cancelled_ends_the_runs_and_keeps_what_they_logged(work: Work) -> None:
    agent = work.start()
    work.under_way()
    work.order("--cancel")
    assert agent.wait(timeout=90) == 1, "none of its runs has finished"
    assert (work.sweep.state, work.states) == ("canceled", ["canceled", "canceled"])
    assert [(run.rows, run.value) for run in work.runs] == [(1, 1.0), (1, 1.0)]
    assert {run.stop.source for run in work.runs if run.stop} == {"canceled"}


@pytest.mark.parametrize("ending", ["--stop", "--cancel"])
def test_resumed_goes_on_from_any_state(work: Work, ending: str) -> None:
    work.order(ending)
    late = work.start()
    assert late.wait(timeout=90) == 0
    assert work.runs == []
    work.order("--resume")
    work.open_gate()
    assert work.start().wait(timeout=90) == 0
    assert work.states == ["finished"] * 4


def test_what_is_running_is_not_removed_and_what_was_removed_gives_no_run(work: Work) -> None:
    agent = work.start()
    work.under_way()
    refused = work.folder.run("rm", work.sweep.id)
    assert refused.returncode != 0
    assert "under way" in refused.stderr
    work.order("--stop")
    work.open_gate()
    assert agent.wait(timeout=90) == 0
    name = work.sweep.id
    assert work.folder.run("rm", name).returncode == 0
    assert "ran 0 runs; the sweep is over (deleted)" in work.folder.run("agent", name).stdout
    assert work.folder.run("rm", "--undo", name).returncode == 0
    assert work.states == ["finished", "finished"]
