"""The server itself: that it lives, what it serves, and how browsers come in and leave."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from varre.datadir import this_host
from varre.server.deps import CalculatorDep, DataDirDep, LinksDep, SchedulerDep, SessionsDep, SettingsDep, ViewsDep
from varre.server.explaining import prepare
from varre.server.schema import Health, LinkView, NewLink, Status, StoreView
from varre.server.sessions import LIFE_S

__all__ = ["router"]

router = APIRouter(tags=["server"])

_USED = """<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="icon" href="/icon.svg"><title>Varre: this link is used up</title>
<h1>This link is used up</h1>
<p>A link lets one browser in, once, within ten minutes. <code>varre ui</code> prints a new one.</p>
</html>
"""


@router.get("/api/health")
def get_health() -> Health:
    """That the server answers; needs no token."""
    return Health()


@router.get("/api/status")
def get_status(scheduler: SchedulerDep, datadir: DataDirDep, settings: SettingsDep, views: ViewsDep) -> Status:
    """The server, its store and the agents that it knows."""
    return Status(
        version=settings.version,
        server=settings.nonce,
        cursor=scheduler.cursor(),
        host=this_host(),
        time=time.time(),
        directory=str(datadir.path),
        store=StoreView(kind="sqlite", bytes=scheduler.size_bytes()),
        agents=views.agents(),
        token_required=True,
    )


@router.post("/api/links")
def create_link(links: LinksDep, settings: SettingsDep, wanted: NewLink | None = None) -> LinkView:
    """A link that lets one browser in, once, within ten minutes."""
    return LinkView(url=f"{settings.url}/enter/{links.make((wanted or NewLink()).path)}")


@router.get("/enter/{code}", include_in_schema=False)
def enter(
    code: Annotated[str, Path(max_length=128)],
    links: LinksDep,
    sessions: SessionsDep,
    settings: SettingsDep,
    datadir: DataDirDep,
    calculator: CalculatorDep,
) -> Response:
    """Begin a session for the browser that follows a one-time link."""
    path = links.use(code)
    if path is None:
        return HTMLResponse(_USED, 410)
    # The page of a sweep asks what mattered as soon as its code is there.
    background = BackgroundTask(calculator.warm, prepare) if path.startswith("/sweeps/") else None
    response = RedirectResponse(path, 303, background=background)
    response.set_cookie(
        settings.cookie(datadir),
        sessions.begin(),
        max_age=int(LIFE_S),
        httponly=True,
        samesite="strict",
        secure=settings.secure,
    )
    return response


@router.post("/api/logout", status_code=204)
def log_out(request: Request, sessions: SessionsDep, settings: SettingsDep, datadir: DataDirDep) -> Response:
    """End the session of this browser; without one, do nothing."""
    name = settings.cookie(datadir)
    sessions.end(request.cookies.get(name, ""))
    response = Response(status_code=204)
    response.delete_cookie(name, httponly=True, samesite="strict", secure=settings.secure)
    return response
