"""The console logs of runs of other hosts, as their agents hand them on."""

from __future__ import annotations

import os

from varre.runs import Lease
from varre.scheduler.room import Room

__all__ = ["keep_console"]


def keep_console(room: Room, lease: Lease, text: str) -> None:
    """Add to a run's console log. An agent with a lock in this data directory writes into that very file itself."""
    if not text or room.datadir.agent_lock(lease.agent).exists():
        return
    folder = room.datadir.run_dir(lease.run)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(folder / "console.log", flags, 0o600), "ab") as log:
        log.write(text.encode("utf-8", "replace"))
