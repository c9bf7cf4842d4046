"""One connection to the SQLite file: how it is opened, and the only two kinds of transaction."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from varre.datadir import wait_for
from varre.errors import StoreError
from varre.store.queries import migrations, query, statements

__all__ = ["Connection"]

_BUSY_TIMEOUT_S = 30.0
_APPLICATION_ID = 0x56415252  # "VARR": tells our files from other programs'


class Connection:
    """A connection that threads take turns with. A forked child opens its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = threading.RLock()
        self._pid = os.getpid()
        self._closed = False
        self._sqlite = _open(path)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that writes. It takes the write lock at once: one that began by reading cannot wait for it."""
        with self._bracket("begin immediate"):
            yield self

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Several reads of one instant."""
        with self._bracket("begin"):
            yield self

    def run(self, name: str, /, **parameters: object) -> None:
        """Run a named query for its effect."""
        self.all(name, **parameters)

    def all(self, name: str, /, **parameters: object) -> list[sqlite3.Row]:
        """All rows of a named query."""
        with self._turn, self._errors():
            rows: list[sqlite3.Row] = self._live().execute(query(name), parameters).fetchall()
            return rows

    def one(self, name: str, /, **parameters: object) -> sqlite3.Row | None:
        """The first row of a named query."""
        return next(iter(self.all(name, **parameters)), None)

    def tick(self) -> int:
        """The number of this transaction."""
        (row,) = self.all("tick")
        return int(row[0])

    def close(self) -> None:
        """Close it; closing twice does nothing."""
        with self._turn:
            if not self._closed and self._pid == os.getpid():
                self._sqlite.close()
            self._closed = True

    @contextmanager
    def _bracket(self, begin: str) -> Iterator[None]:
        with self._turn, self._errors():
            sqlite = self._live()
            sqlite.execute(begin)
            try:
                yield
                sqlite.execute("commit")
            except BaseException:
                with suppress(sqlite3.Error):
                    sqlite.execute("rollback")
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}") from error

    def _live(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(f"{self.path} is closed")
        if self._pid != os.getpid():  # the parent's connection must not be touched, not even closed
            _abandoned.append(self._sqlite)
            self._sqlite = _open(self.path)
            self._pid = os.getpid()
        return self._sqlite


_abandoned: list[sqlite3.Connection] = []


def _open(path: Path) -> sqlite3.Connection:
    """Openings go one by one: two that set the journal's mode at once would not wait for one another."""
    try:
        with wait_for(path.with_name(f"{path.name}.lock")):
            _create(path)
            sqlite = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
            try:
                _prepare(sqlite, path)
            except BaseException:
                sqlite.close()
                raise
            return sqlite
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path} cannot be opened: {error}") from error


def _create(path: Path) -> None:
    """Only a file that is not there may be opened by other means than SQLite's: closing it drops SQLite's locks."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))


def _prepare(sqlite: sqlite3.Connection, path: Path) -> None:
    sqlite.row_factory = sqlite3.Row
    sqlite.execute("pragma journal_mode = wal")
    sqlite.execute("pragma synchronous = full")
    sqlite.execute("pragma foreign_keys = on")
    _migrate(sqlite, path)


def _migrate(sqlite: sqlite3.Connection, path: Path) -> None:
    known = max(migrations())
    version = _pragma(sqlite, "user_version")
    tables = sqlite.execute("select count(*) from sqlite_schema").fetchone()[0]
    if tables and _pragma(sqlite, "application_id") != _APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program")
    if version > known:
        raise StoreError(
            f"{path} was written by a newer Varre (schema {version}, this one knows {known}): upgrade Varre"
        )
    for number, script in migrations().items():
        if number > version:
            _apply(sqlite, number, script)


def _apply(sqlite: sqlite3.Connection, number: int, script: str) -> None:
    sqlite.execute("begin immediate")
    for statement in (
        *statements(script),
        f"pragma application_id = {_APPLICATION_ID}",
        f"pragma user_version = {number}",
    ):
        sqlite.execute(statement)
    sqlite.execute("commit")


def _pragma(sqlite: sqlite3.Connection, name: str) -> int:
    return int(sqlite.execute(f"pragma {name}").fetchone()[0])
