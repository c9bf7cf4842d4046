"""The environment of a training process."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from varre.datadir import DataDir
from varre.runs import Claim

__all__ = ["THREAD_VARIABLES", "child_environment", "gpu_share"]

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""What the numerical libraries read. Without it each of N slots would start a thread for every core."""

_TOKEN = "VARRE_TOKEN"
"""What lets an agent talk to a server. A training script needs none, and scripts log what their environment holds."""


def child_environment(
    claim: Claim,
    datadir: DataDir,
    parameter_file: Path,
    *,
    threads: int,
    gpus: Sequence[str] = (),
    base: Mapping[str, str] = os.environ,
    interpreter: str = sys.executable,
) -> dict[str, str]:
    """``base`` with what the SDK (and scripts written for W&B) must know, and with this slot's share of the machine.

    Thread counts that ``base`` has are kept. The interpreter's folder goes first in PATH, so that ``python`` inside a
    shell script is the same one.
    """
    lease = claim.lease
    environment = {
        "PYTHONUNBUFFERED": "1",
        **dict.fromkeys(THREAD_VARIABLES, str(threads)),
        **{name: value for name, value in base.items() if name != _TOKEN},
        "VARRE_DIR": str(datadir.path),
        "VARRE_RUN": lease.run,
        "VARRE_ATTEMPT": str(lease.attempt),
        "VARRE_PROJECT": claim.project,
        "VARRE_RUN_ID": claim.id,
        "VARRE_SWEEP_ID": claim.sweep_id or "",
        "VARRE_PARAMS": str(parameter_file),
        "WANDB_RUN_ID": claim.id,
        "WANDB_SWEEP_ID": claim.sweep_id or "",
        "WANDB_SWEEP_PARAM_PATH": str(parameter_file),
        "PATH": _first_in_path(str(Path(interpreter).parent), base.get("PATH", os.defpath)),
    }
    if claim.number is not None:
        environment["VARRE_RUN_NUMBER"] = str(claim.number)
    if gpus:
        environment["CUDA_VISIBLE_DEVICES"] = ",".join(gpus)
    return environment


def gpu_share(gpus: Sequence[str], slot: int, slots: int) -> tuple[str, ...]:
    """The GPUs of one slot: each to one slot, or to several in turn where there are more slots than GPUs."""
    if not gpus:
        return ()
    return tuple(gpus[slot::slots]) or (gpus[slot % len(gpus)],)


def _first_in_path(folder: str, path: str) -> str:
    return os.pathsep.join([folder, *(entry for entry in path.split(os.pathsep) if entry != folder)])
