"""What came of a sweep, for programs and for people who have no server: the best run, all of them, the whole page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from varre.errors import NotFoundError
from varre.records import Records, csv_lines, json_lines, of_run, rows_of
from varre.server.deps import SchedulerDep, SettingsDep, SweepDep, ViewsDep
from varre.server.document import document
from varre.server.inside import getting
from varre.server.schema import RunView

__all__ = ["router"]

router = APIRouter(prefix="/api/sweeps/{sweep}", tags=["results"])

_FORMATS: Mapping[str, tuple[str, Callable[[Records], Iterator[str]]]] = {
    "csv": ("text/csv", csv_lines),
    "jsonl": ("application/jsonl", json_lines),
}
_TEXT = {"schema": {"type": "string"}}
_LINES = {"description": "Lines of text", "content": {kind: _TEXT for kind, _ in _FORMATS.values()}}
_PAGE = {"description": "A page in one file", "content": {"text/html": _TEXT}}


@router.get("/best")
def get_best_run(
    sweep: SweepDep,
    scheduler: SchedulerDep,
    views: ViewsDep,
    last: Annotated[bool, Query(description="Judge a run by its last value, not by its best.")] = False,
) -> RunView:
    """The best run. One that failed or crashed has no value; without any value there is no best run."""
    run = scheduler.best(sweep.key, last=last)
    if run is None:
        raise NotFoundError(f"sweep {sweep.id} has no run with a value yet")
    return views.run(run)


@router.get("/export", responses={200: _LINES}, response_class=Response)
def export_runs(
    sweep: SweepDep,
    scheduler: SchedulerDep,
    format: Literal["csv", "jsonl"] = "csv",
    histories: Annotated[bool, Query(description="Every logged row of every run, instead of a line a run.")] = False,
) -> Response:
    """All runs of a sweep with full precision, as `varre export` writes them: a line a run, or a line a logged row."""
    kind, lines = _FORMATS[format]
    runs = scheduler.runs(sweep.key)
    text = lines(lambda: rows_of(runs, scheduler.rows) if histories else map(of_run, runs))
    return StreamingResponse(text, media_type=kind, headers=_saved_as(f"{sweep.id}.{format}"))


@router.get("/report", responses={200: _PAGE}, response_class=Response)
async def get_report(sweep: SweepDep, scheduler: SchedulerDep, settings: SettingsDep, request: Request) -> HTMLResponse:
    """The whole page of a sweep as one HTML file that opens without a server, as `varre report` writes it."""
    text = await document(getting(request.app, settings), scheduler, sweep, time.time())
    return HTMLResponse(text, headers=_saved_as(f"{sweep.id}.html"))


def _saved_as(name: str) -> dict[str, str]:
    """A file to keep, not a page of this server."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
