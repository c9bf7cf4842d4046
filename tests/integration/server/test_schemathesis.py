"""Whatever is sent, the server answers as its document says, and never with a defect.

Requests are made from the OpenAPI document by schemathesis, the same ones at each run. They go into the application in
this process, over a store that has a sweep with runs in it; every other request names what is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from varre.datadir import find, hold
from varre.runs import AgentId, Claim, Exit
from varre.scheduler import Scheduler
from varre.server.app import create_app
from varre.server.openapi import document
from varre.server.settings import Settings
from varre.spool import SpoolWriter, Tail
from varre.sweepfile import SweepFile

TOKEN = "a-token-of-the-tests"
URL = "http://127.0.0.1:7171"
AGENT = AgentId("host-01234567")
DOCUMENT = document()
ENDLESS = "/api/events"
OPERATIONS = [(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods if path != ENDLESS]
SWEEP = """
program: train.py
method: random
seed: 1
metric: {name: loss}
parameters: {lr: {min: 0.001, max: 0.1}, optimizer: {values: [adam, sgd]}}
"""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@dataclass(frozen=True)
class Served:
    """The document with the application that it is of, and what is there to be named."""

    schema: schemathesis.schemas.BaseSchema
    known: dict[str, str]


class OnlyRequests:
    """An application without its beginning and end, which schemathesis would go through for each operation anew."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        for event in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{event}.complete"})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    datadir = find(create=True, env={}, cwd=folder)
    lock = hold(datadir.agent_lock(AGENT))
    with Scheduler.open(datadir) as scheduler:
        sweep = scheduler.create_sweep(SweepFile.parse_text(SWEEP), directory=folder)
        claim = scheduler.claim(sweep.key, AGENT)
        assert isinstance(claim, Claim)
        writer = SpoolWriter(datadir.spool(claim.lease.run), 1)
        for epoch in range(5):
            writer.write("row", {"loss": float("nan") if epoch == 2 else 1.0 / (epoch + 1), "odd \ud800": "\u202e"})
        writer.close()
        logged = Tail(datadir.spool(claim.lease.run), writer.writer).read()
        scheduler.append(claim.lease, writer.writer, 0, logged)
        scheduler.end(claim.lease, Exit(0))
        scheduler.enqueue(sweep.key, {})
        (datadir.run_dir(claim.lease.run)).mkdir(parents=True)
        (datadir.run_dir(claim.lease.run) / "a.txt").write_text("a")
        schema = schemathesis.openapi.from_dict(DOCUMENT)
        schema.app = OnlyRequests(create_app(scheduler, datadir, Settings(TOKEN, directory=folder)))
        known = {"sweep": sweep.key, "run": claim.lease.run, "agent": AGENT, "path": "a.txt"}
        yield Served(schema, known)
    lock.release()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_what_is_answered_is_what_the_document_says(served: Served, method: str, path: str) -> None:
    @hypothesis_settings(
        max_examples=12,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=served.schema[path][method].as_strategy(), named=st.booleans())
    def answers(case: schemathesis.Case, named: bool) -> None:
        if named:
            for name in set(case.path_parameters or {}) & set(served.known):
                case.path_parameters[name] = served.known[name]
        if path.endswith("/heartbeat") and isinstance(case.body, dict):
            case.body["wait"] = 0.0
        case.call_and_validate(base_url=URL, headers={"Authorization": f"Bearer {TOKEN}"}, checks=CHECKS)

    answers()
