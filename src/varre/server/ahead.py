"""What a server does once it listens, so that the first who asks need not wait for it."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI

from varre.server.explaining import prepare
from varre.server.inside import ask

__all__ = ["Ahead"]

_SOON_S = 0.05
_NOWHERE = "/api/-"
"""A path of no route: all of them are asked whether it is theirs."""


class Ahead:
    """Made and started in the server's loop, which listens before the first of it is done."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin soon."""
        self._task = asyncio.create_task(self._work())

    def stop(self) -> None:
        """Leave what is not done."""
        if self._task is not None:
            self._task.cancel()

    async def _work(self) -> None:
        await asyncio.sleep(_SOON_S)
        await asyncio.gather(self._routes(), self._reckoner())

    async def _routes(self) -> None:
        # FastAPI makes what reads and checks the parameters of a route when it is first asked for it.
        settings = self._app.state.settings
        await ask(self._app, settings.url + _NOWHERE, settings.token)

    async def _reckoner(self) -> None:
        if self._app.state.settings.looked_at:
            await self._app.state.calculator.warm(prepare)
