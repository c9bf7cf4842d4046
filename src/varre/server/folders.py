"""Reading a run's folder without being led out of it.

A training script may put anything there, links to other places of the machine included. Each component of a path is
therefore opened from the one before it, and none of them may be a link.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from varre.errors import NotFoundError

__all__ = ["MOST_FILES", "Listed", "listed", "open_file"]

MOST_FILES = 10_000
"""How many files of a folder are listed."""

_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Listed:
    """A file by its path below the folder, with its size in bytes and the time of its last change."""

    path: str
    size: int
    modified: float


def listed(folder: Path) -> list[Listed]:
    """The files below a folder, in order of their paths; links are left out, and so is what cannot be read."""
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return []
    try:
        return sorted(_below(top), key=lambda file: file.path)
    finally:
        os.close(top)


def open_file(folder: Path, path: str) -> int:
    """A descriptor of the file at ``path`` below a folder. Raises `NotFoundError`; no link is followed."""
    parts = path.split("/")
    if len(parts) > _DEEPEST or any(part in ("", ".", "..") or "\0" in part for part in parts):
        raise NotFoundError(f"there is no file {path}")
    here = None
    try:
        here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        for part in parts[:-1]:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
            os.close(here)
            here = below
        # Without blocking, for a pipe that nobody writes to would keep a thread for ever.
        return _regular(os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, dir_fd=here))
    except (OSError, UnicodeEncodeError):
        raise NotFoundError(f"there is no file {path}") from None
    finally:
        if here is not None:
            os.close(here)


def _regular(fd: int) -> int:
    if stat.S_ISREG(os.fstat(fd).st_mode):
        return fd
    os.close(fd)
    raise FileNotFoundError


def _below(top: int) -> Iterator[Listed]:
    found = 0
    for folder, folders, files, fd in os.fwalk(dir_fd=top, follow_symlinks=False):
        if folder.count("/") >= _DEEPEST - 1:
            folders.clear()
        for name in files:
            kept = os.stat(name, dir_fd=fd, follow_symlinks=False)
            path = f"{folder}/{name}".removeprefix("./")
            if stat.S_ISREG(kept.st_mode) and path.isprintable():
                yield Listed(path, kept.st_size, kept.st_mtime)
                found += 1
            if found == MOST_FILES:
                return
