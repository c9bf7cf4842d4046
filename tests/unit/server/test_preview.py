"""What a sweep file would mean, before it becomes a sweep; and the documents that the page is made from."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

Client = Any  # the one of conftest.py

LENET5 = """
program: train.py
method: bayes
metric: {name: val_loss}
run_cap: 20
parameters:
  optimizer: {values: [adam, sgd]}
  momentum: {min: 0.0, max: 0.99, when: {optimizer: sgd}}
  learning_rate: {distribution: log_uniform_values, min: 0.0001, max: 0.1}
  epochs: {value: 5}
"""


def checked(program: Client, text: str) -> dict[str, Any]:
    answer = program.post("/api/sweeps/check", json={"text": text})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_a_file_with_constraints_shows_what_they_leave_and_the_command_of_a_feasible_run(program: Client) -> None:
    text = """
method: grid
command: [python, "${args}"]
constraints: [a + b == 2, "`c-d` == a"]
parameters:
  a: {min: 1, max: 9}
  b: {min: 1, max: 9}
  c-d: {min: 1, max: 9}
"""
    found = checked(program, text)
    assert (found["problems"], found["cardinality"]) == ([], 1)
    assert found["command"] == ["python", "--a=1", "--b=1", "--c-d=1"]
    assert checked(program, found["text_normalised"])["text_normalised"] == found["text_normalised"]
    [problem] = checked(program, text.replace("a + b == 2", "a + x == 2"))["problems"]
    assert (problem["path"], problem["line"]) == ("constraints[0]", 4)
    assert "x (at character 5) is not a parameter" in problem["message"]


def test_a_good_file_shows_its_search_space_and_its_command(program: Client, tmp_path: Path) -> None:
    (tmp_path / "train.py").touch()
    found = checked(program, LENET5)
    assert (found["problems"], found["warnings"]) == ([], [])
    assert (found["method"], found["run_cap"], found["cardinality"]) == ("bayes", 20, None)
    assert found["objective"] == {"name": "val_loss", "goal": "minimize", "target": None}
    kinds = {parameter["path"]: (parameter["kind"], parameter["scale"]) for parameter in found["parameters"]}
    assert kinds == {
        "epochs": ("constant", "linear"),
        "learning_rate": ("float", "log"),
        "momentum": ("float", "linear"),
        "optimizer": ("categorical", "linear"),
    }
    assert found["command"][:3] == ["/usr/bin/env", "python", str(tmp_path / "train.py")]
    assert any(argument.startswith("--learning_rate=") for argument in found["command"])
    assert checked(program, found["text_normalised"])["text_normalised"] == found["text_normalised"]


def test_problems_stand_at_their_lines_and_there_is_no_preview(program: Client) -> None:
    found = checked(program, "method: grid\nparameters:\n  a: {min: 1.0, max: 2.0}\n  b: {valus: [1]}\n")
    assert {problem["line"] for problem in found["problems"]} >= {4}
    assert all(problem["message"] and problem["path"] for problem in found["problems"])
    assert found["parameters"] == []
    assert found["text_normalised"] is None


@pytest.mark.parametrize("text", ["", "a: [", "\t", "[]", "1", "&a [*a]", "method: " + "[" * 1000])
def test_what_is_no_sweep_file_is_a_problem_and_no_error(program: Client, text: str) -> None:
    assert checked(program, text)["problems"]


def test_a_program_that_is_not_there_is_a_warning(program: Client) -> None:
    found = checked(program, LENET5)
    assert found["problems"] == []
    assert [warning["path"] for warning in found["warnings"]] == ["program"]


def test_nothing_is_kept_of_a_check(program: Client) -> None:
    checked(program, LENET5)
    assert program.get("/api/sweeps").json() == []


def test_what_the_environment_holds_is_not_shown(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_MINE", "do-not-tell")
    command = "command: [python, '${envvar:SECRET_OF_MINE}', 'x=${envvar:SECRET_OF_MINE}', '${args}']\n"
    found = checked(program, f"method: grid\n{command}parameters: {{a: {{values: [1, 2]}}}}\n")
    assert found["command"][1:3] == ["${envvar:SECRET_OF_MINE}", "x=${envvar:SECRET_OF_MINE}"]
    assert "do-not-tell" not in json.dumps(found)


def test_the_schema_of_a_sweep_file_is_served(program: Client) -> None:
    assert program.get("/api/schema").json()["$schema"].endswith("2020-12/schema")


def test_the_document_names_each_operation_once_and_each_error_alike(program: Client) -> None:
    document = program.get("/api/openapi.json").json()
    operations = [found for methods in document["paths"].values() for found in methods.values()]
    names = [found["operationId"] for found in operations]
    assert len(names) == len(set(names))
    assert all(found["description"] for found in operations)
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}
    for found in operations:
        for status in ("400", "401", "403", "404", "409", "413", "421", "422", "500", "503"):
            assert found["responses"][status]["content"] == error, (found["operationId"], status)


def test_the_document_is_printed_alike_each_time() -> None:
    command = [sys.executable, "-m", "varre.server.openapi"]
    first = subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": "1"}).stdout
    second = subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": "2"}).stdout
    assert first == second
    assert json.loads(first)["paths"]["/api/sweeps"]["get"]["operationId"] == "list_sweeps"
