"""Stand between an agent and one training process, and end the whole tree when it must.

A script of its own, started by the agent for each attempt of a run; the standard library only, so that it is up in a
few milliseconds and nothing that a user installs can break it:

    python -I -S supervisor.py AGENT_PID SPOOL_FOLDER ATTEMPT CONSOLE KILL_DELAY COMMAND [ARGUMENT ...]

Its standard input is a pipe held by the agent. A byte ``T`` orders the run to stop (TERM, and KILL after the kill
delay), ``K`` to end at once, and end of file means that the agent died: TERM, three seconds, KILL, for the whole tree.
It is a subreaper: what daemonises or outlives its parent lands here and is ended too. When the tree is gone it writes
``<attempt>.exit`` and ends; its standard output is a pipe whose end of file tells the agent so. While it lives it
holds a lock on ``<attempt>.supervisor.lock``; ``<attempt>.processes`` says whom to end if it cannot do so itself.

Imported, it gives `finish_off`, which ends what a supervisor left, and the few process functions of the agent. Without
Linux's subreaper (macOS) a process that daemonises is out of reach; all else works.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

__all__ = ["Process", "descendants", "finish_off", "identify", "kill_all", "mark_as_subreaper", "send", "table"]

GRACE_S = 3.0
"""Between TERM and KILL, where nobody asked the run to stop: its agent died, or it left processes behind."""
PATIENCE_S = 10.0
"""How long to go on killing what does not die: a process inside a broken driver cannot be ended by anyone."""
LOOK_S = 0.05
"""Between two rounds of killing; each round finds what was forked since the last."""

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


# -- processes ---------------------------------------------------------------------------------------------------


class Process(NamedTuple):
    """A process that cannot be mistaken for a later one with the same number: its id and when it began."""

    pid: int
    start: str


class Status(NamedTuple):
    """What is known of a process of this machine."""

    process: Process
    parent: int
    state: str

    @property
    def lives(self) -> bool:
        """Whether it still can do anything; a zombie waits for its parent and holds no resources."""
        return self.state[:1] not in "ZX"


def table() -> dict[int, Status]:
    """All processes that can be seen, by id."""
    if not os.path.exists("/proc/self/stat"):  # noqa: PTH110 - pathlib's own cost would be paid for each process
        return {status.process.pid: status for status in _from_ps()}
    found = (_status(int(name)) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208 - as above
    return {status.process.pid: status for status in found if status}


def _status(pid: int) -> Status | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123 - as above
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return Status(Process(pid, fields[19].decode()), int(fields[1]), fields[0].decode())


def _from_ps() -> Iterator[Status]:
    command = ["ps", "-A", "-o", "pid=,ppid=,stat=,lstart="]
    for line in subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines():
        pid, parent, state, start = line.split(None, 3)
        yield Status(Process(int(pid), start.strip()), int(parent), state)


def identify(pid: int) -> Process | None:
    """The process that has this id now, or ``None``."""
    status = _status(pid) if os.path.exists("/proc/self/stat") else table().get(pid)  # noqa: PTH110
    return status.process if status else None


def descendants(roots: Collection[int], every: dict[int, Status] | None = None) -> list[Process]:
    """All living processes below ``roots``, the roots themselves not among them; parents before children.

    ``every`` is a `table` that has been made already.
    """
    children: dict[int, list[Status]] = {}
    for status in (table() if every is None else every).values():
        children.setdefault(status.parent, []).append(status)
    found: list[Process] = []
    waiting = list(roots)
    while waiting:
        for status in children.get(waiting.pop(), ()):
            waiting.append(status.process.pid)
            if status.lives:
                found.append(status.process)
    return found


def send(process: Process, number: int) -> None:
    """Send a signal to this very process, never to another that got its id since; nothing if it is gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if not hasattr(os, "pidfd_open"):
            if identify(process.pid) == process:
                os.kill(process.pid, number)
            return
        descriptor = os.pidfd_open(process.pid)
        try:
            if identify(process.pid) == process:
                signal.pidfd_send_signal(descriptor, number)
        finally:
            os.close(descriptor)


def terminate(process: Process) -> None:
    """Ask a process to end; one that is stopped is woken to hear it."""
    send(process, signal.SIGTERM)
    send(process, signal.SIGCONT)


def kill_all(find: Callable[[], Collection[Process]]) -> None:
    """Kill what ``find`` finds, again and again, until it finds nothing more."""
    give_up = time.monotonic() + PATIENCE_S
    while (processes := find()) and time.monotonic() < give_up:
        for process in processes:
            send(process, signal.SIGKILL)
        time.sleep(LOOK_S / 5)


