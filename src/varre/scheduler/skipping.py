"""Looking at the next suggestion before anyone claims it, and setting it aside."""

from __future__ import annotations

from varre.datadir import wait_for
from varre.errors import ConflictError
from varre.runs import Suggestion, SweepKey, SweepState
from varre.scheduler.claim import suggestion
from varre.scheduler.room import Room

__all__ = ["next_suggestion", "skip_suggestion"]


def next_suggestion(room: Room, key: SweepKey) -> Suggestion | None:
    """What the next new run would be; ``None`` if the sweep has ended or would."""
    if room.store.sweeps.get(key).state in (SweepState.FINISHED, SweepState.CANCELED):
        return None
    answer = suggestion(room, key, room.known(key))
    return answer if isinstance(answer, Suggestion) else None


def skip_suggestion(room: Room, key: SweepKey) -> Suggestion | None:
    """Set the next suggestion aside; the one after it. A configuration that is skipped is never suggested again.

    Raises `ConflictError` if there is none, or none that a search chose: failed configurations come again in the end.
    """
    with wait_for(room.datadir.sweep_lock(key)):
        unwanted = next_suggestion(room, key)
        if unwanted is None:
            raise ConflictError(f"sweep {room.store.sweeps.get(key).id} has no next suggestion to skip")
        if unwanted.reason.source == "retry":
            raise ConflictError("only failed configurations are left to be tried again: these cannot be skipped")
        room.store.sweeps.skip(key, unwanted.params)
        return next_suggestion(room, key)
