"""What holds for all tests: in CI nothing is skipped, for a check that does not run cannot fail."""

from __future__ import annotations

import json
import os
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from varre.client import Address
    from varre.datadir import DataDir
    from varre.runs import Claim
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


class Crew:
    """An agent that lives until `leave`, whose runs log and end as they are told."""

    def __init__(self, scheduler: Scheduler, datadir: DataDir) -> None:
        from varre.datadir import hold, new_agent_id

        self.scheduler = scheduler
        self.id = new_agent_id()
        self._lock = hold(datadir.agent_lock(self.id))
        self._offsets: dict[tuple[str, int], int] = {}

    def claim(self, sweep: str) -> Claim:
        claim = self.scheduler.claim(sweep, self.id)  # type: ignore[arg-type]
        assert hasattr(claim, "lease"), claim
        return claim

    def log(self, claim: Claim, *rows: Mapping[str, Any], kind: str = "row") -> None:
        """Log rows; times grow with the bytes that were logged before."""
        lease = claim.lease
        place = lease.run, lease.attempt
        lines = b""
        for row in rows:
            offset = self._offsets.get(place, 0) + len(lines)
            line = {"t": 1e9 + offset, "r": float(offset), "k": kind, "d": row, "step": None, "commit": True}
            lines += json.dumps(line).encode() + b"\n"
        self.scheduler.append(lease, f"{lease.attempt}.1-00000000", self._offsets.get(place, 0), lines)
        self._offsets[place] = self._offsets.get(place, 0) + len(lines)

    def end(self, claim: Claim, code: int = 0, **how: Any) -> None:
        from varre.runs import Exit

        self.scheduler.end(claim.lease, Exit(code, **how))

    def leave(self) -> None:
        self._lock.release()


@pytest.fixture
def crew() -> Iterator[Callable[[Scheduler, DataDir], Crew]]:
    """Make an agent of a scheduler that does what it is told; it leaves at the end of the test."""
    hired: list[Crew] = []

    def hire(scheduler: Scheduler, datadir: DataDir) -> Crew:
        hired.append(Crew(scheduler, datadir))
        return hired[-1]

    yield hire
    for member in hired:
        member.leave()
