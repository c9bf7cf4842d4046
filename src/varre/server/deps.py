"""How a route gets at what the application holds."""

from __future__ import annotations

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


def _scheduler(request: Request) -> Scheduler:
    found: Scheduler = request.app.state.scheduler
    return found


def _datadir(request: Request) -> DataDir:
    found: DataDir = request.app.state.datadir
    return found


def _settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


def _sessions(request: Request) -> Sessions:
    found: Sessions = request.app.state.sessions
    return found


def _links(request: Request) -> Links:
    found: Links = request.app.state.links
    return found


def _views(request: Request) -> Views:
    found: Views = request.app.state.views
    return found


def _tables(request: Request) -> Tables:
    found: Tables = request.app.state.tables
    return found


def _stream(request: Request) -> Stream:
    found: Stream = request.app.state.stream
    return found


def _calculator(request: Request) -> Calculator:
    found: Calculator = request.app.state.calculator
    return found


SchedulerDep = Annotated[Scheduler, Depends(_scheduler)]
DataDirDep = Annotated[DataDir, Depends(_datadir)]
SettingsDep = Annotated[Settings, Depends(_settings)]
SessionsDep = Annotated[Sessions, Depends(_sessions)]
LinksDep = Annotated[Links, Depends(_links)]
ViewsDep = Annotated[Views, Depends(_views)]
TablesDep = Annotated[Tables, Depends(_tables)]
StreamDep = Annotated[Stream, Depends(_stream)]
CalculatorDep = Annotated[Calculator, Depends(_calculator)]

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