def mark_as_subreaper(on: bool = True) -> None:
    """Let orphans among the descendants of this process become its children (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, int(on), 0, 0, 0)


# -- the supervisor ----------------------------------------------------------------------------------------------


class Supervisor:
    """One attempt of one run, from before its process starts until nothing of its tree is left."""

    def __init__(self, agent: int, spool: Path, attempt: int, console: Path, kill_delay: float) -> None:
        self.agent = identify(agent) if agent == os.getppid() else None  # already dead: its number may be another's
        self.spool = spool
        self.attempt = attempt
        self.console = console
        self.kill_delay = kill_delay
        self.lead: Process | None = None
        self.code: int | None = None
        self.error = ""
        self.ordered = False
        self.signalled = False
        self.agent_died = False
        self.tree_told = False
        self.empty = False
        self.kill_at = float("inf")
        self.selector = selectors.DefaultSelector()

    def run(self, command: list[str]) -> None:
        """Start ``command``, see it through and write down how it ended."""
        lock = self._take_lock()
        mark_as_subreaper()
        self._listen()
        self._start(command)
        while not self.empty and time.monotonic() < self.kill_at + PATIENCE_S:
            self._wait()
            self._reap()
            self._press()
        self._report()
        os.close(lock)

    def _take_lock(self) -> int:
        """The lock appears under its name only when it is held: nobody can see it free before that."""
        path = self.spool / f"{self.attempt}.supervisor.lock"
        passing = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(passing, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        passing.rename(path)
        return descriptor

    def _listen(self) -> None:
        """Orders, signals and the agent's death all arrive at one place."""
        receiver, sender = os.pipe()
        os.set_blocking(receiver, False)
        os.set_blocking(sender, False)
        signal.set_wakeup_fd(sender, warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: None)  # not SIG_IGN, which the child would inherit
        self.selector.register(receiver, selectors.EVENT_READ, self._hear_signals)
        self.selector.register(0, selectors.EVENT_READ, self._hear_orders)
        if self.agent and hasattr(os, "pidfd_open"):  # what the agent forked may hold the pipe open after its death
            self.selector.register(os.pidfd_open(self.agent.pid), selectors.EVENT_READ, self._lose_agent)

    def _start(self, command: list[str]) -> None:
        self._record()
        with self.console.open("ab") as output:
            try:
                child = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    preexec_fn=_die_with_parent(),
                )
            except OSError as error:
                self.error = f"cannot start {command[0]}: {error.strerror}"
                self.code = 127
                self.empty = True
                output.write(f"varre: {self.error}\n".encode())
                return
        child.returncode = 0  # reaped below with everything else; without this Popen would complain
        self.lead = identify(child.pid)
        self._record()

    def _record(self) -> None:
        record = {
            "boot": _boot(),
            "agent": self.agent,
            "supervisor": identify(os.getpid()),
            "lead": self.lead,
        }
        _write(self.spool / f"{self.attempt}.processes", record)

    # what comes in

    def _wait(self) -> None:
        pause = max(LOOK_S, self.kill_at - time.monotonic())
        for key, _ in self.selector.select(None if pause == float("inf") else pause):
            key.data(key.fd)

    def _hear_signals(self, descriptor: int) -> None:
        if set(os.read(descriptor, 4096)) - {signal.SIGCHLD}:
            self.signalled = True
            self._stop()

    def _hear_orders(self, descriptor: int) -> None:
        orders = os.read(descriptor, 4096)
        if not orders:
            self._lose_agent(descriptor)
        if b"T" in orders:
            self.ordered = True
            self._stop()
        if b"K" in orders:
            self.ordered = True
            self.kill_at = time.monotonic()

    def _lose_agent(self, descriptor: int) -> None:
        self.selector.unregister(descriptor)
        self.agent_died = True
        self._tell_tree()

    def _reap(self) -> None:
        """Take leave of every child that ended; as a subreaper, childless means that the whole tree is gone."""
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if self.lead and pid == self.lead.pid:
                    self.code = os.waitstatus_to_exitcode(status)
        self.empty = True

    # what goes out

    def _stop(self) -> None:
        """TERM for the first process only: it knows how to end its own helpers, and may need them until then."""
        if self.lead and self.code is None:
            terminate(self.lead)
        self.kill_at = min(self.kill_at, time.monotonic() + self.kill_delay)

    def _tell_tree(self) -> None:
        self.tree_told = True
        for process in descendants([os.getpid()]):
            terminate(process)
        self.kill_at = min(self.kill_at, time.monotonic() + GRACE_S)

    def _press(self) -> None:
        if self.code is not None and not self.empty and not self.tree_told:
            self._tell_tree()
        if time.monotonic() >= self.kill_at:
            for process in descendants([os.getpid()]):
                send(process, signal.SIGKILL)

    def _report(self) -> None:
        """Say how the run ended, unless it ended only because its agent died: then the attempt is lost, not over."""
        if self.code == 0 or self.ordered or self.signalled or not self.agent_died:
            code = -signal.SIGKILL if self.code is None else self.code
            report = {"code": code, "ordered": self.ordered, "signalled": self.signalled, "error": self.error}
            _write(self.spool / f"{self.attempt}.exit", report)
        (self.spool / f"{self.attempt}.processes").unlink(missing_ok=True)


