"""What is left of runs and their processes when agent, supervisor or everything is killed, stopped or interrupted.

Agents here are real processes on a real store. Every process that a training program becomes or starts notes its id in
a file, so that one which left its session, its parent and its environment behind is found all the same.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from varre import supervisor
from varre.datadir import DataDir
from varre.runs import RunState, StopReason, Sweep
from varre.scheduler import Scheduler
from varre.sweepfile import SweepFile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's subreaper and /proc")

GONE_WITHIN_S = 5.0
"""The promise: so long after the death of an agent no process of its runs is alive."""
HANG_S = 60.0

AGENT = """
import sys
from pathlib import Path
from varre.datadir import DataDir
from varre.scheduler import Scheduler
from varre.worker import Agent
datadir = DataDir(Path(sys.argv[1]))
with Scheduler.open(datadir) as scheduler:
    scheduler.recover()
    Agent(scheduler, datadir, sys.argv[2], slots=int(sys.argv[3])).run()
"""

PRELUDE = """
import os, pathlib, signal, subprocess, sys, time
from varre.spool import SpoolWriter

def write(name, text):
    descriptor = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(descriptor, text.encode() + b"\\n")
    os.close(descriptor)

def note():
    write("pids", str(os.getpid()))

def ready():
    write("ready", os.environ["VARRE_ATTEMPT"])

attempt = int(os.environ["VARRE_ATTEMPT"])
run = os.environ["VARRE_RUN"]
note()
"""

IGNORING_TREE = """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for _ in range(2):
    if os.fork() == 0:
        note()
ready()
time.sleep(60)
"""
DAEMON = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        note()
        ready()
        time.sleep(60)
    os._exit(0)
time.sleep(60)
"""
NAMELESS_DAEMON = """
helper = "import os, time; os.setsid(); os.fork() and os._exit(0); open('pids', 'a').write(f'{os.getpid()}\\\\n'); "
helper += "open('ready', 'a').write('1\\\\n'); time.sleep(60)"
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen(["/usr/bin/env", "-i", sys.executable, "-c", helper])
time.sleep(60)
"""
SETSID = """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen(["setsid", sys.executable, "-c", "import time; open('ready', 'a').write('1\\\\n'); time.sleep(60)"])
time.sleep(60)
"""
PLAIN = "ready(); time.sleep(60)"
TREES = {"plain": PLAIN, "deaf": IGNORING_TREE, "daemon": DAEMON, "nameless": NAMELESS_DAEMON, "setsid": SETSID}
HARDEST = [pytest.param(tree, marks=() if tree in ("deaf", "nameless") else pytest.mark.long) for tree in TREES]

LOGGING = """
writer = SpoolWriter(pathlib.Path(os.environ["VARRE_DIR"], "spool", run), attempt)
for epoch in range(40):
    writer.write("row", {"loss": 1 / (epoch + 1), "epoch": epoch})
    write(f"logged.{run}.{attempt}", str(epoch))
    ready()
    time.sleep(0.01)
"""
"""Notes each row after `write` has returned: all of these must be found again, whatever is killed."""


class Ground:
    """A data directory with one sweep, its program, and the agents that work on it."""

    def __init__(self, folder: Path, scheduler: Scheduler, datadir: DataDir) -> None:
        self.folder = folder
        self.scheduler = scheduler
        self.datadir = datadir
        self.agents: list[subprocess.Popen[bytes]] = []

    def sweep(self, program: str, runs: int = 1) -> Sweep:
        (self.folder / "train.py").write_text(PRELUDE + textwrap.dedent(program))
        parameters = {"seed": {"values": list(range(runs))}}
        metric = {"name": "loss", "goal": "minimize"}
        raw = {"program": "train.py", "method": "grid", "metric": metric, "parameters": parameters, "max_retries": 50}
        return self.scheduler.create_sweep(SweepFile.parse(raw), directory=self.folder)

    def agent(self, sweep: Sweep, slots: int = 1, kill_delay: float = 20) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "VARRE_AGENT_DISABLE_FLAPPING": "true",
            "VARRE_AGENT_KILL_DELAY": str(kill_delay),
        }
        command = [sys.executable, "-c", AGENT, str(self.datadir.path), sweep.key, str(slots)]
        self.agents.append(subprocess.Popen(command, cwd=self.folder, env=environment, start_new_session=True))
        return self.agents[-1]

    def until_ready(self, times: int = 1) -> None:
        path = self.folder / "ready"
        until(lambda: path.exists() and len(path.read_text().split()) >= times)

    def noted(self) -> set[int]:
        path = self.folder / "pids"
        return {int(pid) for pid in path.read_text().split()} if path.exists() else set()

    def supervisors(self) -> list[int]:
        return [pid for pid in self.processes() if b"supervisor.py" in _read(pid, "cmdline")]

    def processes(self) -> list[int]:
        """All living processes of the runs: those that noted themselves, and those with the marks of this place."""
        mark = f"VARRE_DIR={self.datadir.path}".encode()
        noted = self.noted()
        every = supervisor.table().items()
        return [p for p, s in every if s.lives and (p in noted or mark in _read(p, "environ").split(b"\0"))]

    def states(self, sweep: Sweep) -> list[RunState]:
        return [run.state for run in self.scheduler.runs(sweep.key)]

    def check_rows(self, sweep: Sweep) -> None:
        """Every row for which `write` returned is there, in every attempt."""
        for run in self.scheduler.runs(sweep.key):
            for attempt in range(1, run.attempt + 1):
                path = self.folder / f"logged.{run.key}.{attempt}"
                logged = [int(line) for line in path.read_text().split()] if path.exists() else []
                kept = [row.values["epoch"] for row in self.scheduler.rows(run.key, attempt)]
                assert kept == list(range(len(kept)))
                assert len(kept) >= len(logged)

    def close(self) -> None:
        for agent in self.agents:
            agent.kill()
            agent.wait()
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def until(holds: Callable[[], bool], seconds: float = HANG_S) -> None:
    """Wait for something to become true."""
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up, "it never happened"
        time.sleep(0.02)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    folder = tmp_path / ".varre"
    folder.mkdir(mode=0o700)
    datadir = DataDir(folder)
    with Scheduler.open(datadir) as scheduler:
        ground = Ground(tmp_path, scheduler, datadir)
        yield ground
        ground.close()


