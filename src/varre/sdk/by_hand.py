"""A script started by hand: its own agent, with one run that belongs to no sweep."""

from __future__ import annotations

import os

from varre.datadir import DataDir, Lock, find, hold, new_agent_id
from varre.errors import VarreError
from varre.runs import Claim, Exit
from varre.scheduler import Scheduler
from varre.sdk.ending import Ending
from varre.sdk.hosts import Place, Writer
from varre.sdk.notebook import in_notebook
from varre.sdk.notices import say
from varre.sdk.options import UNCATEGORIZED, Options
from varre.sdk.signals import STOPPED
from varre.sdk.tailing import Feed
from varre.spool import SpoolWriter

__all__ = ["ByHand"]


class ByHand:
    """Holds the run's lease while the process lives; a thread takes in what it logs.

    `recover` finds a process that was killed by its lock, and takes in the rest.
    """

    def __init__(self, scheduler: Scheduler, datadir: DataDir, claim: Claim, lock: Lock) -> None:
        self.place = Place(claim.lease.run, claim.id, claim.project, datadir.run_dir(claim.lease.run))
        self._scheduler = scheduler
        self._datadir = datadir
        self._lease = claim.lease
        self._lock = lock
        self._feed = Feed(scheduler, datadir, claim.lease)
        self._ending = Ending()
        self._told_to_stop = False
        self._pid = os.getpid()

    @classmethod
    def start(cls, told: Options) -> ByHand:
        """Make the run. Raises `ConflictError` where its id is taken."""
        datadir = find(create=True)
        scheduler = Scheduler.open(datadir)
        agent = new_agent_id()
        lock = hold(datadir.agent_lock(agent))
        try:
            scheduler.recover()
            project = told.project or UNCATEGORIZED
            claim = scheduler.start_run(agent, project=project, id=told.id, name=told.name, config={})
        except BaseException:
            lock.release()
            scheduler.close()
            raise
        return cls(scheduler, datadir, claim, lock)

    def open_writer(self) -> Writer:
        return SpoolWriter(self._datadir.spool(self._lease.run), self._lease.attempt)

    def begin(self) -> None:
        if not in_notebook():
            self._ending.watch()

    def stop_asked(self) -> bool:
        self._told_to_stop |= self._feed.stop_asked.is_set()
        return self._told_to_stop

    def end(self, code: int | None, error: str = "") -> None:
        if os.getpid() != self._pid:  # a forked child: the run goes on in its parent
            return
        self._ending.leave()
        try:
            self._feed.close()
            self._scheduler.end(self._lease, self._exit(code, error))
        except (OSError, VarreError) as problem:
            say(f"run {self.place.id} is taken in by the next varre command: {problem}")
        finally:
            self._lock.path.unlink(missing_ok=True)
            self._lock.release()
            self._scheduler.close()

    def _exit(self, code: int | None, error: str) -> Exit:
        if code is None:
            code = self._ending.code or (STOPPED if self._told_to_stop else 0)
        return Exit(code, ordered=self._feed.stop_asked.is_set(), error=error or self._ending.error)
