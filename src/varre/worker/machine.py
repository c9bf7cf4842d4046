"""What this machine offers to training: cores and GPUs. Nothing here loads CUDA."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

__all__ = ["cores", "visible_gpus"]

_GPU = re.compile(r"^GPU (\d+):")
_MIG = re.compile(r"^\s+MIG .*\(UUID: (MIG-[^)]+)\)")


def cores(root: Path = Path("/")) -> int:
    """The cores that this process may use: its affinity and the quota of its control group; at least 1."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, int(min([float(allowed), *_quotas(root)])))


def _quotas(root: Path) -> list[float]:
    """The CPU quotas, in cores, of the control groups that hold this process (version 2, then 1)."""
    found = []
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        base = root / "sys/fs/cgroup"
        if controllers and "cpu" in controllers.split(","):
            base = base / "cpu"
        group = base / path.lstrip("/")
        for folder in (group, *group.parents):
            found += _quota(folder)
            if folder == base:
                break
    return found


def _quota(folder: Path) -> list[float]:
    quota, _, period = _read(folder / "cpu.max").strip().partition(" ")
    if not quota:
        quota, period = (_read(folder / f"cpu.cfs_{name}_us").strip() for name in ("quota", "period"))
    if quota.isdigit() and period.isdigit() and int(period):
        return [int(quota) / int(period)]
    return []


def visible_gpus(environ: Mapping[str, str] = os.environ, root: Path = Path("/")) -> list[str]:
    """The GPUs that CUDA programs started from here would see, as CUDA_VISIBLE_DEVICES would name them."""
    chosen = environ.get("CUDA_VISIBLE_DEVICES")
    if chosen is not None:
        return _chosen(chosen)
    return _listed() or _present(root)


def _chosen(text: str) -> list[str]:
    """CUDA ignores everything from the first name that is no device on."""
    found: list[str] = []
    for name in (part.strip() for part in text.split(",")):
        if not name or name.startswith("-") or name == "NoDevFiles":
            break
        found.append(name)
    return found


def _listed() -> list[str]:
    """As ``nvidia-smi -L`` lists them; a GPU that is split (MIG) counts as its parts."""
    if shutil.which("nvidia-smi") is None:
        return []
    try:
        listing = subprocess.run(["nvidia-smi", "-L"], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return parse_listing(listing)


def parse_listing(listing: str) -> list[str]:
    """The devices in what ``nvidia-smi -L`` prints."""
    parts: dict[str, list[str]] = {}
    for line in listing.splitlines():
        if gpu := _GPU.match(line):
            parts[gpu[1]] = []
        elif (mig := _MIG.match(line)) and parts:
            next(reversed(parts.values())).append(mig[1])
    return [name for gpu, migs in parts.items() for name in (migs or [gpu])]


def _present(root: Path) -> list[str]:
    """Without nvidia-smi, as the driver shows them."""
    folder = root / "proc/driver/nvidia/gpus"
    return [str(index) for index in range(len(list(folder.iterdir())))] if folder.is_dir() else []


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
