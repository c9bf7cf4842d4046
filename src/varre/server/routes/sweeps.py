"""Sweeps: listing, creating, controlling, editing, and their runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as InPath

from varre.errors import UsageError
from varre.server.deps import Project, SchedulerDep, SettingsDep, SweepDep, ViewsDep
from varre.server.schema import Edit, Enqueue, NewSweep, RunView, SweepDetail, SweepView
from varre.sweepfile import SweepFile

__all__ = ["router"]

router = APIRouter(prefix="/api/sweeps", tags=["sweeps"])


@router.get("")
def list_sweeps(
    scheduler: SchedulerDep,
    views: ViewsDep,
    project: Project = None,
    deleted: Annotated[bool, Query(description="Those that are deleted, instead of the others.")] = False,
) -> list[SweepView]:
    """All sweeps, or those of a project, oldest first."""
    return views.sweeps(scheduler.sweeps(project, deleted=deleted))


@router.post("", status_code=201)
def create_sweep(wanted: NewSweep, scheduler: SchedulerDep, settings: SettingsDep, views: ViewsDep) -> SweepView:
    """Create a sweep from the text of a sweep file."""
    file = SweepFile.parse_text(wanted.text)
    directory = _directory(wanted.directory, settings.directory)
    sweep = scheduler.create_sweep(
        file, project=wanted.project, directory=directory, prior_runs=list(wanted.prior_runs)
    )
    return views.sweep(sweep)


def _directory(wanted: str | None, here: Path) -> Path:
    """Where the programs of a sweep are looked for: by default where the server was started."""
    if wanted is None:
        return here
    if "\0" in wanted or not (here / wanted).is_dir():
        raise UsageError(f"directory: {wanted!r} is not a directory of the server's machine")
    return here / wanted


@router.get("/{sweep}")
def get_sweep(sweep: SweepDep, scheduler: SchedulerDep, views: ViewsDep) -> SweepDetail:
    """A sweep with its file."""
    return SweepDetail(
        **dict(views.sweep(sweep)),
        text=scheduler.file(sweep.key).to_yaml(),
        seed=sweep.seed,
        directory=sweep.directory,
        prior=scheduler.prior(sweep.key),
    )


@router.patch("/{sweep}")
def edit_sweep(sweep: SweepDep, edit: Edit, scheduler: SchedulerDep, views: ViewsDep) -> SweepView:
    """Change name, notes or tags."""
    return views.sweep(scheduler.edit_sweep(sweep.key, name=edit.name, notes=edit.notes, tags=edit.tags))


@router.delete("/{sweep}")
def delete_sweep(sweep: SweepDep, scheduler: SchedulerDep, views: ViewsDep) -> SweepView:
    """Delete a sweep with its runs; it can be restored for seven days. Nothing of it may be running."""
    return views.sweep(scheduler.delete_sweep(sweep.key))


@router.post("/{sweep}/restore")
def restore_sweep(sweep: SweepDep, scheduler: SchedulerDep, views: ViewsDep) -> SweepView:
    """Take back that a sweep was deleted."""
    return views.sweep(scheduler.restore_sweep(sweep.key))


# -- control ---------------------------------------------------------------------------------------------------------


@router.post("/{sweep}/pause")
def pause_sweep(sweep: SweepDep, scheduler: SchedulerDep, views: ViewsDep) -> SweepView:
    """No new runs until resumed; running ones go on."""
    return views.sweep(scheduler.control(sweep.key, "pause"))


@router.post("/{sweep}/resume")
def resume_sweep(sweep: SweepDep, scheduler: SchedulerDep, views: ViewsDep) -> SweepView:
    """Go on with the sweep, from any state."""
    return views.sweep(scheduler.control(sweep.key, "resume"))


@router.post("/{sweep}/stop")
def stop_sweep(sweep: SweepDep, scheduler: SchedulerDep, views: ViewsDep) -> SweepView:
    """No new runs ever; running ones finish."""
    return views.sweep(scheduler.control(sweep.key, "stop"))


@router.post("/{sweep}/cancel")
def cancel_sweep(sweep: SweepDep, scheduler: SchedulerDep, views: ViewsDep) -> SweepView:
    """End the running runs too."""
    return views.sweep(scheduler.control(sweep.key, "cancel"))


# -- its runs --------------------------------------------------------------------------------------------------------


@router.get("/{sweep}/runs")
def list_runs(
    sweep: SweepDep,
    scheduler: SchedulerDep,
    views: ViewsDep,
    deleted: Annotated[bool, Query(description="Those that are deleted, instead of the others.")] = False,
    after: Annotated[int, Query(ge=0, le=2**31, description="The highest number that is known already.")] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> list[RunView]:
    """The runs of a sweep, in order of number, a page at a time: one that is not full is the last."""
    return [views.run(run) for run in scheduler.runs(sweep.key, deleted=deleted, after=after, limit=limit)]


@router.post("/{sweep}/runs", status_code=201)
def enqueue_run(sweep: SweepDep, wanted: Enqueue, scheduler: SchedulerDep, views: ViewsDep) -> RunView:
    """Queue a configuration; what it leaves open is filled in."""
    return views.run(scheduler.enqueue(sweep.key, wanted.params))


@router.get("/{sweep}/runs/{number}")
def get_numbered_run(
    sweep: SweepDep, number: Annotated[int, InPath(ge=1, le=2**31)], scheduler: SchedulerDep, views: ViewsDep
) -> RunView:
    """A run by its number in its sweep."""
    return views.run(scheduler.find_run(f"{sweep.key}/{number}"))
