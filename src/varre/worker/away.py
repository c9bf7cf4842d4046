"""What an agent keeps in its own data directory for a truth that is kept elsewhere, and who looks after it.

Beside what a run logs stands a note, ``<attempt>.lease``, that says whose it is. When an agent dies and its host does
not, the next one of the same data directory and server hands on what was logged and says how the run ended.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from varre import supervisor
from varre.datadir import DataDir, check_key, is_held
from varre.errors import ConflictError, NotFoundError, UsageError
from varre.runs import AgentId, Exit, Lease, OrderKind, RunKey
from varre.worker.base import Backend
from varre.worker.spooling import Forwarder

__all__ = ["Away"]


class Away:
    """The runs of one server in a data directory; ``server`` names it in the notes."""

    def __init__(self, datadir: DataDir, server: str) -> None:
        self._datadir = datadir
        self._server = server

    def begin(self, lease: Lease) -> None:
        """Note whose the spool of a run is, before anything is logged into it."""
        note = _note(self._datadir.spool(lease.run), lease.attempt)
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        note.write_text(json.dumps({"server": self._server, "agent": lease.agent}), encoding="utf-8")

    def end(self, lease: Lease) -> None:
        """All of an attempt has been handed on: nobody needs its files any more."""
        folder = self._datadir.spool(lease.run)
        _note(folder, lease.attempt).unlink(missing_ok=True)
        if not any(is_held(lock) for lock in folder.glob("*.lock")):
            shutil.rmtree(folder, ignore_errors=True)

    def hand_on(self, backend: Backend, tell: Callable[[str], None] = lambda text: None) -> None:
        """Hand on what dead agents of this data directory left. Raises `OSError` if the server cannot be reached."""
        for lease in list(self._left_behind()):
            folder = self._datadir.spool(lease.run)
            supervisor.finish_off(folder, lease.attempt)
            if is_held(folder / f"{lease.attempt}.supervisor.lock"):
                continue
            try:
                self._hand_on(backend, folder, lease)
            except NotFoundError as error:
                tell(f"what was logged for run {lease.run} is of no use any more: {error}")
            except ConflictError as error:
                tell(f"run {lease.run}: {error}")
            else:
                tell(f"run {lease.run}: what a dead agent left has been handed on")
            self.end(lease)

    def _hand_on(self, backend: Backend, folder: Path, lease: Lease) -> None:
        Forwarder(folder, lease).drain(backend)
        exit = _exit(folder, lease.attempt)
        # A supervisor cannot tell an order from a Ctrl-C of its agent; the server knows what was ordered.
        if exit.interrupted and not exit.lost and backend.heartbeat([lease])[lease].kind is OrderKind.STOP:
            exit = replace(exit, ordered=True, interrupted=False)
        backend.end(lease, exit)

    def _left_behind(self) -> Iterator[Lease]:
        for note in sorted((self._datadir.path / "spool").glob("*/*.lease")):
            with contextlib.suppress(UsageError):  # not the folder of a run
                lease = self._read(RunKey(check_key(note.parent.name)), note)
                if lease is not None and not is_held(self._datadir.agent_lock(lease.agent)):
                    yield lease

    def _read(self, run: RunKey, note: Path) -> Lease | None:
        try:
            found = json.loads(note.read_text(encoding="utf-8"))
            lease = Lease(run, int(note.stem), AgentId(found["agent"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return lease if found["server"] == self._server else None


def _note(folder: Path, attempt: int) -> Path:
    return folder / f"{attempt}.lease"


def _exit(folder: Path, attempt: int) -> Exit:
    """What the supervisor reported; an attempt of which nothing is known was lost with its agent."""
    try:
        report = json.loads((folder / f"{attempt}.exit").read_text(encoding="utf-8"))
        code, told, error = int(report["code"]), bool(report["ordered"]), str(report["error"])
        return Exit(code, interrupted=told or bool(report["signalled"]), error=error)
    except (OSError, ValueError, KeyError, TypeError):
        return Exit(-signal.SIGKILL, interrupted=True, lost=True, error="its agent was lost")
