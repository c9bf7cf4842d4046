"""The server in this process, over a real store: requests go into the application without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from varre.datadir import DataDir, find
from varre.scheduler import Scheduler
from varre.server.app import create_app
from varre.server.settings import Settings

TOKEN = "a-token-of-the-tests"
URL = "http://127.0.0.1:7171"
SWEEP = """
program: train.py
method: random
metric: {name: loss}
run_cap: 5
parameters:
  lr: {min: 0.001, max: 0.1}
  optimizer: {values: [adam, sgd]}
"""


class Client:
    """Asks an application, as a program that shows the token or as whatever ``headers`` say."""

    def __init__(self, app: FastAPI, **headers: str) -> None:
        self.app = app
        self.headers = headers

    def request(self, method: str, path: str, *, raw: str | None = None, **options: object) -> httpx.Response:
        """One request; ``raw`` is a path that must arrive as it is written."""
        return asyncio.run(self._ask(method, path, raw, **options))

    async def _ask(self, method: str, path: str, raw: str | None, **options: object) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        url = httpx.URL(URL + path) if raw is None else httpx.URL(URL).copy_with(raw_path=raw.encode())
        async with httpx.AsyncClient(transport=transport, headers=self.headers) as client:
            return await client.request(method, url, **options)

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: object) -> httpx.Response:
        return self.request("POST", path, **options)


@pytest.fixture
def datadir(tmp_path: Path) -> DataDir:
    return find(create=True, env={}, cwd=tmp_path)


@pytest.fixture
def scheduler(datadir: DataDir) -> Iterator[Scheduler]:
    with Scheduler.open(datadir) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(TOKEN, directory=tmp_path)


@pytest.fixture
def app(scheduler: Scheduler, datadir: DataDir, settings: Settings) -> Iterator[FastAPI]:
    made = create_app(scheduler, datadir, settings)
    yield made
    made.state.calculator.close()


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """Make a client of an application: ``client_of(app, Cookie="…")``."""
    return Client


@pytest.fixture
def program(app: FastAPI) -> Client:
    """A program that shows the token."""
    return Client(app, Authorization=f"Bearer {TOKEN}")


@pytest.fixture
def stranger(app: FastAPI) -> Client:
    """Somebody who shows nothing."""
    return Client(app)


@pytest.fixture
def browser(app: FastAPI, stranger: Client) -> Client:
    """A browser that came in by a link; it says where each request comes from only if asked to."""
    entered = stranger.get(f"/enter/{app.state.links.make()}")
    return Client(app, Cookie=entered.headers["set-cookie"].partition(";")[0])


@pytest.fixture
def sweep(program: Client) -> str:
    """The key of a sweep that no agent works on."""
    created = program.post("/api/sweeps", json={"text": SWEEP})
    assert created.status_code == 201, created.text
    return str(created.json()["key"])


@pytest.fixture
def run(program: Client, sweep: str) -> str:
    """The key of a queued run."""
    queued = program.post(f"/api/sweeps/{sweep}/runs", json={"params": {"lr": 0.01, "optimizer": "sgd"}})
    assert queued.status_code == 201, queued.text
    return str(queued.json()["key"])
