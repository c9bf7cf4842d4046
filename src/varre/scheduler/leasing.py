"""Runs in the hands of agents of other hosts, of which nothing but a lease says that they live.

A lease that has expired makes its run available, it takes nothing away: as long as nobody else has the run, whoever
held it has it again at the first sign of life. A run that waits so is told from one whose end was reported by its exit
code: it has none.
"""

from __future__ import annotations

import signal
from collections.abc import Collection
from dataclasses import replace

from varre.errors import ConflictError, NotFoundError
from varre.runs import Claim, Exit, Lease, Run, RunState, SweepKey, SweepState
from varre.scheduler.append import flush_rows
from varre.scheduler.claim import as_claim
from varre.scheduler.finish import finish_if_over
from varre.scheduler.room import Room
from varre.scheduler.verdict import ended, heard_again

__all__ = ["expire", "handed_out", "renew"]

_SILENT = Exit(-signal.SIGKILL, interrupted=True, lost=True, error="nothing is heard of its agent")


def expire(room: Room, lease: Lease) -> bool:
    """Make a run available of whose agent nothing is heard; once its retries are used up it has crashed.

    False if the lease is not the current one, or the run has ended.
    """
    flush_rows(room, lease)
    sweep = room.sweep_of(lease.run)
    canceled = sweep is not None and room.store.sweeps.get(sweep).state == SweepState.CANCELED
    max_retries = 0 if sweep is None else room.known(sweep).file.max_retries

    def available(run: Run) -> Run:
        _check(run, lease, RunState.RUNNING)
        lost = ended(run, _SILENT, canceled=canceled, max_retries=max_retries, now=room.now())
        return replace(lost, exit_code=None)

    try:
        room.store.runs.change(lease.run, available)
    except ConflictError:
        return False
    if sweep is not None:
        finish_if_over(room, sweep)
    return True


def renew(room: Room, lease: Lease) -> bool:
    """Give a run back to the agent that was silent, if it is still available. False if it is not, or never was."""

    def again(run: Run) -> Run:
        _check(run, lease, RunState.PREEMPTED)
        if run.exit_code is not None:
            raise ConflictError(f"attempt {run.attempt} of run {run.id} was reported to have ended")
        return heard_again(run)

    try:
        room.store.runs.change(lease.run, again)
    except (ConflictError, NotFoundError):
        return False
    return True


def handed_out(room: Room, key: SweepKey, holding: Collection[Lease], agent: str) -> Claim | None:
    """A run of a sweep that this agent was given and does not know of: the answer to its claim got lost on the way."""
    for run in room.store.runs.running():
        if run.sweep == key and run.agent == agent and Lease(run.key, run.attempt, run.agent) not in holding:
            return as_claim(room.store.sweeps.get(key), room.known(key).file, run, run.agent)
    return None


def _check(run: Run, lease: Lease, state: RunState) -> None:
    if (run.attempt, run.agent, run.state) != (lease.attempt, lease.agent, state):
        raise ConflictError(f"attempt {lease.attempt} of run {run.id} is not {lease.agent}'s")
