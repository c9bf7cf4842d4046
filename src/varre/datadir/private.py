"""Files that only this user may read: how they are written, and how they are checked before they are trusted."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from varre.errors import DataDirError

__all__ = ["create_private", "read_private", "replace_private"]


def read_private(path: Path) -> str | None:
    """The text of a file of this user's own, ``None`` if there is none.

    Raises `DataDirError` for one that is not this user's, that others may read, or that is a link.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DataDirError(f"{path} cannot be read: {error.strerror}") from error
    try:
        _check(path, os.fstat(fd))
    except DataDirError:
        os.close(fd)
        raise
    with os.fdopen(fd, encoding="utf-8", errors="replace") as file:
        return file.read()


def create_private(path: Path, text: str) -> bool:
    """Write a new file of mode 0600, whole before it has its name; false if there is one already."""
    temporary = _written(path, text)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    return True


def replace_private(path: Path, text: str) -> None:
    """Write a file of mode 0600 in the place of what is there; readers see the one or the other, whole."""
    _written(path, text).replace(path)


def _written(path: Path, text: str) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(fd)
    return temporary


def _check(path: Path, kept: os.stat_result) -> None:
    if not stat.S_ISREG(kept.st_mode):
        raise DataDirError(f"{path} is not a file")
    if kept.st_uid != os.geteuid():
        raise DataDirError(f"{path} belongs to another user")
    if kept.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise DataDirError(f"{path} is open to others (mode {kept.st_mode & 0o777:o}): chmod 600 {path}")