def kill(*pids: int, number: int = signal.SIGKILL) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


# -- kill -9 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tree", TREES)
def test_a_killed_agent_leaves_no_process(ground: Ground, tree: str) -> None:
    sweep = ground.sweep(TREES[tree])
    agent = ground.agent(sweep)
    ground.until_ready()
    assert len(ground.processes()) >= 2
    agent.kill()
    until(lambda: not ground.processes(), GONE_WITHIN_S)
    ground.scheduler.recover()
    assert ground.states(sweep) == [RunState.PREEMPTED]
    assert [run.losses for run in ground.scheduler.runs(sweep.key)] == [1]


@pytest.mark.parametrize("tree", HARDEST)
def test_a_killed_supervisor_leaves_no_process_and_the_run_is_tried_again(ground: Ground, tree: str) -> None:
    """The agent that sees it lives: it ends what was left and takes the run from the queue again."""
    once = f"if attempt > 1:\n    sys.exit(0)\n{TREES[tree]}"
    sweep = ground.sweep(once)
    agent = ground.agent(sweep)
    ground.until_ready()
    kill(*ground.supervisors())
    assert agent.wait(HANG_S) == 0
    assert ground.processes() == []
    (run,) = ground.scheduler.runs(sweep.key)
    assert (run.state, run.attempt, run.losses) == (RunState.FINISHED, 2, 1)


@pytest.mark.parametrize("tree", HARDEST)
def test_what_outlives_agent_and_supervisor_is_ended_by_the_next_look(ground: Ground, tree: str) -> None:
    sweep = ground.sweep(TREES[tree])
    agent = ground.agent(sweep)
    ground.until_ready()
    kill(agent.pid, *ground.supervisors())
    agent.wait()
    ground.scheduler.recover()
    assert ground.states(sweep) == [RunState.PREEMPTED]
    if tree != "nameless":  # without parents, session and environment nothing ties a process to its run
        assert ground.processes() == []


def test_after_a_kill_of_everything_no_row_is_lost_and_no_configuration_repeated(ground: Ground) -> None:
    sweep = ground.sweep(LOGGING, runs=3)
    agent = ground.agent(sweep, slots=2)
    ground.until_ready(20)
    kill(agent.pid, *ground.processes())
    agent.wait()
    assert ground.agent(sweep, slots=2).wait(HANG_S) == 0
    assert ground.states(sweep) == [RunState.FINISHED] * 3
    assert sorted(int(str(run.params["seed"])) for run in ground.scheduler.runs(sweep.key)) == [0, 1, 2]
    ground.check_rows(sweep)


# -- SIGSTOP -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tree", HARDEST)
def test_what_a_stopped_supervisor_keeps_is_ended_by_the_next_look(ground: Ground, tree: str) -> None:
    """A stopped supervisor cannot hear that its agent died; its orphans cannot leave it either."""
    sweep = ground.sweep(TREES[tree])
    agent = ground.agent(sweep)
    ground.until_ready()
    kill(*ground.supervisors(), number=signal.SIGSTOP)
    agent.kill()
    agent.wait()
    assert ground.processes()
    ground.scheduler.recover()
    assert ground.processes() == []
    assert ground.states(sweep) == [RunState.PREEMPTED]


