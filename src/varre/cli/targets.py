"""What a reference on the command line names: a sweep, or one run of it."""

from __future__ import annotations

from varre.errors import NotFoundError, UsageError
from varre.runs import Run, Sweep
from varre.scheduler import Scheduler

__all__ = ["called", "run_of", "target"]


def target(scheduler: Scheduler, reference: str, project: str | None) -> Sweep | Run:
    """The sweep that ``reference`` names, else the run: ``SWEEP/NUMBER``, or the id of either.

    Raises `NotFoundError` if it names neither.
    """
    if reference.rpartition("/")[2].isdecimal():
        return scheduler.find_run(reference)
    try:
        return scheduler.find_sweep(reference, project)
    except NotFoundError:
        try:
            return scheduler.find_run(reference)
        except NotFoundError:
            raise NotFoundError(f"there is no sweep and no run {reference}") from None


def run_of(scheduler: Scheduler, reference: str) -> Run:
    """The run that ``SWEEP/NUMBER`` or an id names. Raises `UsageError` for what names a sweep."""
    found = target(scheduler, reference, None)
    if isinstance(found, Sweep):
        raise UsageError(f"{reference} is a sweep: name one of its runs, as {reference}/1")
    return found


def called(scheduler: Scheduler, found: Sweep | Run) -> str:
    """What people call it: ``sweep q7f2kd`` or ``run q7f2kd/13``."""
    if isinstance(found, Sweep):
        return f"sweep {found.id}"
    if found.sweep is None:
        return f"run {found.id}"
    return f"run {scheduler.sweep(found.sweep).id}/{found.number}"
