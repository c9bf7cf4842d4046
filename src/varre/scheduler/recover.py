"""What dead agents of this host left behind.

The lock file of an agent is the only sign by which its runs are taken from it; of agents that come through a server
only that server can judge, and where none runs, how long nothing was heard of them. Several processes may recover at
once: the locks of the writers keep them apart, and where there are none the run itself does, which can end only once.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Set
from contextlib import ExitStack, contextmanager
from pathlib import Path

from varre import supervisor
from varre.datadir import hold, host_of, is_held, this_host
from varre.datadir.remote import last_heard, remote_agents, remote_mark
from varre.errors import ConflictError, NotFoundError, UsageError
from varre.runs import FINAL, AgentId, Exit, Lease, OrderKind, Run, RunKey
from varre.scheduler.append import heartbeat
from varre.scheduler.delete import purge
from varre.scheduler.ending import end, take_in_all
from varre.scheduler.leftovers import is_quiet, remove_spool
from varre.scheduler.room import Room
from varre.scheduler.sealing import seal_some
from varre.spool import attempt_of, lock_of, writers

__all__ = ["GRACE_S", "recover"]

GRACE_S = 150.0
"""How long agents of other hosts may be silent where no server is there to hear them."""
_LONG_GONE_S = 3600.0


def recover(room: Room) -> list[Run]:
    """End the attempts of dead agents, take in what was logged, and return the runs that this moved.

    What was thrown away too long ago goes for good.
    """
    lost = [run for run in room.store.runs.running() if run.agent and _is_dead(room, run.agent)]
    moved = [run.key for run in lost if _recovered(room, run)]
    _tidy(room)
    seal_some(room)
    purge(room)
    return [room.store.runs.get(key) for key in moved]


def _is_dead(room: Room, agent: AgentId) -> bool:
    """A file that is there and free had a holder on this machine, whatever the machine was called then."""
    lock = room.datadir.agent_lock(agent)
    if lock.exists():
        return not is_held(lock)
    heard = last_heard(room.datadir, agent)
    if heard is not None:
        return not is_held(room.datadir.server_lock) and room.now() - heard > GRACE_S
    return host_of(agent) == this_host()


def _recovered(room: Room, run: Run) -> bool:
    """Whether this process ended the attempt of a run whose agent is dead."""
    folder = room.datadir.spool(run.key)
    supervisor.finish_off(folder)
    if run.agent is None or is_held(folder / f"{run.attempt}.supervisor.lock"):
        return False
    lease = Lease(run.key, run.attempt, run.agent)
    try:
        with _writers_held(folder, run.attempt):
            take_in_all(room, lease)
            return end(room, lease, _exit(room, lease, folder))[1]
    except ConflictError:
        return False  # another process is at it, or was faster


@contextmanager
def _writers_held(folder: Path, attempt: int | None = None) -> Iterator[None]:
    with ExitStack() as stack:
        for writer in writers(folder, attempt):
            stack.callback(hold(lock_of(folder, writer)).release)
        yield


def _exit(room: Room, lease: Lease, folder: Path) -> Exit:
    """How an attempt whose agent died ended.

    Its supervisor's report is the truth, else what a script started by hand said of itself. Without either it is lost.
    """
    try:
        report = json.loads((folder / f"{lease.attempt}.exit").read_text(encoding="utf-8"))
        code, told, signalled = int(report["code"]), bool(report["ordered"]), bool(report["signalled"])
        error = str(report["error"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        finished = room.store.runs.get(lease.run).exit_code
        if finished is not None:
            return Exit(finished)
        return Exit(-signal.SIGKILL, interrupted=True, lost=True, error="its agent was lost")
    # A supervisor cannot tell an order from a Ctrl-C of its agent; the store knows what was ordered.
    ordered = told and heartbeat(room, [lease])[lease].kind == OrderKind.STOP
    return Exit(code, ordered=ordered, interrupted=told or signalled, error=error)


def _tidy(room: Room) -> None:
    for run in room.datadir.spools():
        _tidy_spool(room, run)
    dead = [lock for lock in room.datadir.agent_locks() if not is_held(lock)]
    needed = {room.datadir.agent_lock(run.agent) for run in room.store.runs.running() if run.agent}
    for lock in dead:
        if lock not in needed:
            lock.unlink(missing_ok=True)
    _tidy_remote(room, {run.agent for run in room.store.runs.running()})


def _tidy_remote(room: Room, needed: Set[AgentId | None]) -> None:
    for agent in remote_agents(room.datadir):
        if agent not in needed and room.now() - (last_heard(room.datadir, agent) or 0.0) > _LONG_GONE_S:
            remote_mark(room.datadir, agent).unlink(missing_ok=True)


def _tidy_spool(room: Room, key: RunKey) -> None:
    """Take in what came after the end of a run, from a process that outlived it, and remove the folder."""
    try:
        folder, run = room.datadir.spool(key), room.store.runs.get(key)
    except (NotFoundError, UsageError):
        return  # not ours to judge
    if run.state not in FINAL or run.agent is None or not is_quiet(folder):
        return
    try:
        with _writers_held(folder):
            for attempt in sorted({attempt_of(writer) for writer in writers(folder)}):
                take_in_all(room, Lease(key, attempt, run.agent))
    except ConflictError:
        return
    remove_spool(folder)
