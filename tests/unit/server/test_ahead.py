"""What a server does before anybody asks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI

from varre.server import ahead, explaining
from varre.server.ahead import Ahead
from varre.server.inside import Answer


@pytest.mark.parametrize("looked_at", [True, False])
def test_routes_are_made_ready_and_the_reckoner_where_somebody_is_about_to_look(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, looked_at: bool
) -> None:
    warmed, answers = [], []

    async def warm(function: Any) -> None:
        warmed.append(function)

    async def ask(*arguments: Any) -> Answer:
        answers.append(await explicit(*arguments))
        return answers[0]

    explicit = ahead.ask
    monkeypatch.setattr(ahead, "ask", ask)
    monkeypatch.setattr(app.state.calculator, "warm", warm)
    app.state.settings = replace(app.state.settings, looked_at=looked_at)
    asyncio.run(started(Ahead(app), lambda: bool(answers)))
    assert [answer.status for answer in answers] == [404]  # let in, and no route is without its turn
    assert warmed == ([explaining.prepare] if looked_at else [])


def test_what_is_not_done_is_left_when_the_server_ends(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask(*_: Any) -> Answer:
        raise AssertionError("asked after the end")

    async def ended() -> None:
        made = Ahead(app)
        made.start()
        made.stop()
        await asyncio.sleep(0.1)

    monkeypatch.setattr(ahead, "ask", ask)
    asyncio.run(ended())


async def started(made: Ahead, done: Any) -> None:
    made.start()
    while not done():
        await asyncio.sleep(0.01)
    await asyncio.sleep(0)
