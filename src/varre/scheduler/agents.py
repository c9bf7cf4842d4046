"""The agents of this host, as their lock files and the store tell of them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from varre.datadir import is_held
from varre.runs import AgentId, AgentStatus, Run
from varre.scheduler.room import Room

__all__ = ["agents"]


def agents(room: Room) -> list[AgentStatus]:
    """Every agent that has a lock file here, with the runs that it has in hand."""
    held: dict[str, list[Run]] = defaultdict(list)
    for run in room.store.runs.running():
        held[run.agent or ""].append(run)
    found = (_status(room, lock, held[lock.stem]) for lock in room.datadir.agent_locks())
    return [status for status in found if status is not None]


def _status(room: Room, lock: Path, runs: list[Run]) -> AgentStatus | None:
    """A living agent is seen now; of a dead one nobody wrote down when it died."""
    alive = is_held(lock)
    try:
        since = lock.stat().st_mtime
    except FileNotFoundError:
        return None  # it went while we looked
    sweeps = tuple(dict.fromkeys(run.sweep for run in runs if run.sweep is not None))
    seen = room.now() if alive else None
    return AgentStatus(AgentId(lock.stem), alive, since, seen, sweeps, tuple(run.key for run in runs))
