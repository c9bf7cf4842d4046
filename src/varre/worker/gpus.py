"""What the GPUs of this machine do, as one ``nvidia-smi`` that runs beside the agent keeps telling."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

__all__ = ["GpuGauges", "parse"]

_QUERY = "index,uuid,utilization.gpu,memory.used,power.draw,temperature.gpu"
_NAMES = ("util", "memory", "power", "temperature")
_MIB = 2**20
_AT_ONCE = 1 << 16


class GpuGauges:
    """The latest gauges of each GPU: ``util`` in percent, ``memory`` in bytes, ``power`` in watts, ``temperature`` in
    degrees Celsius. Without GPUs or without nvidia-smi there are none; nothing is started before it is entered."""

    def __init__(self, gpus: Sequence[str], every_s: int) -> None:
        self._program = shutil.which("nvidia-smi") if gpus else None
        self._every_s = every_s
        self._smi: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._latest: dict[str, Mapping[str, float]] = {}

    def __enter__(self) -> Self:
        if self._program is not None:
            query = [f"--query-gpu={_QUERY}", "--format=csv,noheader,nounits", f"--loop={self._every_s}"]
            with contextlib.suppress(OSError):
                self._smi = subprocess.Popen(
                    [self._program, *query],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    bufsize=0,
                )
                assert self._smi.stdout is not None
                os.set_blocking(self._smi.stdout.fileno(), False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smi is not None:
            self._smi.kill()
            self._smi.wait()
            assert self._smi.stdout is not None
            self._smi.stdout.close()
            self._smi = None

    def read(self, gpus: Sequence[str]) -> dict[str, float]:
        """The latest gauges of these GPUs (indices or UUIDs) under ``gpu.<index>.<name>``."""
        self._take_in()
        found: dict[str, float] = {}
        for gpu in gpus:
            found.update(self._latest.get(gpu, {}))
        return found

    def _take_in(self) -> None:
        while self._smi is not None and self._smi.stdout is not None:
            part = self._smi.stdout.read(_AT_ONCE)
            if not part:  # nothing new, or nvidia-smi has ended
                return
            *lines, self._rest = (self._rest + part).split(b"\n")
            for line in lines:
                self._latest.update(parse(line.decode(errors="replace")))


def parse(line: str) -> dict[str, Mapping[str, float]]:
    """The gauges in a line of nvidia-smi, by the index of its GPU and by its UUID."""
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != len(_NAMES) + 2:
        return {}
    index, uuid, *texts = parts
    gauges = {}
    for name, text in zip(_NAMES, texts, strict=True):
        with contextlib.suppress(ValueError):  # "[N/A]"
            gauges[f"gpu.{index}.{name}"] = float(text) * (_MIB if name == "memory" else 1)
    return {index: gauges, uuid: gauges}
