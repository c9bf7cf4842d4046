"""What a benchmark was measured on."""

from __future__ import annotations

import platform
from pathlib import Path

__all__ = ["processor"]

_CPUS = Path("/proc/cpuinfo")


def processor() -> str:
    """The processor's own name where the system tells it, else its kind."""
    lines = _CPUS.read_text().splitlines() if _CPUS.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return model or platform.machine()
