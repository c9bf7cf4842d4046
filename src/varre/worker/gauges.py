"""What a run's processes take from the machine: CPU, memory and disk, by psutil."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import psutil

from varre.supervisor import Process

__all__ = ["TreeGauge"]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one process has taken since it began: seconds of CPU, bytes read and written; and its memory now."""

    cpu: float
    memory: float
    read: float
    written: float


class TreeGauge:
    """Measures the process tree of one run, from one `read` to the next.

    ``cpu`` in percent of one core, ``memory`` in bytes, ``disk_read`` and ``disk_write`` in bytes a second. A process
    that came and went between two looks is not seen.
    """

    def __init__(self, now: float) -> None:
        self._at = now
        self._before: dict[Process, _Taken] = {}

    def read(self, tree: Iterable[Process], now: float) -> dict[str, float]:
        """The gauges since the last look; ``now`` in seconds of a monotonic clock."""
        taken = {process: found for process in tree if (found := _look(process.pid)) is not None}
        seconds = max(now - self._at, 1e-3)
        since = [_since(found, self._before.get(process)) for process, found in taken.items()]
        self._at, self._before = now, taken
        return {
            "cpu": 100.0 * sum(part.cpu for part in since) / seconds,
            "memory": sum(part.memory for part in since),
            "disk_read": sum(part.read for part in since) / seconds,
            "disk_write": sum(part.written for part in since) / seconds,
        }


def _since(now: _Taken, before: _Taken | None) -> _Taken:
    if before is None:
        return now
    return _Taken(now.cpu - before.cpu, now.memory, now.read - before.read, now.written - before.written)


def _look(pid: int) -> _Taken | None:
    """``None`` for a process that is gone; what the system does not tell counts as nothing."""
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            times, memory = process.cpu_times(), process.memory_info().rss
        disk = process.io_counters() if hasattr(process, "io_counters") else None
    except psutil.Error:
        return None
    return _Taken(
        times.user + times.system,
        float(memory),
        float(disk.read_bytes) if disk else 0.0,
        float(disk.write_bytes) if disk else 0.0,
    )
