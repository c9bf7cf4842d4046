"""What people order: pause, resume, stop or cancel a sweep; stop a run. W&B's meanings."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from varre.errors import ConflictError
from varre.runs import FINAL, Run, RunKey, RunState, StopReason, Sweep, SweepKey, SweepState
from varre.scheduler.room import Room

__all__ = ["Action", "control", "stop_run"]

Action = Literal["pause", "resume", "stop", "cancel"]

_TO: dict[Action, tuple[SweepState, str]] = {
    "pause": (SweepState.PAUSED, "paused"),
    "resume": (SweepState.RUNNING, ""),
    "stop": (SweepState.FINISHED, "stopped"),
    "cancel": (SweepState.CANCELED, "canceled"),
}


def control(room: Room, key: SweepKey, action: Action) -> Sweep:
    """Pause, resume, stop or cancel a sweep.

    Paused and stopped sweeps give out no new runs and let those under way finish; a cancelled one has them ended, and
    those that wait are canceled at once. Resuming sets a sweep going from any state. Raises `ConflictError` where W&B
    refuses (pausing a sweep that has ended), and for a sweep that was deleted.
    """
    now = room.now()
    state, reason = _TO[action]

    def moved(sweep: Sweep) -> Sweep:
        if sweep.deleted is not None:
            raise ConflictError(f"sweep {sweep.id} was deleted: restore it first")
        if sweep.state == state:
            return sweep
        ended = now if state in (SweepState.FINISHED, SweepState.CANCELED) else None
        return replace(sweep, state=state, state_reason=reason, ended=ended)

    def canceled(run: Run) -> Run:
        return replace(run, state=RunState.CANCELED, stop=StopReason("canceled"), ended=now)

    return room.store.sweeps.move(key, moved, waiting=canceled if action == "cancel" else None)


def stop_run(room: Room, key: RunKey, reason: StopReason) -> None:
    """Order a run to stop; its agent hears of it at its next heartbeat. One that waits for an agent is canceled.

    Raises `ConflictError` if it has ended.
    """
    now = room.now()

    def stopped(run: Run) -> Run:
        if run.state in FINAL:
            raise ConflictError(f"run {run.id} has ended: it is {run.state}")
        if run.state == RunState.RUNNING:
            return replace(run, stop=run.stop or reason)
        return replace(run, state=RunState.CANCELED, stop=reason, ended=now)

    room.store.runs.change(key, stopped)
