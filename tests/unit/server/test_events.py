"""The event stream: one look for everybody, everything once, and nothing piles up for those who are slow."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from varre.datadir import DataDir
from varre.scheduler import Scheduler
from varre.server import events, stream
from varre.server.stream import Stream
from varre.server.views import Views

Heard = tuple[str, int, dict[str, Any]]


class Ear:
    """One who listens, event by event."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks

    async def hear(self) -> Heard:
        """The next event: its name, id and data."""
        while (chunk := await self.raw()).startswith(b":"):
            pass
        id, name, data, *_ = (line.partition(": ")[2] for line in chunk.decode().split("\n"))
        return name, int(id), json.loads(data)

    async def raw(self) -> bytes:
        return await asyncio.wait_for(anext(self._chunks), 30)

    async def until(self, wanted: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """The first change of which that is true."""
        while True:
            name, _, data = await self.hear()
            if name == "change" and wanted(data):
                return data


class Room:
    """A scheduler that counts how often it is read, its stream, and an agent."""

    def __init__(self, scheduler: Scheduler, agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.scheduler = scheduler
        self.agent = agent
        self.stream = Stream(scheduler, Views(scheduler), server="nonce", version="1")
        self.reads: dict[str, int] = {"cursor": 0, "changes": 0}
        for name in self.reads:
            monkeypatch.setattr(scheduler, name, self._counted(name))

    def _counted(self, name: str) -> Callable[..., object]:
        read = getattr(self.scheduler, name)

        def counted(*arguments: object) -> object:
            self.reads[name] += 1
            return read(*arguments)

        return counted

    def ear(self, since: int | None = None) -> Ear:
        return Ear(self.stream.listen(since))

    def run(self, scene: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            try:
                await scene()
            finally:
                self.stream.close()

        asyncio.run(asyncio.wait_for(whole(), 60))


@pytest.fixture
def room(scheduler: Scheduler, datadir: DataDir, crew: Any, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(stream, "_LOOK_S", 0.01)
    return Room(scheduler, crew(scheduler, datadir), monkeypatch)


def losses(data: dict[str, Any]) -> list[Any]:
    return [row["values"]["loss"] for part in data["rows"] for row in part["rows"]]


def test_a_listener_is_greeted_with_where_it_stands(room: Room) -> None:
    async def scene() -> None:
        now = room.scheduler.cursor()
        assert await room.ear().hear() == ("hello", now, {"cursor": now, "server": "nonce", "version": "1"})
        assert (await room.ear(0).hear())[1] == 0

    room.run(scene)


def test_a_change_tells_of_sweep_run_and_rows(room: Room, sweep: str) -> None:
    async def scene() -> None:
        ear = room.ear()
        await ear.hear()
        claim = room.agent.claim(sweep)
        room.agent.log(claim, {"loss": 0.5, "odd": math.nan})
        heard = await ear.until(losses)
        assert heard["cursor"] == room.scheduler.cursor()
        assert [(each["key"], each["best"]["value"], each["counts"]["running"]) for each in heard["sweeps"]] == [
            (sweep, 0.5, 1)
        ]
        assert [(each["key"], each["rows"]) for each in heard["runs"]] == [(claim.lease.run, 1)]
        (part,) = heard["rows"]
        assert (part["run"], part["sweep"], part["attempt"], part["more"]) == (claim.lease.run, sweep, 1, False)
        assert part["rows"][0]["values"] == {"loss": 0.5, "odd": "NaN"}

    room.run(scene)


def test_who_says_a_cursor_is_told_what_came_after_it(room: Room, sweep: str) -> None:
    async def scene() -> None:
        claim = room.agent.claim(sweep)
        room.agent.log(claim, {"loss": 3.0})
        known = room.scheduler.cursor()
        room.agent.log(claim, {"loss": 2.0}, {"loss": 1.0})
        ear = room.ear(known)
        await ear.hear()
        assert losses(await ear.until(losses)) == [2.0, 1.0]

    room.run(scene)


def test_all_who_stand_at_one_cursor_share_one_reading_and_one_text(room: Room, sweep: str) -> None:
    async def scene() -> None:
        ears = [room.ear() for _ in range(20)]
        for ear in ears:
            await ear.hear()
        first = [asyncio.create_task(ear.hear()) for ear in ears]  # the agents, which all are told in the beginning
        await asyncio.gather(*first)
        waiting = [asyncio.create_task(ear.raw()) for ear in ears]
        await asyncio.sleep(0.05)
        room.reads["changes"] = 0
        room.agent.claim(sweep)
        texts = {id(text) for text in await asyncio.gather(*waiting)}
        assert (room.reads["changes"], len(texts)) == (1, 1)

    room.run(scene)


def test_nobody_looks_while_nobody_listens(room: Room) -> None:
    async def scene() -> None:
        chunks = room.stream.listen(None)
        await Ear(chunks).hear()
        await Ear(chunks).hear()
        await chunks.aclose()  # type: ignore[attr-defined]
        await asyncio.sleep(0.05)
        room.reads["cursor"] = 0
        await asyncio.sleep(0.1)
        assert room.reads["cursor"] == 0

    room.run(scene)


def test_a_slow_listener_is_told_later_of_all_at_once(room: Room, sweep: str) -> None:
    async def scene() -> None:
        slow, quick = room.ear(), room.ear()
        for ear in (slow, quick):
            await ear.hear()
            await ear.hear()
        claim = room.agent.claim(sweep)
        for loss in (5.0, 4.0, 3.0):
            room.agent.log(claim, {"loss": loss})
            assert losses(await quick.until(losses)) == [loss]
        assert losses(await slow.until(losses)) == [5.0, 4.0, 3.0]

    room.run(scene)


def test_too_much_is_not_told_but_where_to_begin_anew(room: Room, sweep: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "RECORDS", 3)

    async def scene() -> None:
        for _ in range(4):
            room.agent.claim(sweep)
        ear = room.ear(0)
        await ear.hear()
        name, id, data = await ear.hear()
        assert (name, data) == ("reset", {"cursor": id})
        assert id == room.scheduler.cursor()

    room.run(scene)


def test_a_cursor_of_another_store_begins_anew(room: Room) -> None:
    async def scene() -> None:
        ear = room.ear(10**9)
        await ear.hear()
        name, id, _ = await ear.hear()
        assert (name, id) == ("reset", room.scheduler.cursor())

    room.run(scene)


def test_of_a_run_that_logged_very_much_only_that_is_said(room: Room, sweep: str) -> None:
    async def scene() -> None:
        ear = room.ear()
        await ear.hear()
        claim = room.agent.claim(sweep)
        await ear.until(lambda data: data["runs"])
        room.agent.log(claim, *({"loss": float(k)} for k in range(events.ROWS_OF_A_RUN + 1)))
        heard = await ear.until(lambda data: data["rows"])
        assert [(part["more"], part["rows"]) for part in heard["rows"]] == [(True, [])]

    room.run(scene)


def test_a_quiet_connection_is_kept_open(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_ALIVE_S", 0.02)

    async def scene() -> None:
        ear = room.ear()
        await ear.hear()
        await ear.hear()
        assert await ear.raw() == events.ALIVE

    room.run(scene)


def test_an_agent_that_comes_or_dies_is_told_of(
    room: Room, datadir: DataDir, crew: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("varre.server.views._AGENTS_S", 0.0)

    async def scene() -> None:
        ear = room.ear()
        await ear.hear()
        (first,) = (await ear.until(lambda data: data["agents"] is not None))["agents"]
        assert (first["id"], first["alive"]) == (room.agent.id, True)
        another = crew(room.scheduler, datadir)
        heard = await ear.until(lambda data: data["agents"] is not None)
        assert {each["id"] for each in heard["agents"]} == {room.agent.id, another.id}
        another.leave()
        heard = await ear.until(lambda data: data["agents"] is not None)
        assert [each["alive"] for each in heard["agents"] if each["id"] == another.id] in ([False], [])

    room.run(scene)


def test_a_store_that_fails_once_is_looked_at_again(
    room: Room, sweep: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from varre.errors import StoreError

    read, failures = room.scheduler.changes, [StoreError("disk"), StoreError("disk")]

    def failing(*arguments: Any) -> object:
        if failures:
            raise failures.pop()
        return read(*arguments)

    async def scene() -> None:
        ear = room.ear()
        await ear.hear()
        monkeypatch.setattr(room.scheduler, "changes", failing)
        room.agent.log(room.agent.claim(sweep), {"loss": 1.0})
        assert losses(await ear.until(losses)) == [1.0]

    room.run(scene)
    assert not failures
    assert "could not look" in caplog.text


def test_closing_ends_all_listening(room: Room) -> None:
    async def scene() -> None:
        ear = room.ear()
        await ear.hear()
        await ear.hear()
        waiting = asyncio.create_task(ear.raw())
        await asyncio.sleep(0.02)
        await asyncio.to_thread(room.stream.close)
        with pytest.raises(StopAsyncIteration):
            await waiting

    room.run(scene)


def test_what_happened_last_is_told_before_the_end(room: Room, sweep: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        ear = room.ear()
        await ear.hear()
        await ear.hear()
        waiting = asyncio.create_task(ear.until(losses))
        await asyncio.sleep(0.02)
        monkeypatch.setattr(stream, "_LOOK_S", 3600.0)  # nobody looks any more but for the end
        await asyncio.sleep(0.05)
        room.agent.log(room.agent.claim(sweep), {"loss": 1.0})
        await asyncio.to_thread(room.stream.close)
        assert losses(await waiting) == [1.0]
        with pytest.raises(StopAsyncIteration):
            await ear.raw()

    room.run(scene)


def test_who_comes_after_the_end_is_greeted_and_sent_away(room: Room) -> None:
    async def scene() -> None:
        room.stream.close()
        heard = [chunk async for chunk in room.stream.listen(None)]
        assert b"event: hello" in heard[0]

    room.run(scene)
