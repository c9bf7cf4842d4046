"""The agents that are known: those of this host by their lock files, those of others by when they were heard of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from varre.datadir import is_held
from varre.datadir.remote import last_heard, remote_agents
from varre.runs import AgentId, AgentStatus, Run
from varre.scheduler.room import Room

__all__ = ["agents"]

_HEARD_S = 60.0


def agents(room: Room) -> list[AgentStatus]:
    """Every agent that has a lock file here, or that a server has heard of, with the runs that it has in hand."""
    held: dict[str, list[Run]] = defaultdict(list)
    for run in room.store.runs.running():
        held[run.agent or ""].append(run)
    locks = room.datadir.agent_locks()
    here = {lock.stem for lock in locks}
    away = [agent for agent in remote_agents(room.datadir) if agent not in here]
    found = [*(_here(room, lock, held[lock.stem]) for lock in locks), *(_away(room, id, held[id]) for id in away)]
    return [status for status in found if status is not None]


def _here(room: Room, lock: Path, runs: Sequence[Run]) -> AgentStatus | None:
    """A living agent is seen now; of a dead one nobody wrote down when it died."""
    alive = is_held(lock)
    try:
        since = lock.stat().st_mtime
    except FileNotFoundError:
        return None  # it went while we looked
    return _status(AgentId(lock.stem), alive, since, room.now() if alive else None, runs)


def _away(room: Room, agent: AgentId, runs: Sequence[Run]) -> AgentStatus | None:
    heard = last_heard(room.datadir, agent)
    return None if heard is None else _status(agent, room.now() - heard < _HEARD_S, None, heard, runs)


def _status(id: AgentId, alive: bool, since: float | None, seen: float | None, runs: Sequence[Run]) -> AgentStatus:
    sweeps = tuple(dict.fromkeys(run.sweep for run in runs if run.sweep is not None))
    return AgentStatus(id, alive, since, seen, sweeps, tuple(run.key for run in runs))
