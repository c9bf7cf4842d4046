"""A server as a process of its own, as people start it: ``varre ui``, ``varre server`` or ``varre run --ui``."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from varre.datadir import DataDir
from varre.scheduler import Scheduler
from varre.store import SqliteStore

__all__ = ["Seeded", "Served", "Serving", "Shared", "command", "environment", "until_link"]

LINK = re.compile(r"(https?://[^/\s]+)/enter/[\w-]{22}")
_START_S = 60
_END_S = 30


@dataclass
class Served:
    """A server of ``datadir`` that runs from `start` (or a ``with`` block) until `stop`, `kill` or `close`.

    ``arguments`` are varre's; ``cwd`` is where it runs, which matters to ``varre run``.
    """

    datadir: Path
    arguments: Sequence[str] = ("ui",)
    cwd: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    url: str = ""
    link: str = ""
    """The one-time link that it printed on a line of its own."""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> Served:
        """Start it, on the port that it had before if it ran before; returns when the link is printed."""
        port = urlsplit(self.url).port or 0
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                command(*self.arguments, "--port", str(port)),
                cwd=self.cwd or self.datadir.parent,
                env=environment(self.datadir) | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self.link = until_link(self.process, self._output)
        except BaseException:
            self.close()
            raise
        self.url = self.link.partition("/enter/")[0]
        return self

    def stop(self) -> int:
        """End it as Ctrl-C does; the exit code."""
        return self._end(signal.SIGINT)

    def kill(self) -> int:
        """End it without a chance to say anything, as kill -9 does."""
        return self._end(signal.SIGKILL)

    def restart(self) -> Served:
        """The same server once more, on the same port, with the same sessions."""
        if self.process is not None and self.process.poll() is None:
            self.stop()
        return self.start()

    def wait(self, seconds: float = 120) -> int:
        """The exit code, once it has ended by itself."""
        assert self.process is not None, "it was never started"
        return self.process.wait(seconds)

    def close(self) -> None:
        """End it and whatever it has started, if anything of it runs still."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(_END_S)

    def __enter__(self) -> Served:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def said(self) -> str:
        """All that it has printed since it was started."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    def link_to(self, path: str = "/") -> str:
        """A fresh one-time link to that place of the page, as a program with the data directory's token gets it."""
        answer = self.ask("POST", "/api/links", {"path": path})
        assert isinstance(answer, dict)
        return str(answer["url"])

    def sweep(self) -> str:
        """The key of its newest sweep, as it stands in addresses: ``/sweeps/KEY``."""
        listed = self.ask("GET", "/api/sweeps")
        assert isinstance(listed, list)
        return str(max(listed, key=lambda sweep: float(sweep["created"]))["key"])

    def ask(self, method: str, path: str, body: object = None) -> object:
        """What the API answers to a program; an error of the API is an error here."""
        parts = urlsplit(self.url)
        token = DataDir(self.datadir).token.read_text(encoding="ascii").strip()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        assert answer.status < 300, f"{method} {path}: {answer.status} {text[:500]!r}"
        return json.loads(text) if text else None

    @contextmanager
    def scheduler(self) -> Iterator[Scheduler]:
        """The store itself, beside the server: what it holds is what the page should say."""
        datadir = DataDir(self.datadir)
        scheduler = Scheduler(SqliteStore.open(datadir.database), datadir)
        try:
            yield scheduler
        finally:
            scheduler.close()

    @property
    def _output(self) -> Path:
        return self.datadir.parent / f"{self.datadir.name}.output"

    def _end(self, how: signal.Signals) -> int:
        assert self.process is not None, "it was never started"
        self.process.send_signal(how)
        return self.process.wait(_END_S)


# What the fixtures of the same names give.
Seeded = Callable[[int], Path]
Shared = Callable[[int], Served]
Serving = Callable[..., Served]


def command(*arguments: str) -> list[str]:
    """``varre`` of the package that is tested, without a browser where it would open one."""
    quiet = ["--no-browser"] if arguments[0] == "ui" or "--ui" in arguments else []
    return [sys.executable, "-c", "from varre.cli import main; main()", *arguments, *quiet]


def environment(datadir: Path) -> dict[str, str]:
    """What such a process finds around it: its data directory, one thread for numerics, nothing else of varre's."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("VARRE_", "WANDB_"))}
    return {**kept, "VARRE_DIR": str(datadir), "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}


def until_link(process: subprocess.Popen[bytes], output: Path) -> str:
    """The link that stands alone on a line of what a process prints."""
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        lines = output.read_text(encoding="utf-8", errors="replace").splitlines()
        found = next((line for line in lines if LINK.fullmatch(line)), None)
        if found is not None:
            return found
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError("no link was printed, but:\n" + output.read_text(encoding="utf-8", errors="replace"))
