"""A report carries what the page asks for, and nothing in it can run that is not the page's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from varre.datadir import DataDir
from varre.errors import UsageError
from varre.runs import AgentId, Claim, Exit
from varre.scheduler import Scheduler
from varre.server import document as documents
from varre.server import report as reports
from varre.sweepfile import SweepFile

HOSTILE = '</script><script>alert(1)</script><!-- "\u2028 😀'
FILE = {
    "name": HOSTILE,
    "method": "random",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"x": {"min": 0.0, "max": 1.0}, "word": {"values": [HOSTILE, "b"]}},
    "run_cap": 3,
}


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page of two lines, whose script would end its element early if it were put in as it is."""
    folder = tmp_path / "page"
    (folder / "report").mkdir(parents=True)
    (folder / "report" / "report.js").write_text('const a = "</script><!--";')
    (folder / "report" / "report.css").write_text("a { color: red }")
    monkeypatch.setattr(documents, "FOLDER", folder)
    return folder


@pytest.fixture
def scheduler(tmp_path: Path) -> Scheduler:
    (tmp_path / "data").mkdir(mode=0o700)
    return Scheduler.open(DataDir(tmp_path / "data"))


def _swept(scheduler: Scheduler, datadir: DataDir, runs: int) -> str:
    sweep = scheduler.create_sweep(SweepFile.parse(FILE), project="p")
    agent = AgentId("host-0123abcd")
    for number in range(1, runs + 1):
        claim = scheduler.claim(sweep.key, agent)
        assert isinstance(claim, Claim)
        line = json.dumps({"t": 1.0, "r": 1.0, "k": "row", "d": {"loss": 1 / number, "html": HOSTILE}, "commit": True})
        scheduler.append(claim.lease, "1.1-0123abcd", 0, f"{line}\n".encode())
        scheduler.end(claim.lease, Exit(0))
    return sweep.key


def _carried(text: str) -> dict[str, dict[str, object]]:
    found = re.search(r'<script type="application/json" id="frozen"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found
    carried = json.loads(found[1])
    assert isinstance(carried, dict)
    return carried


def test_a_report_carries_the_sweep_its_runs_and_its_curves(built: Path, scheduler: Scheduler, tmp_path: Path) -> None:
    key = _swept(scheduler, DataDir(tmp_path / "data"), 3)
    text = reports.report(scheduler, DataDir(tmp_path / "data"), scheduler.find_sweep(key), now=0.0)
    carried = _carried(text)
    own = f"/api/sweeps/{key}"
    assert {own, f"{own}/runs/1", f"{own}/importance?method=fanova&stopped=true"} <= carried["json"].keys()
    assert {f"{own}/snapshot", f"{own}/curves?metric=loss"} <= carried["bytes"].keys()
    sweeps = carried["json"]["/api/sweeps"]
    assert isinstance(sweeps, list)
    assert [sweep["key"] for sweep in sweeps] == [key]


def test_only_the_best_runs_have_a_page_of_their_own(
    built: Path, scheduler: Scheduler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_RUN_PAGES", 1)
    key = _swept(scheduler, DataDir(tmp_path / "data"), 3)
    text = reports.report(scheduler, DataDir(tmp_path / "data"), scheduler.find_sweep(key), now=0.0)
    pages = [path for path in _carried(text)["json"] if re.fullmatch(rf"/api/sweeps/{key}/runs/\d+", path)]
    assert pages == [f"/api/sweeps/{key}/runs/3"]


def test_nothing_in_names_and_values_ends_an_element(built: Path, scheduler: Scheduler, tmp_path: Path) -> None:
    key = _swept(scheduler, DataDir(tmp_path / "data"), 1)
    text = reports.report(scheduler, DataDir(tmp_path / "data"), scheduler.find_sweep(key), now=0.0)
    assert text.count("<script") == 2
    assert text.count("</script>") == 2
    assert "<!--" not in text
    assert "alert(1)" in json.dumps(_carried(text))  # it is there, as text


def test_a_report_without_a_built_page_says_how_to_build_it(scheduler: Scheduler, tmp_path: Path, built: Path) -> None:
    (built / "report" / "report.js").unlink()
    key = _swept(scheduler, DataDir(tmp_path / "data"), 1)
    with pytest.raises(UsageError, match="npm run build"):
        reports.report(scheduler, DataDir(tmp_path / "data"), scheduler.find_sweep(key), now=0.0)
