"""When a sweep is over: nothing more can come and every run is final."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from varre.runs import Run, RunState, Sweep, SweepKey, SweepState
from varre.scheduler.memory import Seen
from varre.scheduler.room import Room
from varre.sweepfile import SweepFile

__all__ = ["finish", "finish_if_over", "target_is_met", "why_no_new_run"]


def why_no_new_run(file: SweepFile, runs: Sequence[Seen]) -> str:
    """``target`` or ``run_cap`` when no new run may come, whatever the sampler says; empty otherwise."""
    if target_is_met(file, runs):
        return "target"
    return "run_cap" if file.run_cap is not None and len(runs) >= file.run_cap else ""


def target_is_met(file: SweepFile, runs: Sequence[Seen]) -> bool:
    """Whether any run has reached the target of the metric."""
    objective = file.objective
    if objective is None or objective.target is None:
        return False
    losses = (seen.observation.loss for seen in runs)
    return any(loss is not None and objective.met(objective.value(loss)) for loss in losses)


def finish_if_over(room: Room, key: SweepKey) -> None:
    """After the end of a run: finish its sweep if that was the last one."""
    known = room.known(key)
    reason = why_no_new_run(known.file, known.memory.refresh())
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
