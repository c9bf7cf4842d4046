"""The event stream: one look at the store serves everybody who listens.

Each listener has a cursor of its own, and takes part in a look only when it has sent what it got before. So a slow one
makes nothing pile up: it is told later, of more at once, and of too much that it should read anew. Listeners that
stand at the same cursor, as all do but for new and slow ones, share one reading of the store and one text.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from varre.runs import AgentStatus
from varre.scheduler import Scheduler
from varre.server.events import ALIVE, RECORDS, HelloEvent, ResetEvent, change, event
from varre.server.views import Views, agent_view

__all__ = ["Stream"]

_LOOK_S = 0.25
_ALIVE_S = 15.0
_AGENTS_LOOKS = 8  # what agents do shows in the store, whether they live does not: looked at each so many looks
_END = b""

_log = logging.getLogger("varre.server")


class Stream:
    """Tells all listeners of one server what changes. For use from one event loop, but for `close`."""

    def __init__(self, scheduler: Scheduler, views: Views, *, server: str, version: str) -> None:
        self._scheduler = scheduler
        self._views = views
        self._server = server
        self._version = version
        self._listeners: set[_Listener] = set()
        self._watcher: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._agents = _Agents()
        self._closed = False
        self._over = False

    async def listen(self, since: int | None) -> AsyncIterator[bytes]:
        """What changes after a cursor (``None``: from now on), as server-sent events, until the stream is closed."""
        now = await asyncio.to_thread(self._scheduler.cursor)
        listener = _Listener(now if since is None else since, asyncio.get_running_loop())
        yield event("hello", HelloEvent(cursor=listener.cursor, server=self._server, version=self._version))
        self._listeners.add(listener)
        self._watch()
        try:
            while not self._over:
                heard = await listener.heard(_ALIVE_S)
                if heard == _END:
                    return
                yield ALIVE if heard is None else heard
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """End all listening after one more look, from whatever thread.

        A server waits for its open connections before it ends, and ends with its sweep, whose end is then to be told.
        """
        self._closed = True
        for listener in list(self._listeners):
            listener.stir(self._wake)

    def _watch(self) -> None:
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._look_on())

    async def _look_on(self) -> None:
        """Look for as long as somebody listens, four times a second, and at most half of the time."""
        clock = asyncio.get_running_loop().time
        looks = 0
        while self._listeners and not self._over:
            begun, last = clock(), self._closed
            try:
                await self._look(agents=looks % _AGENTS_LOOKS == 0)
            except Exception:  # noqa: BLE001 - the outermost loop: the store may be back at the next look
                _log.exception("the event stream could not look at the store")
            looks += 1
            if last:
                self._end()
            else:
                spent = clock() - begun
                await self._rest(max(_LOOK_S - spent, spent))

    async def _rest(self, seconds: float) -> None:
        """Wait, but not when the stream is closed meanwhile."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    def _end(self) -> None:
        self._over = True
        for listener in self._listeners:
            listener.end()

    async def _look(self, *, agents: bool) -> None:
        if agents:
            self._agents.see(await asyncio.to_thread(self._views.statuses))
        cursor = await asyncio.to_thread(self._scheduler.cursor)
        alike: dict[tuple[int, bool], list[_Listener]] = defaultdict(list)
        for listener in self._listeners:
            stale = listener.agents != self._agents.version
            if listener.ready and (stale or listener.cursor != cursor):
                alike[listener.cursor, stale].append(listener)
        for (since, stale), listeners in alike.items():
            told = self._agents.statuses if stale else None
            until, text = await asyncio.to_thread(self._tell, since, cursor, told)
            for listener in listeners:
                listener.agents = self._agents.version
                listener.tell(until, text)

    def _tell(self, since: int, cursor: int, agents: Sequence[AgentStatus] | None) -> tuple[int, bytes | None]:
        """What to say to those who know everything up to ``since``, and up to where they know everything then."""
        changes = self._scheduler.changes(since, RECORDS)
        if changes is None:
            return cursor, event("reset", ResetEvent(cursor=cursor))
        if not changes.sweeps and not changes.runs and agents is None:
            return changes.cursor, None
        views = None if agents is None else [agent_view(status) for status in agents]
        return changes.cursor, event("change", change(self._scheduler, self._views, changes, views))


class _Listener:
    """One connection: how far it has been told, and a slot for one text that it has not sent yet."""

    def __init__(self, cursor: int, loop: asyncio.AbstractEventLoop) -> None:
        self.cursor = cursor
        self.agents = 0
        self._loop = loop
        self._slot: asyncio.Future[bytes] = loop.create_future()
        self._waiting = False

    @property
    def ready(self) -> bool:
        """Whether it has sent all that it was told."""
        return self._waiting and not self._slot.done()

    async def heard(self, seconds: float) -> bytes | None:
        """The next text, or ``None`` if there was none for so long."""
        self._waiting = True
        await asyncio.wait({self._slot}, timeout=seconds)  # wait_for would lose what is told in its last instant
        self._waiting = False
        if not self._slot.done():
            return None
        text, self._slot = self._slot.result(), self._loop.create_future()
        return text

    def tell(self, cursor: int, text: bytes | None) -> None:
        """Say something; ``None`` is nothing but the new cursor. Whoever is not ready any more is told later."""
        if self.ready:
            self.cursor = cursor
            if text is not None:
                self._slot.set_result(text)

    def end(self) -> None:
        """Say that nothing more comes. Whoever has not sent yet what it was told sees so for itself."""
        if not self._slot.done():
            self._slot.set_result(_END)

    def stir(self, event: asyncio.Event) -> None:
        """Set an event of its loop, from whatever thread."""
        self._loop.call_soon_threadsafe(event.set)


class _Agents:
    """What is known of the agents; ``version`` changes when one comes, goes, or takes another run."""

    def __init__(self) -> None:
        self.version = 0
        self.statuses: Sequence[AgentStatus] = ()
        self._facts: object = None

    def see(self, statuses: Sequence[AgentStatus]) -> None:
        """Take in how the agents are now."""
        facts = [(status.id, status.alive, status.sweeps, status.runs) for status in statuses]
        if facts != self._facts:
            self._facts, self.statuses = facts, statuses
            self.version += 1
