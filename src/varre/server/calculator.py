"""What takes longer than a request may hold up others: reckoned in a process beside the server, each thing once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress

from varre.server.reckoner import DiedError, OverdueError, Reckoner

__all__ = ["Calculator", "Key"]

Key = tuple[Hashable, ...]
"""What a result is: what was asked, of which sweep as of when, and how."""

_KEPT = 64
_IDLE_S = 60.0
_BUDGET_S = 60.0


class Calculator:
    """Runs functions one after the other in a process of its own. For use from one event loop, but for `close`.

    The process starts with the first function and ends when there has been none for a minute.
    """

    def __init__(self, *, idle_s: float = _IDLE_S, budget_s: float = _BUDGET_S) -> None:
        self._idle_s = idle_s
        self._budget_s = budget_s
        self._reckoner = Reckoner()
        self._turn = asyncio.Lock()
        self._going: dict[Key, asyncio.Task[str]] = {}
        self._done: OrderedDict[Key, str] = OrderedDict()
        self._ending: asyncio.TimerHandle | None = None
        self._closed = False

    async def run(self, key: Key | None, function: Callable[..., str], *arguments: object) -> str:
        """What a function of a module returns; ``key`` says what it is, and all who want the same share one run of it.

        Without a key it is run for this caller alone, as what changes something has to be. Raises what the function
        raises, `DiedError` if its process died, and `OverdueError` if it took too long.
        """
        if key is None:
            return await asyncio.shield(asyncio.create_task(self._reckon(function, arguments)))
        if key in self._done:
            self._done.move_to_end(key)
            return self._done[key]
        if key not in self._going:
            task = asyncio.create_task(self._keep(key, function, arguments))
            self._going[key] = task
            task.add_done_callback(lambda ended: self._over(key, ended))
        return await asyncio.shield(self._going[key])  # who goes away does not take it from the others

    async def warm(self, function: Callable[[], str]) -> None:
        """Start the process with a function that loads what others need, unless it runs: they then wait for less."""
        if self._reckoner.runs or self._turn.locked():
            return
        with suppress(DiedError, OverdueError):
            await self._reckon(function, ())

    def forget(self, *beginning: Hashable) -> None:
        """Let go of all results whose keys begin so."""
        for key in [key for key in self._done if key[: len(beginning)] == beginning]:
            del self._done[key]

    def close(self) -> None:
        """End the process for good, from whatever thread: who waits for it has waited in vain."""
        self._closed = True
        self._reckoner.end()

    async def _keep(self, key: Key, function: Callable[..., str], arguments: tuple[object, ...]) -> str:
        result = self._done[key] = await self._reckon(function, arguments)
        while len(self._done) > _KEPT:
            self._done.popitem(last=False)
        return result

    async def _reckon(self, function: Callable[..., str], arguments: tuple[object, ...]) -> str:
        async with self._turn:
            if self._closed:
                raise DiedError("the server is ending")
            if self._ending is not None:
                self._ending.cancel()
            try:
                return await asyncio.to_thread(self._reckoner.call, function, arguments, self._budget_s)
            finally:
                self._ending = asyncio.get_running_loop().call_later(self._idle_s, self._reckoner.end)

    def _over(self, key: Key, ended: asyncio.Task[str]) -> None:
        del self._going[key]
        if not ended.cancelled():
            ended.exception()  # all who wanted it may have gone away
