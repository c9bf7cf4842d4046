"""What people say of sweeps and runs: names, notes and tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from varre.runs import Run, RunKey, Sweep, SweepKey
from varre.scheduler.room import Room

__all__ = ["edit_run", "edit_sweep"]


def edit_sweep(room: Room, key: SweepKey, name: str | None, notes: str | None, tags: Iterable[str] | None) -> Sweep:
    """Change what is given of a sweep's name, notes and tags."""

    def edited(sweep: Sweep) -> Sweep:
        return replace(
            sweep,
            name=sweep.name if name is None else name,
            notes=sweep.notes if notes is None else notes,
            tags=sweep.tags if tags is None else once_each(tags),
        )

    return room.store.sweeps.move(key, edited)


def edit_run(room: Room, key: RunKey, name: str | None, notes: str | None, tags: Iterable[str] | None) -> Run:
    """Change what is given of a run's name, notes and tags."""

    def edited(run: Run) -> Run:
        return replace(
            run,
            name=run.name if name is None else name,
            notes=run.notes if notes is None else notes,
            tags=run.tags if tags is None else once_each(tags),
        )

    return room.store.runs.change(key, edited)


def once_each(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags without repetition, in the order in which they were given."""
    return tuple(dict.fromkeys(tags))