def test_a_stopped_supervisor_does_not_keep_a_run_from_being_stopped(ground: Ground) -> None:
    sweep = ground.sweep(IGNORING_TREE)
    agent = ground.agent(sweep, kill_delay=0)
    ground.until_ready()
    kill(*ground.supervisors(), number=signal.SIGSTOP)
    (run,) = ground.scheduler.runs(sweep.key)
    ground.scheduler.stop_run(run.key, StopReason("person"))
    assert agent.wait(HANG_S) == 0
    assert ground.processes() == []
    assert ground.states(sweep) == [RunState.STOPPED]


# -- interrupts ----------------------------------------------------------------------------------------------------

FINISHES_WHEN_TOLD = """
ready()
while not pathlib.Path("go").exists():
    time.sleep(0.01)
"""


def test_the_first_ctrl_c_reaches_no_program_and_lets_it_finish(ground: Ground) -> None:
    """A terminal sends SIGINT to the whole foreground group: the programs must not be in it."""
    sweep = ground.sweep(FINISHES_WHEN_TOLD, runs=2)
    agent = ground.agent(sweep)
    ground.until_ready()
    os.killpg(agent.pid, signal.SIGINT)
    (ground.folder / "go").touch()
    assert agent.wait(HANG_S) == 0
    assert ground.states(sweep) == [RunState.FINISHED]


@pytest.mark.parametrize(
    ("signals", "tree"),
    [
        ([signal.SIGINT, signal.SIGINT], PLAIN),
        ([signal.SIGTERM], PLAIN),
        ([signal.SIGINT, signal.SIGINT, signal.SIGINT], IGNORING_TREE),
        ([signal.SIGTERM, signal.SIGINT], IGNORING_TREE),
    ],
    ids=["two Ctrl-C", "SIGTERM", "three Ctrl-C", "SIGTERM and Ctrl-C"],
)
def test_an_interrupted_run_goes_back_to_the_queue_and_costs_no_retry(
    ground: Ground, signals: list[signal.Signals], tree: str
) -> None:
    sweep = ground.sweep(f"if attempt > 1:\n    sys.exit(0)\n{tree}")
    agent = ground.agent(sweep)
    ground.until_ready()
    for number in signals:
        os.killpg(agent.pid, number)
        time.sleep(0.05)  # two of a kind at once are one to the kernel
    assert agent.wait(HANG_S) == 0
    assert ground.processes() == []
    assert ground.states(sweep) == [RunState.PREEMPTED]
    assert ground.agent(sweep).wait(HANG_S) == 0
    (run,) = ground.scheduler.runs(sweep.key)
    assert (run.state, run.attempt, run.losses) == (RunState.FINISHED, 2, 0)


def test_a_signal_to_the_supervisor_is_an_interruption_and_not_a_failure(ground: Ground) -> None:
    """A cluster that takes a job away signals every process of it, and supervisors may hear it first."""
    sweep = ground.sweep(f"if attempt > 1:\n    sys.exit(0)\n{PLAIN}")
    agent = ground.agent(sweep)
    ground.until_ready()
    kill(*ground.supervisors(), number=signal.SIGTERM)
    assert agent.wait(HANG_S) == 0
    (run,) = ground.scheduler.runs(sweep.key)
    assert (run.state, run.attempt) == (RunState.FINISHED, 2)


# -- at random -----------------------------------------------------------------------------------------------------


def strike(ground: Ground, agent: subprocess.Popen[bytes], generator: random.Random) -> None:
    """Kill some of the processes at some instant."""
    time.sleep(generator.uniform(0.0, 1.5))
    victims = [agent.pid, *ground.processes()]
    kill(*generator.sample(victims, generator.randint(1, len(victims))))


@pytest.mark.parametrize(
    "rounds", [2, pytest.param(25, marks=[pytest.mark.long, pytest.mark.timeout(900)])], ids=["short", "long"]
)
def test_whatever_is_killed_whenever_every_run_ends_once_with_all_its_rows(ground: Ground, rounds: int) -> None:
    generator = random.Random(rounds)
    sweep = ground.sweep(LOGGING, runs=2 * rounds)
    for _ in range(rounds):
        agent = ground.agent(sweep, slots=2)
        strike(ground, agent, generator)
        agent.kill()
        agent.wait()
        until(lambda: not ground.processes(), GONE_WITHIN_S)
        ground.scheduler.recover()
        assert RunState.RUNNING not in ground.states(sweep)
        ground.check_rows(sweep)
    assert ground.agent(sweep, slots=2).wait(HANG_S * 5) == 0
    assert ground.processes() == []
    runs = ground.scheduler.runs(sweep.key)
    seeds = [run.params["seed"] for run in runs if run.state is RunState.FINISHED]
    assert sorted(map(int, map(str, seeds))) == list(range(2 * rounds))
    ground.check_rows(sweep)
