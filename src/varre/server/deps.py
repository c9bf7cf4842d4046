"""How a route gets at what the application holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from varre.datadir import DataDir, check_id, check_project
from varre.runs import Run, Sweep
from varre.scheduler import Scheduler
from varre.server.calculator import Calculator
from varre.server.links import Links
from varre.server.sessions import Sessions
from varre.server.settings import Settings
from varre.server.stream import Stream
from varre.server.tables import Tables
from varre.server.views import Views

__all__ = [
    "CalculatorDep",
    "DataDirDep",
    "LinksDep",
    "Project",
    "RunDep",
    "SchedulerDep",
    "SessionsDep",
    "SettingsDep",
    "StreamDep",
    "SweepDep",
    "TablesDep",
    "ViewsDep",
]


def _held(name: str) -> Callable[[Request], object]:
    """What the application's state holds under ``name``."""

    def held(request: Request) -> object:
        found: object = getattr(request.app.state, name)
        return found

    return held


SchedulerDep = Annotated[Scheduler, Depends(_held("scheduler"))]
DataDirDep = Annotated[DataDir, Depends(_held("datadir"))]
SettingsDep = Annotated[Settings, Depends(_held("settings"))]
SessionsDep = Annotated[Sessions, Depends(_held("sessions"))]
LinksDep = Annotated[Links, Depends(_held("links"))]
ViewsDep = Annotated[Views, Depends(_held("views"))]
TablesDep = Annotated[Tables, Depends(_held("tables"))]
StreamDep = Annotated[Stream, Depends(_held("stream"))]
CalculatorDep = Annotated[Calculator, Depends(_held("calculator"))]

Project = Annotated[str | None, Query(max_length=128, description="The project, where an id alone means several.")]


def _sweep(
    scheduler: SchedulerDep,
    sweep: Annotated[str, Path(max_length=128, description="The key or the id of a sweep.")],
    project: Project = None,
) -> Sweep:
    return scheduler.find_sweep(check_id(sweep), None if project is None else check_project(project))


def _run(
    scheduler: SchedulerDep,
    run: Annotated[str, Path(max_length=128, description="The key or the id of a run.")],
    project: Project = None,
) -> Run:
    id = check_id(run)
    return scheduler.find_run(id if project is None else f"{check_project(project)}/{id}")


SweepDep = Annotated[Sweep, Depends(_sweep)]
"""The sweep that the path names; `NotFoundError` if there is none."""
RunDep = Annotated[Run, Depends(_run)]
"""The run that the path names; `NotFoundError` if there is none."""
