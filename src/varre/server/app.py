"""The application: everything that a request passes, and what its routes hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from varre.datadir import DataDir
from varre.scheduler import Scheduler
from varre.server.ahead import Ahead
from varre.server.calculator import Calculator
from varre.server.described import Described
from varre.server.errors import RESPONSES, Unexpected, handle_errors
from varre.server.headers import SecurityHeaders
from varre.server.leases import Leases
from varre.server.limits import Limits
from varre.server.links import Links
from varre.server.routes import agents, check, data, events, explain, files, meta, results, runs, sweeps
from varre.server.security import Security
from varre.server.sessions import Sessions
from varre.server.settings import Settings
from varre.server.static import Page
from varre.server.stream import Stream
from varre.server.tables import Tables
from varre.server.upkeep import Upkeep
from varre.server.views import Views

__all__ = ["bare_app", "create_app", "release"]

_ROUTERS = (
    agents.router,
    check.router,
    sweeps.router,
    runs.router,
    files.router,
    meta.router,
    data.router,
    events.router,
    explain.router,
    results.router,
)
_LEAST_PACKED = 1_000
_LEVEL = 5  # beyond it JSON shrinks by a hundredth for twice the time


def create_app(scheduler: Scheduler, datadir: DataDir, settings: Settings) -> FastAPI:
    """The server of one data directory as an ASGI application."""
    app = bare_app(settings.version)
    app.cookie = settings.cookie(datadir)
    _furnish(app, scheduler, datadir, settings)
    app.router.default = Page()
    # The last one added is the first one that a request meets.
    app.add_middleware(GZipMiddleware, minimum_size=_LEAST_PACKED, compresslevel=_LEVEL)
    app.add_middleware(Limits)
    app.add_middleware(
        Security,
        router=app.router,
        settings=settings,
        sessions=app.state.sessions,
        cookie=app.cookie,
    )
    app.add_middleware(Unexpected)
    app.add_middleware(SecurityHeaders)
    return app


def bare_app(version: str) -> Described:
    """All routes with their document, and nothing behind them."""
    app = Described(
        title="Varre",
        version=version,
        description="Sweeps, runs and agents of one data directory.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=RESPONSES,
        generate_unique_id_function=lambda route: route.name,
        lifespan=_lifespan,
    )
    handle_errors(app)
    for router in _ROUTERS:
        app.include_router(router)
    return app


def _furnish(app: FastAPI, scheduler: Scheduler, datadir: DataDir, settings: Settings) -> None:
    """Give the routes what they need; see `varre.server.deps`."""
    app.state.scheduler, app.state.datadir, app.state.settings = scheduler, datadir, settings
    app.state.sessions, app.state.links = Sessions(datadir.sessions), Links()
    app.state.views = Views(scheduler)
    app.state.tables = Tables(scheduler)
    app.state.calculator = Calculator()
    app.state.leases = Leases(scheduler, datadir)
    app.state.upkeep = Upkeep(scheduler)
    app.state.stream = Stream(scheduler, app.state.views, server=settings.nonce, version=settings.version)


def release(app: FastAPI) -> None:
    """Let nobody who listens, waits or reckons keep the server from ending. Safe in any thread."""
    app.state.stream.close()
    app.state.leases.release()
    app.state.calculator.close()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.scheduler.think_ahead()
    app.state.leases.start()
    app.state.upkeep.start()
    ahead = Ahead(app)
    ahead.start()
    try:
        yield
    finally:
        ahead.stop()
        release(app)
        app.state.leases.stop()
        app.state.upkeep.stop()
