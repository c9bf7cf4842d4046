"""The end of an attempt: which state it leads to, and what is tidied up."""

from __future__ import annotations

from dataclasses import replace

from varre.errors import ConflictError
from varre.runs import FINAL, Exit, Lease, Run, RunState, StopReason, SweepState
from varre.scheduler.append import append, flush_rows
from varre.scheduler.finish import finish_if_over
from varre.scheduler.leftovers import remove_spool
from varre.scheduler.room import Room
from varre.spool import Tail, writers
from varre.store import Change

__all__ = ["end", "lose", "state_after"]

_TERMINATED = (143, 137)  # 128 + SIGTERM, 128 + SIGKILL: how a shell, and the SDK's handler, tell of a signal


def end(room: Room, lease: Lease, exit: Exit) -> RunState:
    """End the attempt of a lease. Repeated by the same lease it changes nothing and says the same.

    Raises `ConflictError` if a newer attempt, or another agent, has the run.
    """
    take_in_all(room, lease)
    sweep = sweep_state(room, lease)

    def ended(run: Run) -> Run:
        return _ended(run, state_after(run, exit, sweep), exit, room.now())

    return settle(room, lease, ended)


def lose(room: Room, lease: Lease, code: int | None) -> RunState:
    """End the attempt of a lease whose agent died; ``code`` is how its process ended, if anyone saw it."""
    take_in_all(room, lease)
    sweep = sweep_state(room, lease)
    key = room.sweep_of(lease.run)
    allowed = 0 if key is None else room.known(key).file.max_retries

    def lost(run: Run) -> Run:
        if code == 0:
            return _ended(run, RunState.FINISHED, Exit(0), room.now())
        return _lost(run, allowed, sweep == SweepState.CANCELED, code, room.now())

    return settle(room, lease, lost)


def state_after(run: Run, exit: Exit, sweep: SweepState | None) -> RunState:
    """Where an attempt's exit leads its run. The process's end decides: exit 0 is finished, even after an order."""
    canceled = sweep == SweepState.CANCELED
    if exit.code == 0:
        return RunState.FINISHED
    if exit.ordered and (exit.code < 0 or exit.code in _TERMINATED):
        return RunState.CANCELED if canceled else RunState.STOPPED
    if exit.interrupted or run.preempting:
        return RunState.CANCELED if canceled else RunState.PREEMPTED
    return RunState.FAILED


def take_in_all(room: Room, lease: Lease) -> None:
    """Take in what the writers of an attempt have written and nobody has handed on, and commit their last rows."""
    folder = room.datadir.spool(lease.run)
    for writer in writers(folder, lease.attempt):
        tail = Tail(folder, writer, room.store.rows.writer(lease.run, writer).next_offset)
        while lines := tail.read():
            tail.advance(append(room, lease, writer, tail.offset, lines).next_offset)
    flush_rows(room, lease)


def sweep_state(room: Room, lease: Lease) -> SweepState | None:
    """The state of the sweep of a run, if it has one."""
    sweep = room.sweep_of(lease.run)
    return None if sweep is None else room.store.sweeps.get(sweep).state


def settle(room: Room, lease: Lease, change: Change) -> RunState:
    """Apply the end of an attempt once, and see to what follows from it."""

    def once(run: Run) -> Run:
        if (run.attempt, run.agent) != (lease.attempt, lease.agent):
            raise ConflictError(f"attempt {lease.attempt} of run {run.id} is not {lease.agent}'s to end")
        return change(run) if run.state == RunState.RUNNING else run

    run = room.store.runs.change(lease.run, once)
    if run.state in FINAL:
        remove_spool(room.datadir.spool(run.key))
    if run.sweep is not None:
        finish_if_over(room, run.sweep)
    return run.state


def _ended(run: Run, state: RunState, exit: Exit, now: float) -> Run:
    stop = run.stop
    if state == RunState.CANCELED and stop is None:
        stop = StopReason("canceled")
    return replace(run, state=state, stop=stop, ended=now, exit_code=exit.code, error=exit.error)


def _lost(run: Run, allowed: int, canceled: bool, code: int | None, now: float) -> Run:
    """The run goes back to the queue while attempts are left, unless it was to be stopped anyway."""
    losses = run.losses + (not run.preempting)
    if canceled:
        state = RunState.CANCELED
    elif run.stop is not None:
        state = RunState.STOPPED
    else:
        state = RunState.PREEMPTED if losses <= allowed else RunState.CRASHED
    return replace(run, state=state, losses=losses, ended=now, exit_code=code, error="its agent was lost")
