"""The agents' routes refuse what no agent would send, in the one shape of errors and never with a 500."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from varre.client import Address
from varre.datadir import DataDir
from varre.scheduler import Scheduler
from varre.sweepfile import SweepFile

Serve = Callable[..., AbstractContextManager[Address]]
AGENT = "/api/agents/host-00000000"
PLACE = {"run": "run00000", "attempt": "1", "writer": "1.1-00000000", "offset": "0"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("home") / ".varre"
    folder.mkdir(mode=0o700)
    datadir = DataDir(folder)
    with Scheduler.open(datadir) as scheduler, serve(scheduler, datadir) as address:
        scheduler.create_sweep(SweepFile.parse({"method": "grid", "parameters": {"a": {"values": [1]}}}))
        headers = {"Authorization": f"Bearer {address.token}"}
        with httpx.Client(base_url=str(address), headers=headers, timeout=30) as client:
            yield client


def refused(answer: httpx.Response) -> int:
    assert set(answer.json()) == {"error"}, answer.text
    assert answer.json()["error"]["message"]
    assert 400 <= answer.status_code < 500, answer.text
    return answer.status_code


@pytest.mark.parametrize(
    "agent", ["x", "host-0000000", "..%2f..%2fetc-00000000", "host-00000000%00", "h" * 200, "é-00000000"]
)
def test_what_is_no_agent(client: httpx.Client, agent: str) -> None:
    refused(client.post(f"/api/agents/{agent}/heartbeat", json={"leases": []}))


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("claim", {}),
        ("claim", {"sweep": "nosweep0"}),
        ("claim", {"sweep": "\0"}),
        ("claim", {"sweep": "../../etc"}),
        ("claim", {"sweep": 1}),
        ("claim", {"sweep": "nosweep0", "holding": [{"run": "../x", "attempt": 1}]}),
        ("claim", {"sweep": "nosweep0", "extra": 1}),
        ("heartbeat", {"leases": [{"run": "run00000", "attempt": 0}]}),
        ("heartbeat", {"leases": [{"run": "run00000", "attempt": 2**70}]}),
        ("heartbeat", {"leases": [{"run": "run00000", "attempt": 1}] * 2000}),
        ("heartbeat", {"leases": [], "wait": 1e9}),
        ("heartbeat", {"leases": [], "wait": -1}),
        ("end", {"run": "run00000", "attempt": 1, "exit": {"code": 0}}),
        ("end", {"run": "run00000", "attempt": 1, "exit": {"code": 2**63}}),
        ("end", {"run": "run00000", "attempt": 1, "exit": {"code": 0, "tail": "x" * 200_000}}),
        ("end", []),
    ],
)
def test_bodies_that_cannot_be_used(client: httpx.Client, what: str, body: Any) -> None:
    refused(client.post(f"{AGENT}/{what}", content=json.dumps(body), headers={"Content-Type": "application/json"}))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b'{"leases": [], "wait": NaN}', b'{"leases": "\\ud800"}', b"[" * 10_000]
)
def test_bodies_that_are_no_json(client: httpx.Client, body: bytes) -> None:
    refused(client.post(f"{AGENT}/heartbeat", content=body, headers={"Content-Type": "application/json"}))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"run": "x"},
        {"attempt": "2"},
        {"attempt": "-1"},
        {"attempt": "one"},
        {"writer": "../../x"},
        {"writer": "1." + "1" * 100},
        {"offset": "-1"},
        {"offset": str(2**64)},
    ],
)
def test_lines_that_belong_nowhere(client: httpx.Client, wrong: dict[str, str]) -> None:
    refused(client.post(f"{AGENT}/append", params={**PLACE, **wrong}, content=b"{}\n"))


def test_lines_of_more_than_is_allowed(client: httpx.Client) -> None:
    assert refused(client.post(f"{AGENT}/append", params=PLACE, content=bytes(17 << 20))) == 413


def test_without_the_token_nothing(client: httpx.Client) -> None:
    for what in ("claim", "heartbeat", "append", "end"):
        answer = httpx.post(f"{client.base_url}{AGENT}/{what}", headers={"Authorization": "Bearer no"}, content=b"{}")
        assert refused(answer) == 401
