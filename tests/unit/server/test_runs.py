"""Runs over HTTP: looking, editing, stopping, trying again, and what was logged."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

from varre.datadir import DataDir, hold
from varre.runs import AgentId, Claim, Exit, SweepKey
from varre.scheduler import Scheduler
from varre.spool import SpoolWriter, Tail

Client = Any  # the one of conftest.py

AGENT = AgentId("host-01234567")


@pytest.fixture
def claim(program: Client, scheduler: Scheduler, datadir: DataDir, sweep: str) -> Iterator[Claim]:
    """A run in the hands of an agent that lives."""
    lock = hold(datadir.agent_lock(AGENT))
    claimed = scheduler.claim(SweepKey(sweep), AGENT)
    assert isinstance(claimed, Claim)
    yield claimed
    lock.release()


def log(scheduler: Scheduler, datadir: DataDir, claim: Claim, *rows: dict[str, Any]) -> None:
    writer = SpoolWriter(datadir.spool(claim.lease.run), claim.lease.attempt)
    for row in rows:
        writer.write("row", row)
    tail = Tail(datadir.spool(claim.lease.run), writer.writer)
    scheduler.append(claim.lease, writer.writer, 0, tail.read())
    writer.close()


def test_a_run_is_shown_as_it_is_kept(program: Client, scheduler: Scheduler, datadir: DataDir, claim: Claim) -> None:
    log(scheduler, datadir, claim, {"loss": 0.5, "accuracy": 0.8}, {"loss": 0.7, "accuracy": 0.9})
    shown = program.get(f"/api/runs/{claim.lease.run}").json()
    assert (shown["state"], shown["attempt"], shown["agent"]) == ("running", 1, AGENT)
    assert (shown["best"], shown["last"], shown["rows"]) == (0.5, 0.7, 2)
    assert shown["best_row"] == {"loss": 0.5, "accuracy": 0.8}
    assert shown["params"] == dict(claim.params)
    assert shown["ranges"]["accuracy"] == [0.8, 0.9]


def test_rows_are_given_from_where_one_knows_them(
    program: Client, scheduler: Scheduler, datadir: DataDir, claim: Claim
) -> None:
    log(scheduler, datadir, claim, *({"loss": float(number)} for number in range(5)))
    path = f"/api/runs/{claim.lease.run}/rows"
    rows = program.get(path).json()
    assert [row["values"]["loss"] for row in rows] == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert [row["step"] for row in rows] == [0, 1, 2, 3, 4]
    assert program.get(f"{path}?since=3").json() == rows[3:]
    assert program.get(f"{path}?since=1&limit=2").json() == rows[1:3]
    assert program.get(f"{path}?attempt=2").json() == []
    assert program.get(f"{path}?limit=0").status_code == 422


def test_numbers_that_json_does_not_know_are_words(
    program: Client, scheduler: Scheduler, datadir: DataDir, claim: Claim
) -> None:
    log(scheduler, datadir, claim, {"loss": math.nan, "a": {"b": [math.inf, -math.inf, 1.5]}})
    assert program.get(f"/api/runs/{claim.lease.run}/rows").json()[0]["values"]["loss"] == "NaN"
    shown = program.get(f"/api/runs/{claim.lease.run}").json()
    assert (shown["best"], shown["last"]) == (None, None)
    assert shown["summary"]["loss"] == "NaN"
    assert "Infinity" in str(shown["summary"])


def test_a_running_run_is_told_to_stop(program: Client, scheduler: Scheduler, claim: Claim) -> None:
    stopped = program.post(f"/api/runs/{claim.lease.run}/stop").json()
    assert stopped["state"] == "running"
    assert stopped["stop"]["source"] == "person"
    order = scheduler.heartbeat([claim.lease])[claim.lease]
    assert order.reason is not None
    assert order.reason.source == "person"
    scheduler.end(claim.lease, Exit(143, ordered=True))
    assert program.post(f"/api/runs/{claim.lease.run}/stop").status_code == 409


def test_a_waiting_run_is_canceled_at_once(program: Client, run: str) -> None:
    assert program.post(f"/api/runs/{run}/stop").json()["state"] == "canceled"


def test_a_run_is_tried_once_more(program: Client, scheduler: Scheduler, claim: Claim, sweep: str) -> None:
    scheduler.end(claim.lease, Exit(1))
    answer = program.post(f"/api/runs/{claim.lease.run}/retry")
    assert answer.status_code == 201
    again = answer.json()
    assert (again["number"], again["state"], again["reason"]["source"]) == (2, "pending", "retry")
    assert again["params"] == dict(claim.params)


def test_name_notes_and_tags_are_edited(program: Client, run: str) -> None:
    edited = program.request("PATCH", f"/api/runs/{run}", json={"name": "n", "notes": "m", "tags": ["t"]}).json()
    assert (edited["name"], edited["notes"], edited["tags"]) == ("n", "m", ["t"])
    assert program.request("PATCH", f"/api/runs/{run}", json={}).json() == edited


def test_a_deleted_run_comes_back(program: Client, run: str, sweep: str) -> None:
    program.post(f"/api/runs/{run}/stop")
    assert program.request("DELETE", f"/api/runs/{run}").json()["deleted"] is not None
    assert program.get(f"/api/sweeps/{sweep}/runs").json() == []
    assert program.post(f"/api/runs/{run}/restore").json()["deleted"] is None
    assert [found["key"] for found in program.get(f"/api/sweeps/{sweep}/runs").json()] == [run]


def test_a_run_is_found_by_its_id_in_a_project(program: Client, run: str) -> None:
    assert program.get(f"/api/runs/{run}?project=uncategorized").json()["key"] == run
    assert program.get(f"/api/runs/{run}?project=other").status_code == 404


def test_gauges_are_what_the_machine_gave(
    program: Client, scheduler: Scheduler, datadir: DataDir, claim: Claim
) -> None:
    assert program.get(f"/api/runs/{claim.lease.run}/gauges").json() == []
    writer = SpoolWriter(datadir.spool(claim.lease.run), 1)
    writer.write("system", {"cpu": 85.5, "memory": 1e9})
    scheduler.append(claim.lease, writer.writer, 0, Tail(datadir.spool(claim.lease.run), writer.writer).read())
    writer.close()
    (gauge,) = program.get(f"/api/runs/{claim.lease.run}/gauges").json()
    assert gauge["values"] == {"cpu": 85.5, "memory": 1e9}


# -- the server itself -----------------------------------------------------------------------------------------------


def test_the_status_says_what_is_served(program: Client, datadir: DataDir, sweep: str) -> None:
    status = program.get("/api/status").json()
    assert status["directory"] == str(datadir.path)
    assert status["store"]["kind"] == "sqlite"
    assert status["store"]["bytes"] > 0
    assert status["cursor"] > 0


def test_the_status_says_who_works_on_what(program: Client, claim: Claim) -> None:
    agents: list[Any] = []
    while not agents:  # what is known of agents may be two seconds old
        agents = program.get("/api/status").json()["agents"]
    assert [(agent["id"], agent["alive"], agent["runs"]) for agent in agents] == [(AGENT, True, [claim.lease.run])]


def test_long_answers_are_packed_and_short_ones_are_not(program: Client, sweep: str) -> None:
    packed = program.get("/api/schema", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json()["title"] == "Sweep file"
    assert "content-encoding" not in program.get("/api/schema", headers={"Accept-Encoding": "identity"}).headers
    assert "content-encoding" not in program.get("/api/health", headers={"Accept-Encoding": "gzip"}).headers
