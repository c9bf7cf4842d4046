"""Lock files: signs of life that the kernel takes back at death.

POSIX record locks (`fcntl.lockf`) belong to a process and are not inherited by its children, so a forked data loader
cannot keep its dead parent looking alive. Two traps come with them: closing *any* descriptor of a file drops the
locks that the process has on it, and a process cannot see its own locks. Hence each lock has a file of its own that
its holder opens once, and a process knows its own by a registry of inodes, never by opening the file.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from varre.errors import ConflictError

__all__ = ["Lock", "hold", "is_held", "wait_for"]

_Inode = tuple[int, int]

# struct flock: (l_type, l_whence, l_start, l_len, l_pid) on Linux, (l_start, l_len, l_pid, l_type, l_whence) on macOS.
_DARWIN = sys.platform == "darwin"
_FLOCK = struct.Struct("@qqihh" if _DARWIN else "@hhqqi")
_QUESTION = _FLOCK.pack(0, 0, 0, fcntl.F_WRLCK, 0) if _DARWIN else _FLOCK.pack(fcntl.F_WRLCK, 0, 0, 0, 0)
_TYPE_FIELD = 3 if _DARWIN else 0

_mutex = threading.RLock()
_held: dict[_Inode, int] = {}
_waited: dict[Path, tuple[threading.Lock, int]] = {}


class Lock:
    """A lock that this process holds until `release` or its death."""

    __slots__ = ("_fd", "_inode", "path")

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self._fd = fd
        self._inode = _inode(os.fstat(fd))

    def release(self) -> None:
        """Give the lock up; the file stays. Releasing twice, or in a forked child, does nothing."""
        with _mutex:
            if _held.get(self._inode) == self._fd:
                del _held[self._inode]
                os.close(self._fd)


def hold(path: Path) -> Lock:
    """Take the lock of ``path`` at once. Raises `ConflictError` while someone else, or this process, holds it."""
    with _mutex:
        while True:
            fd = _created(path)
            if fd is None:
                fd = _taken_over(path)
            if fd is not None:
                lock = Lock(path, fd)
                _held[lock._inode] = fd
                return lock


def is_held(path: Path) -> bool:
    """Whether the lock of ``path`` is held by a living process, this one included."""
    with _mutex:
        try:
            if _inode(path.stat()) in _held:
                return True
            fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            answer = fcntl.fcntl(fd, fcntl.F_GETLK, _QUESTION)
            return int(_FLOCK.unpack(answer)[_TYPE_FIELD]) != fcntl.F_UNLCK
        finally:
            os.close(fd)


@contextmanager
def wait_for(path: Path) -> Iterator[None]:
    """Hold the lock of ``path`` for a block, waiting for other processes and for other threads of this one."""
    with _mutex:
        if path not in _waited:
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            _waited[path] = threading.Lock(), fd
        turn, fd = _waited[path]
    with turn:
        _lock_patiently(fd)
        try:
            yield
        finally:
            fcntl.lockf(fd, fcntl.LOCK_UN)


def _lock_patiently(fd: int) -> None:
    """The kernel takes two processes whose threads wait crosswise for two files for a deadlock. They are not in one."""
    while True:
        try:
            fcntl.lockf(fd, fcntl.LOCK_EX)
            return
        except OSError as error:
            if error.errno != errno.EDEADLK:
                raise
            time.sleep(0.01)


def _created(path: Path) -> int | None:
    """A lock on a new file, or ``None`` if ``path`` exists. Locked before it has its name, so nobody sees it free."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    fd = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.link(temporary, path)  # unlike a rename it never replaces what another process has just made
    except FileExistsError:
        os.close(fd)
        return None
    finally:
        temporary.unlink()
    return fd


def _taken_over(path: Path) -> int | None:
    """A lock on the file that someone left, or ``None`` if it went away meanwhile."""
    try:
        if _inode(path.stat()) in _held:
            raise ConflictError(f"{path} is locked by this process")
        fd = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(fd)
        if error.errno not in (errno.EACCES, errno.EAGAIN):
            raise
        raise ConflictError(f"{path} is locked by another process") from None
    if _still_named(path, fd):
        return fd
    os.close(fd)
    return None


def _still_named(path: Path, fd: int) -> bool:
    try:
        return _inode(path.stat()) == _inode(os.fstat(fd))
    except FileNotFoundError:
        return False


def _inode(status: os.stat_result) -> _Inode:
    return status.st_dev, status.st_ino


def _forget() -> None:
    """A forked child holds none of its parent's locks, and must not wait for its parent's threads."""
    global _mutex
    _mutex = threading.RLock()
    _held.clear()
    _waited.clear()


os.register_at_fork(after_in_child=_forget)
