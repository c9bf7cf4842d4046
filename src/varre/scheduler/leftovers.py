"""Files that nobody needs any more."""

from __future__ import annotations

import shutil
from pathlib import Path

from varre.datadir import is_held

__all__ = ["is_quiet", "remove_spool"]


def is_quiet(folder: Path) -> bool:
    """Whether no process that writes into a spool folder lives, a supervisor included."""
    return not any(is_held(lock) for lock in folder.glob("*.lock"))


def remove_spool(folder: Path) -> None:
    """Remove the spool folder of a run that has ended, all of which was taken in, once it is quiet."""
    if is_quiet(folder):
        shutil.rmtree(folder, ignore_errors=True)
