"""The store in one SQLite file, shared by any number of processes of one host."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from varre.store.base import Doomed
from varre.store.filesystem import check_local
from varre.store.sqlite.connection import Connection
from varre.store.sqlite.curves import SqliteCurves
from varre.store.sqlite.feed import SqliteFeed
from varre.store.sqlite.purge import doomed, purge
from varre.store.sqlite.rows import SqliteRows
from varre.store.sqlite.runs import SqliteRuns
from varre.store.sqlite.sweeps import SqliteSweeps

__all__ = ["SqliteStore"]


class SqliteStore:
    """Sweeps, runs and rows in one SQLite file in WAL mode. Threads may share it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.sweeps = SqliteSweeps(connection)
        self.runs = SqliteRuns(connection)
        self.rows = SqliteRows(connection)
        self.curves = SqliteCurves(connection)
        self.feed = SqliteFeed(connection)

    @classmethod
    def open(cls, path: Path) -> SqliteStore:
        """Open the file, making it or bringing its schema up to date if need be.

        Raises `StoreError` for a file that is not such a store or was written by a newer Varre, and `DataDirError` on
        a network file system.
        """
        check_local(path.parent)
        return cls(Connection(path))

    def doomed(self, before: float) -> Doomed:
        """What was deleted before a time."""
        return doomed(self._connection, before)

    def purge(self, before: float) -> None:
        """Remove for good what was deleted before a time."""
        purge(self._connection, before)

    def size_bytes(self) -> int:
        """How much room the file takes, and what was written ahead of it."""
        path = self._connection.path
        files = (path, path.with_name(f"{path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
