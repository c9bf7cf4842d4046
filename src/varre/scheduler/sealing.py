"""Sealing what was logged after the end of an attempt, or was kept by a Varre that did not seal: some at a time."""

from __future__ import annotations

from varre.scheduler.room import Room

__all__ = ["seal_some"]

_AT_ONCE = 50


def seal_some(room: Room) -> bool:
    """Seal some attempts that have ended; whether there are more. Each is a transaction, so nobody waits for all.

    One that cannot be sealed now, because another process is at it, is left to a later time.
    """
    some = room.store.rows.unsealed(_AT_ONCE)
    for run, attempt in some:
        room.store.rows.seal(run, attempt)
    return len(some) == _AT_ONCE and room.store.rows.unsealed(1) not in ([], some[:1])
