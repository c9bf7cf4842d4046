"""What holds for all tests: in CI nothing is skipped, for a check that does not run cannot fail."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from varre.client import Address
    from varre.datadir import DataDir
    from varre.scheduler import Scheduler

TOKEN = "a-token-for-tests-only"

Serve = Callable[..., "AbstractContextManager[Address]"]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Serve a scheduler on loopback while a block runs: ``with serve(scheduler, datadir) as address``.

    ``port`` names one to serve on again; ``lease_s`` and ``grace_s`` shorten the leases of remote agents.
    """
    return _serving


@contextmanager
def _serving(scheduler: Scheduler, datadir: DataDir, *, port: int = 0, **leases: Any) -> Iterator[Address]:
    import socket

    import uvicorn

    from varre.client import Address
    from varre.server.app import create_app
    from varre.server.leases import Leases
    from varre.server.settings import Settings

    with socket.create_server(("127.0.0.1", port)) as listener:
        settings = Settings(token=TOKEN, port=listener.getsockname()[1])
        app = create_app(scheduler, datadir, settings)
        if leases:
            app.state.leases = Leases(scheduler, datadir, **leases)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_keep_alive=30))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield Address.parse(settings.url, TOKEN)
        finally:
            app.state.leases.release()
            server.should_exit = True
            thread.join()
