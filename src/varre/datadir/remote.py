"""Agents that reach this data directory through a server: when they were last heard of.

Their lock files stand in data directories of their own, on hosts of their own, so a file beside the lock files says
that they exist. The server touches it; its time is what every other command can go by.
"""

from __future__ import annotations

import os
from pathlib import Path

from varre.datadir.place import DataDir
from varre.runs import AgentId

__all__ = ["hear_remote", "last_heard", "remote_agents", "remote_mark"]


def remote_mark(datadir: DataDir, agent: AgentId) -> Path:
    """The file whose modification time says when an agent was last heard of."""
    return datadir.agent_lock(agent).with_suffix(".remote")


def hear_remote(datadir: DataDir, agent: AgentId) -> None:
    """Note that a remote agent lives now."""
    mark = remote_mark(datadir, agent)
    os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
    os.utime(mark)


def last_heard(datadir: DataDir, agent: AgentId) -> float | None:
    """When a remote agent was last heard of, in seconds since the epoch; ``None`` for an agent that is not remote."""
    try:
        return remote_mark(datadir, agent).stat().st_mtime
    except FileNotFoundError:
        return None


def remote_agents(datadir: DataDir) -> list[AgentId]:
    """The remote agents that are known."""
    return [AgentId(path.stem) for path in sorted((datadir.path / "agents").glob("*.remote"))]
