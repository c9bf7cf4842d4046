"""The event stream of a real server, over a socket, while other processes work on the same store."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from varre.datadir import DataDir, find
from varre.runs import Sweep
from varre.scheduler import Scheduler
from varre.server.serving import served
from varre.server.settings import Settings
from varre.server.sockets import listen
from varre.sweepfile import SweepFile

TOKEN = "a-token-of-the-tests"
FILE: dict[str, Any] = {"method": "random", "metric": {"name": "loss"}, "parameters": {"lr": {"min": 0.0, "max": 1.0}}}
WORK = """
import json, sys
from pathlib import Path
from varre.datadir import find, hold, new_agent_id
from varre.runs import Exit
from varre.scheduler import Scheduler

folder, sweep, *losses = sys.argv[1:]
datadir = find(create=False, env={}, cwd=Path(folder))
agent = new_agent_id()
with Scheduler.open(datadir) as scheduler:
    lock = hold(datadir.agent_lock(agent))
    claim = scheduler.claim(sweep, agent)
    offset = 0
    for place, loss in enumerate(losses):
        row = {"k": "row", "d": {"loss": float(loss)}, "step": None, "commit": True}
        line = json.dumps({"t": 1e9 + place, "r": float(place), **row}).encode() + b"\\n"
        offset = scheduler.append(claim.lease, "1.1-00000000", offset, line).next_offset
    scheduler.end(claim.lease, Exit(0))
    lock.release()
"""
Event = tuple[str, str, dict[str, Any]]


class Place:
    """A data directory with a sweep, served now and then."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.datadir: DataDir = find(create=True, env={}, cwd=folder)
        with Scheduler.open(self.datadir) as scheduler:
            self.sweep: Sweep = scheduler.create_sweep(SweepFile.parse(FILE), project="p")

    @contextmanager
    def served(self) -> Iterator[str]:
        """A server as a user starts one; another nonce and another port each time."""
        with (
            Scheduler.open(self.datadir) as scheduler,
            served(scheduler, self.datadir, Settings(TOKEN), listen("127.0.0.1", 0)) as running,
        ):
            yield running.settings.url

    def work(self, *losses: float) -> None:
        """One run by another process that knows of no server."""
        subprocess.run([sys.executable, "-c", WORK, str(self.folder), self.sweep.key, *map(str, losses)], check=True)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@contextmanager
def listening(url: str, **how: Any) -> Iterator[Iterator[Event]]:
    """The events of a stream, as id, name and data."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept-Encoding": "gzip", **how.get("headers", {})}
    asked = {"url": f"{url}/api/events", "headers": headers, "params": how.get("params", {})}
    with httpx.Client(timeout=60) as client, client.stream("GET", **asked) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in response.headers
        yield _events(response.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = value
        elif "data" in fields:
            yield fields["id"], fields["event"], json.loads(fields["data"])
            fields = {}


def _losses(event: Event) -> list[float]:
    return [row["values"]["loss"] for part in event[2].get("rows", []) for row in part["rows"]]


def _until(events: Iterator[Event], over: Callable[[list[Event]], object]) -> list[Event]:
    """The events up to where that is true of all of them."""
    heard: list[Event] = []
    while not over(heard):
        heard.append(next(events))
    return heard


def _states(heard: list[Event]) -> list[str]:
    return [run["state"] for _, _, data in heard for run in data.get("runs", [])]


def test_what_another_process_logs_is_heard(place: Place) -> None:
    with place.served() as url, listening(url) as events:
        assert next(events)[1] == "hello"
        place.work(3.0, 2.0, 1.0)
        heard = _until(events, lambda heard: "finished" in _states(heard))
        assert [loss for event in heard for loss in _losses(event)] == [3.0, 2.0, 1.0]
        assert heard[-1][2]["sweeps"][0]["best"]["value"] == 1.0
        assert [int(id) for id, _, _ in heard] == sorted({int(data["cursor"]) for _, _, data in heard})


def test_nothing_is_lost_or_told_twice_when_the_server_starts_again(place: Place) -> None:
    with place.served() as url, listening(url) as events:
        hello = next(events)
        place.work(9.0, 8.0)
        before = _until(events, lambda heard: "finished" in _states(heard))
    place.work(7.0, 6.0)
    with place.served() as url, listening(url, headers={"Last-Event-ID": before[-1][0]}) as events:
        again = next(events)
        place.work(5.0)
        after = _until(events, lambda heard: _states(heard).count("finished") == 2)
    assert again[1] == "hello"
    assert again[2]["server"] != hello[2]["server"]
    assert again[0] == before[-1][0]
    assert [loss for event in (*before, *after) for loss in _losses(event)] == [9.0, 8.0, 7.0, 6.0, 5.0]
    assert not [name for _, name, _ in (*before, *after) if name != "change"]


def test_what_a_browser_sends_again_counts_more_than_what_it_asked_at_first(place: Place) -> None:
    place.work(1.0)
    with place.served() as url:
        with listening(url, params={"since": 0}) as events:
            assert next(events)[0] == "0"
        with listening(url, params={"since": 0}, headers={"Last-Event-ID": "3"}) as events:
            assert next(events)[0] == "3"
        with listening(url, headers={"Last-Event-ID": "not ours"}) as events:
            assert next(events)[0] == "0"


def test_after_too_much_the_reader_is_sent_to_read_anew_and_then_told_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("varre.server.stream.RECORDS", 2)
    place.work(2.0)
    with place.served() as url, listening(url, params={"since": 0}) as events:
        next(events)
        (reset,) = _until(events, lambda heard: heard)
        monkeypatch.undo()
        place.work(1.0)
        heard = _until(events, lambda heard: "finished" in _states(heard))
    assert reset[1] == "reset"
    assert [loss for event in heard for loss in _losses(event)] == [1.0]


def test_a_stream_ends_with_its_server(place: Place) -> None:
    with ExitStack() as stack:
        with place.served() as url:
            events = stack.enter_context(listening(url))
            next(events)
        assert {name for _, name, _ in events} <= {"change"}  # and no more: the connection has been closed in order


def test_strangers_hear_nothing(place: Place) -> None:
    with place.served() as url:
        assert httpx.get(f"{url}/api/events").status_code == 401
