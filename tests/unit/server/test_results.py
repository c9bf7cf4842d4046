"""What came of a sweep over HTTP is what the command line prints."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from varre.cli.commands import varre
from varre.cli.doors import enter
from varre.datadir import DataDir
from varre.scheduler import Scheduler
from varre.server import document

Client = Any  # the one of conftest.py


@pytest.fixture
def trained(scheduler: Scheduler, datadir: DataDir, crew: Any, sweep: str) -> str:
    """A sweep whose best run failed: number 2 of the others has the best value, number 3 the best last one."""
    agent = crew(scheduler, datadir)
    for losses, code in (((0.1,), 1), ((0.2, 0.9), 0), ((0.4, 0.3), 0)):
        claim = agent.claim(sweep)
        for loss in losses:
            agent.log(claim, {"loss": loss, "note": 'a "quoted", text\n'})
        agent.end(claim, code)
    return sweep


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert enter(varre, list(arguments)) == 0
    return capsys.readouterr().out


def test_the_best_run_is_that_of_the_command_line(
    program: Client, trained: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    best, last = program.get(f"/api/sweeps/{trained}/best"), program.get(f"/api/sweeps/{trained}/best?last=true")
    assert (best.json()["number"], best.json()["best"]) == (2, 0.2)
    assert (last.json()["number"], last.json()["last"]) == (3, 0.3)
    for answer, flags in ((best, []), (last, ["--last"])):
        assert json.loads(printed(capsys, "best", trained, "--format", "json", *flags)) == answer.json()["params"]


def test_pages_and_commands_agree_that_a_run_that_failed_has_no_value(
    program: Client, trained: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert program.get(f"/api/sweeps/{trained}").json()["best"]["number"] == 2
    failed = program.get(f"/api/sweeps/{trained}/runs/1").json()
    assert (failed["best"], failed["last"], failed["best_row"]["loss"]) == (None, None, 0.1)
    shown = json.loads(printed(capsys, "show", "--json", trained))
    assert (shown["best_run"], [run["value"] for run in shown["runs"]]) == (2, [None, 0.2, 0.3])
    assert json.loads(printed(capsys, "ls", "--json"))["sweeps"][0]["best_value"] == 0.2
    assert [row["value"] for row in csv.DictReader(io.StringIO(printed(capsys, "export", trained)))] == [
        "",
        "0.2",
        "0.3",
    ]


def test_without_a_value_there_is_no_best_run(program: Client, sweep: str) -> None:
    answer = program.get(f"/api/sweeps/{sweep}/best")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("histories", [False, True])
@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_an_export_is_that_of_the_command_line(
    program: Client,
    trained: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    format: str,
    histories: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = program.get(f"/api/sweeps/{trained}/export?format={format}&histories={str(histories).lower()}")
    assert answer.headers["content-disposition"] == f'attachment; filename="{trained}.{format}"'
    flags = ["--histories"] if histories else []
    assert answer.text == printed(capsys, "export", trained, "--format", format, *flags)
    if format == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == (5 if histories else 3)


def test_names_and_texts_that_are_no_utf_8_are_exported_with_question_marks(
    program: Client, scheduler: Scheduler, datadir: DataDir, crew: Any, sweep: str
) -> None:
    agent = crew(scheduler, datadir)
    claim = agent.claim(sweep)
    agent.log(claim, {"loss": 0.5, "odd \ud800": "half \udc00"})
    for format in ("csv", "jsonl"):
        text = program.get(f"/api/sweeps/{sweep}/export?histories=true&format={format}").text
        assert "odd ?" in text
        assert "half ?" in text


def test_a_report_is_a_file_to_keep(
    program: Client, trained: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "page"
    (folder / "report").mkdir(parents=True)
    (folder / "report" / "report.js").write_text("1")
    (folder / "report" / "report.css").write_text("")
    monkeypatch.setattr(document, "FOLDER", folder)
    answer = program.get(f"/api/sweeps/{trained}/report")
    assert answer.headers["content-disposition"] == f'attachment; filename="{trained}.html"'
    assert f"/api/sweeps/{trained}/snapshot" in answer.text
    assert answer.text.count("<script") == 2


def test_why_a_person_stops_a_run_stays_with_it(program: Client, run: str) -> None:
    stopped = program.post(f"/api/runs/{run}/stop", json={"note": "it diverges"}).json()
    assert (stopped["stop"]["source"], stopped["stop"]["note"]) == ("person", "it diverges")


def test_an_agent_may_run_a_configuration_again(program: Client, trained: str) -> None:
    again = program.get(f"/api/sweeps/{trained}/runs/2").json()
    claimed = program.post("/api/agents/other-01234567/rerun", json={"run": again["key"]}).json()
    assert claimed["kind"] == "claim"
    assert claimed["params"] == again["params"]
    run = program.get(f"/api/runs/{claimed['lease']['run']}").json()
    assert (run["state"], run["sweep"], run["agent"]) == ("running", None, "other-01234567")
    ended = program.post(
        "/api/agents/other-01234567/end", json={"run": run["key"], "attempt": 1, "exit": {"code": 0}}
    ).json()
    assert ended == {"state": "finished"}
    free = program.post("/api/agents/other-01234567/rerun", json={"run": run["key"]})
    assert free.status_code == 400
