"""Agents of a server, and what may happen between them: the server dies, the network parts, the agent dies."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from varre.client import Address, Client
from varre.datadir import DataDir, is_held, new_agent_id
from varre.runs import Claim, Exit, Run, RunState, StopReason, Sweep
from varre.scheduler import Scheduler
from varre.sweepfile import SweepFile

Serve = Callable[..., AbstractContextManager[Address]]

TOKEN = "a-token-for-tests-only"
ROWS = 40
SCRIPT = f"""
import time
from pathlib import Path
import varre

run = varre.init()
print("begun", flush=True)
for row in range({ROWS}):
    run.log({{"loss": float(row)}})
    while row >= 10 and not Path("go on").exists():
        time.sleep(0.05)
run.finish()
"""
SERVER = """
import sys, time
from pathlib import Path
from varre.datadir import DataDir
from varre.scheduler import Scheduler
from varre.server.serving import served
from varre.server.settings import Settings
from varre.server.sockets import listen

datadir = DataDir(Path(sys.argv[1]))
settings, listener = Settings(sys.argv[3]), listen("127.0.0.1", int(sys.argv[2]))
with Scheduler.open(datadir) as scheduler, served(scheduler, datadir, settings, listener):
    print("up", flush=True)
    time.sleep(600)
"""


class Link:
    """A network between agents and a server, which can be cut, or take everything and say nothing."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: set[socket.socket] = set()
        self._cut = False
        self._speaks = threading.Event()
        self._speaks.set()
        self.swallowed = b""
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and let none in."""
        self._cut = True
        for end in list(self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def heal(self) -> None:
        self._cut = False
        self._speaks.set()

    def hush(self) -> None:
        """Keep every connection and pass nothing on until it is healed; ``swallowed`` is what was said meanwhile."""
        self._speaks.clear()

    def close(self) -> None:
        self._speaks.set()
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                if self._cut:
                    here.close()
                    continue
                there = socket.create_connection(("127.0.0.1", self._port))
                self._ends |= {here, there}
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError), source:
            while data := source.recv(1 << 16):
                if not self._speaks.is_set():
                    self.swallowed += data
                    self._speaks.wait()
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)
        self._ends.discard(source)


@dataclass
class Site:
    """A server's data directory with a sweep of one run, and another folder where agents work."""

    scheduler: Scheduler
    datadir: DataDir
    sweep: Sweep
    away: Path

    def agent(self, port: int, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", "from varre.cli import main; main()", "agent"]
        arguments = ["--server", f"http://127.0.0.1:{port}", *options, self.sweep.id]
        return subprocess.Popen(
            [*command, *arguments],
            cwd=self.away,
            env={**os.environ, "VARRE_TOKEN": TOKEN, "VARRE_AGENT_KILL_DELAY": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def go_on(self) -> None:
        """Let the script, which stops after eleven rows, log the rest."""
        (self.away / "go on").touch()

    @property
    def run(self) -> Run:
        (run,) = self.scheduler.runs(self.sweep.key)
        return run

    def losses(self, attempt: int | None = None) -> list[object]:
        return [row.values["loss"] for row in self.scheduler.rows(self.run.key, attempt)]

    def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(1200):
            if holds():
                return
            time.sleep(0.05)
        raise AssertionError("it never came to that")

    def until_under_way(self) -> None:
        self.until(lambda: bool(self.scheduler.runs(self.sweep.key)) and self.run.rows == 11)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    home, away = tmp_path / "home", tmp_path / "away"
    (home / ".varre").mkdir(mode=0o700, parents=True)
    away.mkdir()
    (away / "train.py").write_text(SCRIPT)
    file = {"program": "train.py", "method": "grid", "metric": {"name": "loss"}, "parameters": {"a": {"values": [1]}}}
    datadir = DataDir(home / ".varre")
    with Scheduler.open(datadir) as scheduler:
        sweep = scheduler.create_sweep(SweepFile.parse(file), directory=home)
        yield Site(scheduler, datadir, sweep, away)


@pytest.fixture
def link(site: Site, serve: Serve) -> Iterator[Link]:
    """Leases of a second, and a network that can be cut."""
    with serve(site.scheduler, site.datadir, lease_s=1.0) as address:
        link = Link(address.port)
        yield link
        link.close()


def ended(agent: subprocess.Popen[str]) -> str:
    output, _ = agent.communicate(timeout=120)
    assert agent.returncode == 0, output
    return output


# -- the server dies -------------------------------------------------------------------------------------------------


def server(site: Site, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SERVER, str(site.datadir.path), str(port), TOKEN]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert started.stdout
    assert started.stdout.readline() == "up\n"
    return started


def test_a_server_that_is_killed_and_started_again_loses_nothing(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    first = server(site, port)
    agent = site.agent(port)
    try:
        site.until_under_way()
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    site.go_on()
    time.sleep(1.0)  # the script logs its rest and ends while there is no server
    second = server(site, port)
    try:
        ended(agent)
    finally:
        second.kill()
        second.wait()
    assert (site.run.state, site.run.attempt, site.run.losses) == (RunState.FINISHED, 1, 0)
    assert site.losses() == [float(row) for row in range(ROWS)]
    assert site.run.skipped == 0


# -- the network parts -----------------------------------------------------------------------------------------------


def test_a_run_that_nobody_took_goes_on_after_a_partition(site: Site, link: Link) -> None:
    agent = site.agent(link.port)
    site.until_under_way()
    link.cut()
    site.until(lambda: site.run.state is RunState.PREEMPTED)
    assert site.run.losses == 1
    link.heal()
    site.until(lambda: site.run.state is RunState.RUNNING)
    site.go_on()
    ended(agent)
    assert (site.run.state, site.run.attempt, site.run.losses) == (RunState.FINISHED, 1, 0)
    assert site.losses() == [float(row) for row in range(ROWS)]


def test_a_run_that_ended_during_a_partition_has_ended(site: Site, link: Link) -> None:
    agent = site.agent(link.port)
    site.until_under_way()
    link.cut()
    site.go_on()
    site.until(lambda: site.run.state is RunState.PREEMPTED)
    link.heal()
    ended(agent)
    assert (site.run.state, site.run.attempt) == (RunState.FINISHED, 1)
    assert len(site.losses()) == ROWS


def test_a_claim_that_a_silent_network_swallows_keeps_an_agent_from_nothing(site: Site, link: Link) -> None:
    agent = site.agent(link.port, "--slots", "2")
    site.until_under_way()
    link.hush()
    site.until(lambda: b"/claim" in link.swallowed)  # for the second slot; it would be waited for for two minutes
    agent.send_signal(signal.SIGTERM)
    output, _ = agent.communicate(timeout=100)
    assert agent.returncode == 143, output
    assert not any(is_held(lock) for lock in supervisors(site)), "its run was ended"
    link.heal()
    site.until(lambda: site.run.state is RunState.PREEMPTED)
    site.go_on()
    ended(site.agent(link.port))
    assert site.run.state is RunState.FINISHED
    assert site.losses() == [float(row) for row in range(ROWS)]
    assert site.losses(attempt=1) == [float(row) for row in range(11)]


def test_an_agent_whose_run_was_taken_lets_go_and_its_rows_are_kept(site: Site, link: Link, serve: Serve) -> None:
    agent = site.agent(link.port)
    site.until_under_way()
    link.cut()
    site.until(lambda: site.run.state is RunState.PREEMPTED)
    other = new_agent_id()
    with serve(site.scheduler, site.datadir, lease_s=600.0) as address, Client(address) as client:
        claim = client.claim(site.sweep.key, other)
        assert isinstance(claim, Claim)
        assert claim.lease.attempt == 2
        line = b'{"t":0,"r":0,"k":"row","d":{"loss":77.0},"step":null,"commit":true}\n'
        client.append(claim.lease, "2.100-00000000", 0, line)
        link.heal()
        site.until(lambda: supervisors(site) == [])  # it was told, and killed its own
        assert client.end(claim.lease, Exit(0)) is RunState.FINISHED
        output, _ = agent.communicate(timeout=120)
        assert agent.returncode == 1, output  # none of its runs has finished
    assert "is no longer this agent's" in output
    assert site.losses(attempt=1) == [float(row) for row in range(11)]
    assert site.losses() == [77.0]
    assert (site.run.state, site.run.attempt) == (RunState.FINISHED, 2)


def supervisors(site: Site) -> list[Path]:
    return list((site.away / ".varre" / "spool").glob("*/*.supervisor.lock"))


# -- the agent dies --------------------------------------------------------------------------------------------------


def test_what_a_dead_agent_left_is_handed_on_by_the_next(site: Site, link: Link) -> None:
    first = site.agent(link.port)
    site.until_under_way()
    link.cut()
    first.send_signal(signal.SIGKILL)
    first.wait()
    spool = site.away / ".varre" / "spool" / site.run.key
    for file in spool.glob("*.0.jsonl"):
        if '"row"' in file.read_text():
            with file.open("a") as late:  # logged, and handed on by nobody
                late.write('{"t":0,"r":0,"k":"row","d":{"loss":99.0},"step":null,"commit":true}\n')
    site.until(lambda: site.run.state is RunState.PREEMPTED)
    link.heal()
    site.go_on()
    output = ended(site.agent(link.port))
    assert "what a dead agent left has been handed on" in output
    assert site.losses(attempt=1) == [*(float(row) for row in range(11)), 99.0]
    assert (site.run.state, site.run.attempt, site.run.losses) == (RunState.FINISHED, 2, 1)
    assert site.losses() == [float(row) for row in range(ROWS)]
    assert list((site.away / ".varre" / "spool").iterdir()) == []


# -- orders ----------------------------------------------------------------------------------------------------------


def test_a_person_stops_a_run_of_another_host(site: Site, link: Link) -> None:
    agent = site.agent(link.port)
    site.until_under_way()
    site.scheduler.stop_run(site.run.key, StopReason("person"))
    output, _ = agent.communicate(timeout=120)
    assert "stopped by hand" in output
    assert site.run.state is RunState.STOPPED


def test_an_order_does_not_wait_for_the_next_heartbeat(site: Site, serve: Serve) -> None:
    """Of two beats that wait at the server, the one with an order comes back while the other still waits."""
    file = SweepFile.parse({"method": "grid", "parameters": {"a": {"values": [1, 2]}}})
    sweep = site.scheduler.create_sweep(file)
    with serve(site.scheduler, site.datadir) as address, Client(address) as calls:
        patient, told = (calls.claim(sweep.key, new_agent_id()) for _ in range(2))
        assert isinstance(patient, Claim)
        assert isinstance(told, Claim)
        back: list[Claim] = []
        beats = [threading.Thread(target=beat, args=(address, claim, back)) for claim in (patient, told)]
        for thread in beats:
            thread.start()
        site.scheduler.stop_run(told.lease.run, StopReason("person"))
        for thread in beats:
            thread.join()
        assert back == [told, patient]


def beat(address: Address, claim: Claim, back: list[Claim]) -> None:
    with Client(address) as client:
        client.heartbeat([claim.lease], wait_s=10.0)
        back.append(claim)
