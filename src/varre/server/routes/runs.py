"""Runs: looking at one, editing, stopping, trying again, and what it logged."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query

from varre.runs import StopReason
from varre.server.deps import RunDep, SchedulerDep, ViewsDep
from varre.server.jsonvalues import json_values
from varre.server.schema import Edit, GaugeView, RowView, RunView, Stop

__all__ = ["router"]

router = APIRouter(prefix="/api/runs", tags=["runs"])

Attempt = Annotated[int | None, Query(ge=1, le=2**31, description="An attempt; the latest by default.")]


@router.get("/{run}")
def get_run(run: RunDep, views: ViewsDep) -> RunView:
    """A run as it stands now."""
    return views.run(run)


@router.patch("/{run}")
def edit_run(run: RunDep, edit: Edit, scheduler: SchedulerDep, views: ViewsDep) -> RunView:
    """Change name, notes or tags."""
    return views.run(scheduler.edit_run(run.key, name=edit.name, notes=edit.notes, tags=edit.tags))


@router.delete("/{run}")
def delete_run(run: RunDep, scheduler: SchedulerDep, views: ViewsDep) -> RunView:
    """Delete a run that has ended; it can be restored for seven days."""
    return views.run(scheduler.delete_run(run.key))


@router.post("/{run}/restore")
def restore_run(run: RunDep, scheduler: SchedulerDep, views: ViewsDep) -> RunView:
    """Take back that a run was deleted."""
    return views.run(scheduler.restore_run(run.key))


@router.post("/{run}/stop")
def stop_run(run: RunDep, scheduler: SchedulerDep, views: ViewsDep, why: Stop | None = None) -> RunView:
    """Order a run to stop; its agent hears of it within seconds. One that waits for an agent is canceled."""
    scheduler.stop_run(run.key, StopReason("person", note=(why or Stop()).note))
    return views.run(scheduler.run(run.key))


@router.post("/{run}/retry", status_code=201)
def retry_run(run: RunDep, scheduler: SchedulerDep, views: ViewsDep) -> RunView:
    """Queue the configuration of a run once more, as a new run."""
    return views.run(scheduler.retry(run.key))


@router.get("/{run}/rows")
def list_rows(
    run: RunDep,
    scheduler: SchedulerDep,
    attempt: Attempt = None,
    since: Annotated[int, Query(ge=0, le=2**53, description="How many rows are known already.")] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> list[RowView]:
    """What a run logged, row by row, in the order in which it came."""
    rows = islice(scheduler.rows(run.key, attempt), since, since + limit)
    return [RowView(step=row.step, time=row.time, runtime=row.runtime, values=json_values(row.values)) for row in rows]


@router.get("/{run}/gauges")
def list_gauges(run: RunDep, scheduler: SchedulerDep) -> list[GaugeView]:
    """What a run took of its machine, over time."""
    return [GaugeView(time=gauge.time, values=dict(gauge.values)) for gauge in scheduler.gauges(run.key)]
