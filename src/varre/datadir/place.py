"""Where the data directory is and what lies where in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from varre.datadir.ids import check_agent, check_key
from varre.errors import DataDirError, NotFoundError
from varre.runs import AgentId, RunKey, SweepKey

__all__ = ["DataDir", "find"]

_NAME = ".varre"


@dataclass(frozen=True, slots=True)
class DataDir:
    """A data directory, checked to belong to this user alone; ``path`` is absolute.

    The methods give paths and make nothing, except that the folder of lock files exists when its path is given.
    """

    path: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.path / "varre.db"

    @property
    def token(self) -> Path:
        """The file with the server's token."""
        return self.path / "token"

    @property
    def sessions(self) -> Path:
        """The file with the sessions of browsers, as hashes."""
        return self.path / "sessions.json"

    @property
    def server_lock(self) -> Path:
        """The lock file that says whether a server of this data directory lives."""
        return self.path / "server.lock"

    @property
    def server_file(self) -> Path:
        """The file that says where that server is."""
        return self.path / "server.json"

    @property
    def server_log(self) -> Path:
        """The file that takes what goes wrong in the server without being anyone's fault."""
        return self.path / "server.log"

    def spool(self, run: RunKey) -> Path:
        """The folder that the processes of a run log into."""
        return self.path / "spool" / check_key(run)

    def run_dir(self, run: RunKey) -> Path:
        """The folder of a run (console log, checkpoints), the same for all its attempts."""
        return self.path / "runs" / check_key(run)

    def agent_lock(self, agent: AgentId) -> Path:
        """The lock file that says whether an agent of this host lives."""
        return self._folder("agents") / f"{check_agent(agent)}.lock"

    def agent_locks(self) -> list[Path]:
        """All lock files of agents, of living and dead ones."""
        return sorted(self._folder("agents").glob("*.lock"))

    def sweep_lock(self, sweep: SweepKey) -> Path:
        """The lock file under which a sweep's next run is chosen."""
        return self._folder("sweeps") / f"{check_key(sweep)}.lock"

    def spools(self) -> list[RunKey]:
        """The runs that have a folder to log into."""
        return [RunKey(entry.name) for entry in sorted(self._folder("spool").iterdir())]

    def _folder(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


def find(*, create: bool, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> DataDir:
    """The data directory: ``VARRE_DIR``, else the nearest ``.varre`` from ``cwd`` upwards, else one made in ``cwd``.

    Raises `NotFoundError` where there is none and ``create`` is false, and `DataDirError` for one that is not this
    user's own or that others may write: an ancestor folder of someone else must not name the program you run.
    """
    start = (cwd or Path.cwd()).absolute()
    named = (os.environ if env is None else env).get("VARRE_DIR")
    path = start / Path(named).expanduser() if named else _nearest(start)
    if path is None or not os.path.lexists(path):
        if not create:
            raise NotFoundError(_nothing_here(path, start))
        path = path or start / _NAME
        _make(path)
    _check(path)
    return DataDir(path)


def _nearest(start: Path) -> Path | None:
    candidates = (folder / _NAME for folder in (start, *start.parents))
    return next((path for path in candidates if os.path.lexists(path)), None)


def _nothing_here(path: Path | None, start: Path) -> str:
    if path is not None:
        return f"{path}, which VARRE_DIR names, does not exist: varre run makes it"
    return f"no {_NAME} in {start} or above it: varre run makes one, VARRE_DIR names another"


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        (path / ".gitignore").write_text("*\n", encoding="ascii")
    except OSError as error:
        raise DataDirError(f"{path} cannot be made: {error.strerror}. VARRE_DIR names another place") from error


def _check(path: Path) -> None:
    try:
        kept = path.stat()
        owners = {path.lstat().st_uid, kept.st_uid}
    except OSError as error:
        raise DataDirError(f"{path} cannot be read: {error.strerror}") from error
    if not stat.S_ISDIR(kept.st_mode):
        raise DataDirError(f"{path} is not a directory. VARRE_DIR names another place")
    if owners != {os.geteuid()}:
        raise DataDirError(f"{path} belongs to another user. VARRE_DIR names a data directory of your own")
    if kept.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise DataDirError(f"{path} may be written by others (mode {kept.st_mode & 0o777:o}): chmod 700 {path}")
