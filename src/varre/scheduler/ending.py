"""The end of an attempt: what was logged is taken in, the run moves once, and what follows is seen to."""

from __future__ import annotations

from varre.errors import ConflictError
from varre.runs import FINAL, Exit, Lease, Run, RunState, SweepState
from varre.scheduler.append import append, flush_rows
from varre.scheduler.finish import finish_if_over
from varre.scheduler.leftovers import remove_spool
from varre.scheduler.room import Room
from varre.scheduler.verdict import ended
from varre.spool import Tail, writers

__all__ = ["end", "take_in_all"]


def end(room: Room, lease: Lease, exit: Exit) -> tuple[RunState, bool]:
    """End the attempt of a lease: the state of the run now, and whether this call moved it.

    Repeated by the same lease it changes nothing and says the same. Raises `ConflictError` if a newer attempt, or
    another agent, has the run.
    """
    take_in_all(room, lease)
    sweep = room.sweep_of(lease.run)
    canceled = sweep is not None and room.store.sweeps.get(sweep).state == SweepState.CANCELED
    max_retries = 0 if sweep is None else room.known(sweep).file.max_retries
    moved = False

    def once(run: Run) -> Run:
        nonlocal moved
        if (run.attempt, run.agent) != (lease.attempt, lease.agent):
            raise ConflictError(f"attempt {lease.attempt} of run {run.id} is not {lease.agent}'s to end")
        moved = run.state == RunState.RUNNING
        return ended(run, exit, canceled=canceled, max_retries=max_retries, now=room.now()) if moved else run

    run = room.store.runs.change(lease.run, once)
    if moved:
        room.store.rows.seal(run.key, lease.attempt)
    if run.state in FINAL:
        remove_spool(room.datadir.spool(run.key))
    if run.sweep is not None:
        finish_if_over(room, run.sweep)
    return run.state, moved


def take_in_all(room: Room, lease: Lease) -> None:
    """Take in what the writers of an attempt have written and nobody has handed on, and commit their last rows."""
    folder = room.datadir.spool(lease.run)
    for writer in writers(folder, lease.attempt):
        tail = Tail(folder, writer, room.store.rows.writer(lease.run, writer).next_offset)
        while lines := tail.read():
            tail.advance(append(room, lease, writer, tail.offset, lines).next_offset)
    flush_rows(room, lease)