def _die_with_parent() -> Callable[[], None] | None:
    """Beyond the promise: if supervisor and agent are killed in one blow, the kernel ends the first process too."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork: after it as little as possible

    def die_with_parent() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    return die_with_parent


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _write(path: Path, value: object) -> None:
    passing = path.with_suffix(f"{path.suffix}.{os.getpid()}")
    passing.write_text(json.dumps(value))
    passing.replace(path)


# -- what a supervisor left --------------------------------------------------------------------------------------


def finish_off(spool_dir: Path, attempt: int | None = None) -> None:
    """End every process that still belongs to the run of this spool folder; call it when the run's agent is dead.

    A supervisor that is at work is given the time it needs. One that is stopped (SIGSTOP) is used as it stands: its
    orphans cannot leave it, so its tree is killed first and it last. Returns when nothing is left.

    What a living agent looks after is spared: it may have started the next attempt meanwhile. Only an ``attempt`` that
    is named is ended in any case, and nothing else then.
    """

    def concerned(each: str) -> bool:
        return each == str(attempt) if attempt is not None else not _is_looked_after(spool_dir, each)

    for path in spool_dir.glob("*.processes"):
        if concerned(path.stem):
            _finish(path)
    kill_all(lambda: _marked(spool_dir, concerned))


def _is_looked_after(spool_dir: Path, attempt: str) -> bool:
    record = _read_record(spool_dir / f"{attempt}.processes")
    agent = record.get("agent")
    return agent is not None and bool(_if_alive(agent))


def _read_record(path: Path) -> dict[str, Process]:
    """The processes that a supervisor wrote down; none if it is done, or did so before this machine was started."""
    try:
        record = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    if record.pop("boot") != _boot():
        return {}
    return {role: Process(*process) for role, process in record.items() if process}


def _finish(path: Path) -> None:
    record = _read_record(path)
    if "supervisor" in record:
        _wait_for(record["supervisor"])
    for role in ("supervisor", "lead"):
        if role in record:
            kill_all(partial(_below, record[role]))
            kill_all(partial(_if_alive, record[role]))
    path.unlink(missing_ok=True)


def _wait_for(supervisor: Process) -> None:
    until = time.monotonic() + GRACE_S + 1
    while time.monotonic() < until:
        status = table().get(supervisor.pid)
        if status is None or status.process != supervisor or status.state[:1] in "TtZX":
            return
        time.sleep(LOOK_S)


def _below(process: Process) -> list[Process]:
    return descendants([process.pid]) if identify(process.pid) == process else []


def _if_alive(process: Process) -> list[Process]:
    status = table().get(process.pid)
    return [process] if status and status.process == process and status.lives else []


def _marked(spool_dir: Path, concerned: Callable[[str], bool]) -> list[Process]:
    """Processes whose environment says that they belong to this run, found wherever they went."""
    every = table()
    spared = set(_ancestry(every))
    candidates = (status.process for pid, status in every.items() if pid not in spared and status.lives)
    attempts = ((process, _attempt_of(process.pid, spool_dir)) for process in candidates)
    return [process for process, attempt in attempts if attempt and concerned(attempt)]


def _ancestry(every: dict[int, Status]) -> Iterator[int]:
    pid = os.getpid()
    while pid in every:
        yield pid
        pid = every[pid].parent


def _attempt_of(pid: int, spool_dir: Path) -> str:
    """The attempt of this run that a process belongs to, or nothing."""
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return ""
    values = {name: value for name, _, value in (os.fsdecode(entry).partition("=") for entry in environment)}
    if values.get("VARRE_RUN") != spool_dir.name or "VARRE_DIR" not in values:
        return ""
    if Path(values["VARRE_DIR"], "spool", spool_dir.name).resolve() != spool_dir.resolve():
        return ""
    return values.get("VARRE_ATTEMPT", "")


def main(arguments: list[str]) -> None:
    """Supervise the command that the arguments name."""
    agent, spool, attempt, console, kill_delay, *command = arguments
    Supervisor(int(agent), Path(spool), int(attempt), Path(console), float(kill_delay)).run(command)


if __name__ == "__main__":
    main(sys.argv[1:])
