"""Tables and curves as binary frames, which a page takes once and then keeps up to date by events."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response

from varre.server.columns import MEDIA_TYPE
from varre.server.curves import run_frame
from varre.server.deps import RunDep, SchedulerDep, SweepDep, TablesDep
from varre.server.tables import Frame

__all__ = ["router"]

_FRAME = {"description": "A binary frame of columns", "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}

router = APIRouter(tags=["data"], responses={200: _FRAME}, default_response_class=Response)

Accepted = Annotated[str, Header(alias="accept-encoding", include_in_schema=False)]
Pixels = Annotated[int, Query(ge=1, le=100_000, description="Above so many points a curve is reduced.")]
Name = Annotated[str, Query(min_length=1, max_length=1024)]


@router.get("/api/sweeps/{sweep}/snapshot")
def get_snapshot(sweep: SweepDep, tables: TablesDep, accept_encoding: Accepted = "") -> Response:
    """All runs of a sweep, a row each, in order of number."""
    return _sent(tables.snapshot(sweep), accept_encoding)


@router.get("/api/sweeps/{sweep}/curves")
def get_sweep_curves(
    sweep: SweepDep, tables: TablesDep, metric: Name, pixels: Pixels = 1000, accept_encoding: Accepted = ""
) -> Response:
    """One metric of all runs of a sweep: a row a run that has points, and the points of all of them."""
    return _sent(tables.curves(sweep, metric, pixels), accept_encoding)


@router.get("/api/runs/{run}/curves")
def get_run_curves(
    run: RunDep,
    scheduler: SchedulerDep,
    metrics: Annotated[str, Query(max_length=65_536, description="Names with commas between; none: all.")] = "",
    attempt: Annotated[int | None, Query(ge=1, le=2**31)] = None,
    pixels: Pixels = 1000,
    accept_encoding: Accepted = "",
) -> Response:
    """Some metrics of one run: a row for each step at which one of them was logged."""
    cursor, curves = scheduler.run_curves_at(run.key, attempt)
    chosen = curves if not metrics else {name: curves[name] for name in _names(metrics, curves.keys())}
    return _sent(Frame.of(run_frame(cursor, chosen, pixels)), accept_encoding)


def _names(text: str, known: Collection[str]) -> list[str]:
    """The names of a list with commas; a name may have a comma itself if there is such a metric."""
    if text in known:
        return [text]
    return [name for name in dict.fromkeys(text.split(",")) if name in known]


def _sent(frame: Frame, accepted: str) -> Response:
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store"}
    if "gzip" not in accepted.lower():
        return Response(frame.plain, headers=headers, media_type=MEDIA_TYPE)
    return Response(frame.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=MEDIA_TYPE)
