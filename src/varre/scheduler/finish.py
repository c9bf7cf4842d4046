"""When a sweep is over: nothing more can come and every run is final."""

from __future__ import annotations

from dataclasses import replace

from varre.runs import Run, RunState, Sweep, SweepKey, SweepState
from varre.scheduler.room import Known, Room

__all__ = ["finish", "finish_if_over", "target_is_met", "why_no_new_run"]


def why_no_new_run(known: Known) -> str:
    """``target`` or ``run_cap`` when no new run may come, whatever the sampler says; empty otherwise."""
    if target_is_met(known):
        return "target"
    cap = known.file.run_cap
    return "run_cap" if cap is not None and known.memory.count >= cap else ""


def target_is_met(known: Known) -> bool:
    """Whether any run has reached the target of the metric."""
    objective, best = known.file.objective, known.memory.best
    return objective is not None and best is not None and objective.met(objective.value(best))


def finish_if_over(room: Room, key: SweepKey) -> None:
    """After the end of a run: finish its sweep if that was the last one."""
    known = room.known(key)
    known.memory.refresh()
    reason = why_no_new_run(known)
    if reason:
        finish(room, key, reason)


def finish(room: Room, key: SweepKey, reason: str) -> bool:
    """Move a sweep to finished if no run is under way. Once the target is met queued runs are not waited for."""
    open = room.store.runs.open(key)
    queued = 0 if reason == "target" else open[RunState.PENDING]
    if open[RunState.RUNNING] or open[RunState.PREEMPTED] or queued:
        return False
    now = room.now()

    def over(sweep: Sweep) -> Sweep:
        if sweep.state not in (SweepState.PENDING, SweepState.RUNNING):
            return sweep
        return replace(sweep, state=SweepState.FINISHED, state_reason=reason, ended=now)

    def unwanted(run: Run) -> Run:
        return replace(run, state=RunState.CANCELED, ended=now)

    room.store.sweeps.move(key, over, waiting=unwanted)
    return True
