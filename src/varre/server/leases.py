"""What says that agents of other hosts live: leases, by this server's monotonic clock.

Each sign of life renews them; one that has expired makes its run available (`Scheduler.expire`). A server that starts
cannot know how long the agents tried to reach it, so it gives every lease that it finds a time of grace.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from varre.datadir import DataDir
from varre.datadir.remote import hear_remote, remote_agents
from varre.errors import NotFoundError, StoreError
from varre.runs import AgentId, Lease, Order, OrderKind
from varre.scheduler import Scheduler
from varre.scheduler.recover import GRACE_S

__all__ = ["LEASE_S", "Leases"]

LEASE_S = 60.0
_LOOK_S = 1.0
_MARK_S = 5.0
_log = logging.getLogger("varre.server")


class Leases:
    """The leases of remote agents and when each expires. Threads may share it."""

    def __init__(
        self,
        scheduler: Scheduler,
        datadir: DataDir,
        *,
        lease_s: float = LEASE_S,
        grace_s: float = GRACE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._scheduler = scheduler
        self._datadir = datadir
        self._lease_s = lease_s
        self._grace_s = grace_s
        self._clock = clock
        self._turn = threading.Lock()
        self._until: dict[Lease, float] = {}
        self._marked: dict[AgentId, float] = {}
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="leases", daemon=True)

    # -- what agents give -------------------------------------------------------------------------------------------

    def beat(self, agent: AgentId, held: Sequence[Lease]) -> Mapping[Lease, Order]:
        """What is to be done with each run that an agent believes to hold; those it does hold are renewed."""
        orders = dict(self._scheduler.heartbeat(held))
        for lease, order in orders.items():
            if order.kind is OrderKind.SUPERSEDED and self._scheduler.renew(lease):
                orders.update(self._scheduler.heartbeat([lease]))
        self.hear(agent, [lease for lease, order in orders.items() if order.kind is not OrderKind.SUPERSEDED])
        return orders

    def hear(self, agent: AgentId, held: Iterable[Lease] = ()) -> None:
        """An agent lives, and holds these."""
        now = self._clock()
        with self._turn:
            self._until.update((lease, now + self._lease_s) for lease in held)
            due = now - self._marked.get(agent, float("-inf")) >= _MARK_S
            if due:
                self._marked[agent] = now
        if due:
            hear_remote(self._datadir, agent)

    def drop(self, lease: Lease) -> None:
        """What a lease was for has ended."""
        with self._turn:
            self._until.pop(lease, None)

    def of(self, agent: AgentId) -> frozenset[Lease]:
        """The leases of an agent."""
        with self._turn:
            return frozenset(lease for lease in self._until if lease.agent == agent)

    # -- the watch --------------------------------------------------------------------------------------------------

    @property
    def ending(self) -> bool:
        """Whether the server is about to end, so that nobody should wait for anything."""
        return self._ending.is_set()

    def start(self) -> None:
        """Begin to watch; what is found running gets its time of grace."""
        self.look()
        self._thread.start()

    def release(self) -> None:
        """Let nobody wait any longer. Safe in any thread."""
        self._ending.set()

    def stop(self) -> None:
        """End the watch; stopping twice does nothing."""
        self.release()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> None:
        """Adopt what runs remotely and is not known here, and make available what has expired."""
        remote = set(remote_agents(self._datadir))
        running = {
            Lease(run.key, run.attempt, run.agent)
            for run in (self._scheduler.running() if remote or self._until else ())
            if run.agent in remote and run.agent is not None
        }
        for lease in self._expired(running):
            if self._scheduler.expire(lease):
                _log.warning("nothing is heard of %s: run %s is available again", lease.agent, lease.run)

    def _expired(self, running: set[Lease]) -> list[Lease]:
        now = self._clock()
        with self._turn:
            for lease in running:
                self._until.setdefault(lease, now + self._grace_s)
            overdue = [lease for lease, until in self._until.items() if until <= now]
            for lease in overdue:
                del self._until[lease]
        return [lease for lease in overdue if lease in running]

    def _watch(self) -> None:
        while not self._ending.wait(_LOOK_S):
            try:
                self.look()
            except (StoreError, NotFoundError, OSError):
                _log.exception("the leases cannot be looked at")
