"""A sweep as one document, where no server runs."""

from __future__ import annotations

import asyncio

from varre.datadir import DataDir
from varre.runs import Sweep
from varre.scheduler import Scheduler
from varre.server.app import create_app, release
from varre.server.document import document
from varre.server.inside import getting
from varre.server.settings import Settings

__all__ = ["report"]


def report(scheduler: Scheduler, datadir: DataDir, sweep: Sweep, now: float) -> str:
    """The document of a sweep as it is now. Raises `UsageError` in a checkout whose page is not built."""
    settings = Settings(token="inside")
    app = create_app(scheduler, datadir, settings)
    try:
        return asyncio.run(document(getting(app, settings), scheduler, sweep, now))
    finally:
        release(app)
