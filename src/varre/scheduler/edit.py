"""What people and scripts say of sweeps and runs: names, notes and tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from varre.runs import Run, RunKey, Sweep, SweepKey
from varre.scheduler.room import Room
from varre.spool import About, plain

__all__ = ["as_told", "edit_run", "edit_sweep"]

T = TypeVar("T", str, tuple[str, ...])


def edit_sweep(room: Room, key: SweepKey, name: str | None, notes: str | None, tags: Iterable[str] | None) -> Sweep:
    """Change what is given of a sweep's name, notes and tags."""

    def edited(sweep: Sweep) -> Sweep:
        return replace(
            sweep,
            name=sweep.name if name is None else plain(name),
            notes=sweep.notes if notes is None else plain(notes),
            tags=sweep.tags if tags is None else _once_each(tags),
        )

    return room.store.sweeps.move(key, edited)


def edit_run(room: Room, key: RunKey, name: str | None, notes: str | None, tags: Iterable[str] | None) -> Run:
    """Change what is given of a run's name, notes and tags."""

    def edited(run: Run) -> Run:
        return replace(
            run,
            name=run.name if name is None else plain(name),
            notes=run.notes if notes is None else plain(notes),
            tags=run.tags if tags is None else _once_each(tags),
        )

    return room.store.runs.change(key, edited)


def as_told(run: Run, about: About) -> Run:
    """The run with what its script says of it.

    A script that is started again says the same again: from the second attempt on that only fills what is empty, for
    a person may have changed it meanwhile.
    """
    first = run.attempt <= 1
    return replace(
        run,
        name=_told(run.name, about.name, first),
        notes=_told(run.notes, about.notes, first),
        tags=_told(run.tags, about.tags, first),
        group=_told(run.group, about.group, first),
        job_type=_told(run.job_type, about.job_type, first),
    )


def _told(kept: T, said: T | None, first: bool) -> T:
    return kept if said is None or (kept and not first) else said


def _once_each(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags without repetition, in the order in which they were given."""
    return tuple(dict.fromkeys(map(plain, tags)))
