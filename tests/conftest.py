"""What holds for all tests: in CI nothing is skipped, for a check that does not run cannot fail."""

from __future__ import annotations

import json
import os
import struct
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


Frame = tuple[dict[str, Any], dict[str, list[Any]]]


@pytest.fixture(scope="session")
def read_frame() -> Callable[[bytes], Frame]:
    """Read a frame of columns as the page does: its header, and each column as values, ``None`` where one is absent."""
    return _read_frame


_KINDS = {"f64": "d", "f32": "f", "i32": "i", "u8": "B", "u16": "H", "u32": "I"}


def _read_frame(frame: bytes) -> Frame:
    assert frame[:4] == b"VRC1"
    (length,) = struct.unpack_from("<I", frame, 4)
    assert (8 + length) % 8 == 0
    header = json.loads(frame[8 : 8 + length], parse_constant=_no_constant)
    return header, {
        column["name"]: _read_column(column, frame, 8 + length, header["rows"]) for column in header["columns"]
    }


def _read_column(column: dict[str, Any], frame: bytes, start: int, rows: int) -> list[Any]:
    if column["type"] == "text":
        return list(column["values"])
    if column["type"] == "sparse":
        return [column["values"].get(str(row)) for row in range(rows)]
    assert column["offset"] % 8 == 0
    kind = _KINDS[column["type"]]
    numbers = struct.unpack_from(f"<{column['length']}{kind}", frame, start + column["offset"])
    if "values" not in column:
        return [None if number != number else number for number in numbers]
    absent = (1 << 8 * struct.calcsize(kind)) - 1
    return [None if code == absent else column["values"][code] for code in numbers]


def _no_constant(name: str) -> float:
    raise AssertionError(f"{name} is not JSON")
