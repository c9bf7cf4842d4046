"""Throwing sweeps and runs away, bringing them back, and removing for good what nobody brought back.

What was thrown away is hidden from people, gives out no runs, and what it has shown is seen by no algorithm. A run's
number stays used and its configuration stays tried: neither comes a second time.
"""

from __future__ import annotations

import shutil
from dataclasses import replace

from varre.errors import ConflictError
from varre.runs import Run, RunKey, RunState, Sweep, SweepKey
from varre.scheduler.finish import finish_if_over
from varre.scheduler.room import Room

__all__ = ["KEPT_S", "delete_run", "delete_sweep", "purge", "restore_run", "restore_sweep"]

KEPT_S = 7 * 86_400.0
"""For how many seconds what was thrown away can be brought back."""


def delete_sweep(room: Room, key: SweepKey) -> Sweep:
    """Throw a sweep away with all its runs. Raises `ConflictError` while one of them is running."""
    now = room.now()
    return room.store.sweeps.move(key, lambda sweep: replace(sweep, deleted=sweep.deleted or now), idle=True)


def restore_sweep(room: Room, key: SweepKey) -> Sweep:
    """Bring a sweep back, as it was."""
    return room.store.sweeps.move(key, lambda sweep: replace(sweep, deleted=None))


def delete_run(room: Room, key: RunKey) -> Run:
    """Throw a run away. Raises `ConflictError` while it is running."""
    now = room.now()

    def deleted(run: Run) -> Run:
        if run.state == RunState.RUNNING:
            raise ConflictError(f"run {run.id} is running: stop it and wait for its end first")
        return replace(run, deleted=run.deleted or now)

    run = room.store.runs.change(key, deleted)
    if run.sweep is not None:
        finish_if_over(room, run.sweep)  # it may have been the last one that the sweep waited for
    return run


def restore_run(room: Room, key: RunKey) -> Run:
    """Bring a run back, as it was."""
    return room.store.runs.change(key, lambda run: replace(run, deleted=None))


def purge(room: Room) -> None:
    """Remove for good what was thrown away too long ago: the files first, for it is the records that tell of them."""
    before = room.now() - KEPT_S
    doomed = room.store.doomed(before)
    if not doomed.sweeps and not doomed.runs:
        return
    for run in doomed.runs:
        for folder in (room.datadir.run_dir(run), room.datadir.spool(run)):
            shutil.rmtree(folder, ignore_errors=True)
    for sweep in doomed.sweeps:
        room.datadir.sweep_lock(sweep).unlink(missing_ok=True)
    room.store.purge(before)
