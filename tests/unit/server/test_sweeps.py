"""Sweeps over HTTP: what the command line can do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from varre.datadir import DataDir, hold
from varre.runs import AgentId, Claim, Exit, SweepKey
from varre.scheduler import Scheduler

Client = Any  # the one of conftest.py

AGENT = AgentId("host-01234567")
GRID = "method: grid\nprogram: train.py\nmetric: {name: loss}\nparameters: {a: {values: [1, 2]}}\n"


def test_a_sweep_is_created_from_text_and_found_again(program: Client, tmp_path: Path) -> None:
    created = program.post("/api/sweeps", json={"text": GRID, "project": "mnist"})
    assert created.status_code == 201
    sweep = created.json()
    assert (sweep["project"], sweep["state"], sweep["method"], sweep["total"]) == ("mnist", "pending", "grid", 2)
    assert sweep["objective"] == {"name": "loss", "goal": "minimize", "target": None}
    found = program.get(f"/api/sweeps/{sweep['id']}?project=mnist").json()
    assert {**found, **sweep} == found
    assert found["directory"] == str(tmp_path)
    assert found["prior"] == 0
    assert program.get("/api/sweeps").json() == [sweep]
    assert program.get("/api/sweeps?project=mnist").json() == [sweep]
    assert program.get("/api/sweeps?project=other").json() == []


def test_the_text_of_a_sweep_is_yaml_that_makes_the_same_sweep(program: Client, sweep: str) -> None:
    text = program.get(f"/api/sweeps/{sweep}").json()["text"]
    again = program.post("/api/sweeps", json={"text": text}).json()["key"]
    assert program.get(f"/api/sweeps/{again}").json()["text"] == text


def test_what_is_wrong_with_a_sweep_file_is_said_with_lines_and_nothing_is_created(program: Client) -> None:
    answer = program.post("/api/sweeps", json={"text": "method: rando\nparameters:\n  a: {min: 2, max: 1}\n"})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "bad_input"
    assert [(problem["path"], problem["line"]) for problem in error["problems"]] == [
        ("method", 1),
        ("parameters.a", 3),
    ]
    assert program.get("/api/sweeps").json() == []


@pytest.mark.parametrize("path", ["/api/sweeps", "/api/sweeps/check"])
def test_a_small_text_that_means_very_much_is_refused(program: Client, path: str) -> None:
    laughs = "\n".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    text = f"method: grid\nparameters:\n  a0: &a0 [1]\n{laughs}\n"
    answer = program.post(path, json={"text": text})
    problems = answer.json().get("problems") or answer.json()["error"]["problems"]
    assert any("aliases" in problem["message"] for problem in problems)
    assert program.get("/api/sweeps").json() == []


@pytest.mark.parametrize("body", [{}, {"text": 1}, {"text": GRID, "more": 1}, {"text": "a" * (2**20 + 1)}, [], None])
def test_a_body_of_another_shape_is_refused(program: Client, body: object) -> None:
    answer = program.post("/api/sweeps", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["problems"]
    assert program.get("/api/sweeps").json() == []


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"text": NaN', b"1" * 10_000, b'{"text": "\\ud800"}'])
def test_what_is_no_json_is_refused(program: Client, content: bytes) -> None:
    answer = program.post("/api/sweeps", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["code"] == "bad_input"


def test_the_directory_of_the_program_can_be_chosen_but_must_exist(program: Client, tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    made = program.post("/api/sweeps", json={"text": GRID, "directory": "code"}).json()
    assert program.get(f"/api/sweeps/{made['key']}").json()["directory"] == str(tmp_path / "code")
    for wrong in ("nothing", "a\0b", str(tmp_path / "file")):
        answer = program.post("/api/sweeps", json={"text": GRID, "directory": wrong})
        assert answer.status_code == 400
        assert "is not a directory" in answer.json()["error"]["message"]
    assert len(program.get("/api/sweeps").json()) == 1


def test_a_project_that_cannot_be_is_refused(program: Client) -> None:
    assert program.post("/api/sweeps", json={"text": GRID, "project": "a/b"}).status_code == 400
    assert program.get("/api/sweeps/abcd1234?project=a%2Fb").status_code == 400


def test_a_sweep_learns_from_earlier_runs(program: Client, run: str) -> None:
    text = "method: random\nprogram: t.py\nparameters: {lr: {min: 0.0, max: 1.0}, optimizer: {values: [adam, sgd]}}\n"
    made = program.post("/api/sweeps", json={"text": text, "prior_runs": [run]})
    assert program.get(f"/api/sweeps/{made.json()['key']}").json()["prior"] == 1
    assert program.post("/api/sweeps", json={"text": text, "prior_runs": ["nobody00"]}).status_code == 404


@pytest.mark.parametrize("action", ["pause", "resume", "stop", "cancel"])
def test_a_sweep_is_controlled(program: Client, sweep: str, action: str) -> None:
    states = {"pause": "paused", "resume": "running", "stop": "finished", "cancel": "canceled"}
    assert program.post(f"/api/sweeps/{sweep}/{action}").json()["state"] == states[action]
    assert program.get(f"/api/sweeps/{sweep}").json()["state"] == states[action]


def test_what_is_in_no_state_for_an_action_stays_as_it_is(program: Client, sweep: str) -> None:
    program.post(f"/api/sweeps/{sweep}/stop")
    answer = program.post(f"/api/sweeps/{sweep}/pause")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "conflict"


@pytest.mark.parametrize("action", ["", "/runs", "/pause", "/runs/1", "/snapshot"])
def test_what_is_not_there_is_not_found(program: Client, action: str) -> None:
    answer = program.request("POST" if action == "/pause" else "GET", f"/api/sweeps/nobody00{action}")
    assert answer.status_code == 404
    assert answer.json()["error"] == {"code": "not_found", "message": "there is no sweep nobody00", "problems": []}


def test_name_notes_and_tags_are_edited_one_by_one(program: Client, sweep: str) -> None:
    path = f"/api/sweeps/{sweep}"
    assert program.request("PATCH", path, json={"notes": "**bold** <b>"}).json()["notes"] == "**bold** <b>"
    edited = program.request("PATCH", path, json={"name": "first", "tags": ["a", "b"]}).json()
    assert (edited["name"], edited["notes"], edited["tags"]) == ("first", "**bold** <b>", ["a", "b"])
    assert program.request("PATCH", path, json={"name": ""}).json()["name"] == ""
    assert program.request("PATCH", path, json={"state": "running"}).status_code == 422


def test_a_deleted_sweep_comes_back(program: Client, sweep: str) -> None:
    assert program.request("DELETE", f"/api/sweeps/{sweep}").json()["deleted"] is not None
    assert program.get("/api/sweeps").json() == []
    assert [found["key"] for found in program.get("/api/sweeps?deleted=true").json()] == [sweep]
    assert program.post(f"/api/sweeps/{sweep}/restore").json()["deleted"] is None
    assert [found["key"] for found in program.get("/api/sweeps").json()] == [sweep]


def test_what_is_running_is_not_deleted(program: Client, scheduler: Scheduler, datadir: DataDir, sweep: str) -> None:
    lock = hold(datadir.agent_lock(AGENT))
    claim = scheduler.claim(SweepKey(sweep), AGENT)
    assert isinstance(claim, Claim)
    assert program.request("DELETE", f"/api/sweeps/{sweep}").status_code == 409
    scheduler.end(claim.lease, Exit(0))
    assert program.request("DELETE", f"/api/sweeps/{sweep}").status_code == 200
    lock.release()


# -- runs of a sweep -------------------------------------------------------------------------------------------------


def test_a_configuration_is_queued(program: Client, sweep: str) -> None:
    answer = program.post(f"/api/sweeps/{sweep}/runs", json={"params": {"lr": 0.05, "optimizer": "adam"}})
    assert answer.status_code == 201
    queued = answer.json()
    assert (queued["number"], queued["state"], queued["reason"]["source"]) == (1, "pending", "queued")
    assert queued["params"] == {"lr": 0.05, "optimizer": "adam"}
    assert program.get(f"/api/sweeps/{sweep}/runs").json() == [queued]
    assert program.get(f"/api/sweeps/{sweep}/runs/1").json() == queued
    assert program.get(f"/api/sweeps/{sweep}").json()["counts"]["pending"] == 1


@pytest.mark.parametrize("params", [{"lr": 5.0}, {"nothing": 1}, {"optimizer": "lion"}, {"optimizer": True}])
def test_a_configuration_outside_the_space_is_refused(program: Client, sweep: str, params: object) -> None:
    answer = program.post(f"/api/sweeps/{sweep}/runs", json={"params": params})
    assert answer.status_code in (400, 422)
    assert program.get(f"/api/sweeps/{sweep}/runs").json() == []


def test_runs_come_a_page_at_a_time(program: Client, sweep: str) -> None:
    def numbers(query: str) -> list[int]:
        return [run["number"] for run in program.get(f"/api/sweeps/{sweep}/runs{query}").json()]

    for place in range(1, 6):
        program.post(f"/api/sweeps/{sweep}/runs", json={"params": {"lr": place / 100}})
    third = program.get(f"/api/sweeps/{sweep}/runs/3").json()["key"]
    program.request("DELETE", f"/api/runs/{third}")
    assert (numbers(""), numbers("?deleted=true")) == ([1, 2, 4, 5], [3])
    assert (numbers("?limit=2"), numbers("?limit=2&after=2"), numbers("?limit=2&after=5")) == ([1, 2], [4, 5], [])
    for refused in ("?limit=0", "?limit=10001", "?after=-1"):
        assert program.get(f"/api/sweeps/{sweep}/runs{refused}").status_code == 422


@pytest.mark.parametrize("number", ["0", "2", "99999999999", "a", "-1"])
def test_a_number_that_no_run_has_is_not_found(program: Client, run: str, sweep: str, number: str) -> None:
    assert program.get(f"/api/sweeps/{sweep}/runs/{number}").status_code in (404, 422)
    assert program.get(f"/api/sweeps/{sweep}/runs/1").json()["key"] == run
