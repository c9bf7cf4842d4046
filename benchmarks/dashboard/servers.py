"""The two servers, each a process of its own as its users start it, and what they take of the machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

__all__ = ["Server", "cpu_share", "optuna_dashboard", "varre_ui"]

_MOST_S = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers; ``ready_s`` is how long that took from its start."""

    url: str
    ready_s: float
    process: psutil.Process

    def memory_mb(self) -> float:
        """Resident memory of the server itself."""
        return self.process.memory_info().rss / 1e6

    def helpers_mb(self) -> float:
        """Resident memory of the processes that it has started."""
        return sum(child.memory_info().rss for child in self.process.children(recursive=True)) / 1e6


@contextmanager
def varre_ui(directory: Path) -> Iterator[Server]:
    """`varre ui` on a data directory."""
    port = _free_port()
    command = [sys.executable, "-c", "from varre.cli import main; main()", "ui", "--no-browser", "--port", str(port)]
    with _running(command, f"http://127.0.0.1:{port}", "/api/health", {"VARRE_DIR": str(directory)}) as server:
        yield server


@contextmanager
def optuna_dashboard(python: Path, journal: Path) -> Iterator[Server]:
    """`optuna-dashboard` on a journal."""
    port = _free_port()
    command = [str(python.with_name("optuna-dashboard")), "--quiet", "--port", str(port), str(journal)]
    with _running(command, f"http://127.0.0.1:{port}", "/dashboard", {}) as server:
        yield server


def cpu_share(processes: Sequence[psutil.Process], seconds: float) -> float:
    """Per cent of a core that these take together."""
    before = _cpu_s(processes)
    time.sleep(seconds)
    return 100 * (_cpu_s(processes) - before) / seconds


def _cpu_s(processes: Sequence[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes if process.is_running()]
    return sum(each.user + each.system for each in times)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _running(command: Sequence[str], url: str, path: str, env: dict[str, str]) -> Iterator[Server]:
    begun = time.monotonic()
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, env={**os.environ, **env}, stdout=nowhere, stderr=nowhere)
    try:
        _wait_for(f"{url}{path}", process)
        yield Server(url, time.monotonic() - begun, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _MOST_S
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(address, timeout=_MOST_S).raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.01)
    raise RuntimeError(f"no answer from {address}")
