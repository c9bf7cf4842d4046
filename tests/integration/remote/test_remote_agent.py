"""`varre agent --server` end to end: a real server, a real agent in a data directory of its own, a real script."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from varre.client import Address
from varre.datadir import DataDir
from varre.runs import Run, RunState, Sweep
from varre.scheduler import Scheduler
from varre.sweepfile import SweepFile

SCRIPT = """
import time
import varre

run = varre.init()
print("hello from", run.config["lr"], flush=True)
for epoch in range(3):
    run.log({"loss": run.config["lr"] / (epoch + 1)})
with open(run.dir + "/checkpoint.txt", "w") as file:
    file.write("kept where the agent is")
run.finish()
print("goodbye", flush=True)
"""

Serve = Callable[..., AbstractContextManager[Address]]


@dataclass
class Site:
    """A server's data directory and sweep, its address, and another folder where an agent works."""

    scheduler: Scheduler
    datadir: DataDir
    sweep: Sweep
    address: Address
    away: Path
    environ: dict[str, str] = field(default_factory=dict)

    def agent(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from varre.cli import main; main()", "agent", *arguments]
        return subprocess.run(
            command, cwd=self.away, env={**os.environ, **self.environ}, capture_output=True, text=True, timeout=120
        )

    def runs(self) -> list[Run]:
        return self.scheduler.runs(self.sweep.key)

    def losses(self, run: Run) -> list[object]:
        return [row.values["loss"] for row in self.scheduler.rows(run.key)]


@pytest.fixture
def site(tmp_path: Path, serve: Serve) -> Iterator[Site]:
    home, away = tmp_path / "home", tmp_path / "away"
    folder = home / ".varre"
    folder.mkdir(mode=0o700, parents=True)
    away.mkdir()
    (away / "train.py").write_text(SCRIPT)
    file = SweepFile.parse(
        {
            "program": "train.py",
            "method": "grid",
            "metric": {"name": "loss", "goal": "minimize"},
            "parameters": {"lr": {"values": [3.0, 6.0]}},
        }
    )
    datadir = DataDir(folder)
    with Scheduler.open(datadir) as scheduler, serve(scheduler, datadir) as address:
        sweep = scheduler.create_sweep(file, directory=home)
        yield Site(scheduler, datadir, sweep, address, away, {"VARRE_TOKEN": address.token})


def test_an_agent_of_a_server_trains_a_whole_sweep(site: Site) -> None:
    done = site.agent("--server", str(site.address), site.sweep.id)
    assert done.returncode == 0, done.stderr
    assert "2 runs: 2 finished" in done.stdout
    assert "the best so far" in done.stdout
    first, second = site.runs()
    assert (first.state, second.state) == (RunState.FINISHED, RunState.FINISHED)
    assert site.losses(first) == [3.0, 1.5, 1.0]
    assert first.skipped == second.skipped == 0
    assert site.scheduler.sweep(site.sweep.key).state == "finished"


def test_the_console_is_handed_on_and_the_files_stay_with_the_agent(site: Site) -> None:
    site.agent("--server", str(site.address), site.sweep.id)
    for run in site.runs():
        here = site.datadir.run_dir(run.key)
        there = site.away / ".varre" / "runs" / run.key
        text = (here / "console.log").read_text()
        assert text == (there / "console.log").read_text()
        assert text.startswith(f"--- attempt 1 of #{run.number} ({run.id}), ")
        assert f"hello from {run.config['lr']}\n" in text
        assert text.endswith("goodbye\n")
        assert (there / "checkpoint.txt").exists()
        assert not (here / "checkpoint.txt").exists()


def test_nothing_is_left_in_the_spools(site: Site) -> None:
    site.agent("--server", str(site.address), site.sweep.id)
    assert list((site.away / ".varre" / "spool").iterdir()) == []


def test_the_same_data_directory_serves_as_well(site: Site) -> None:
    """The console log is then one and the same file: it must not be added to itself."""
    site.environ["VARRE_DIR"] = str(site.datadir.path)
    done = site.agent("--server", str(site.address), site.sweep.id)
    assert done.returncode == 0, done.stderr
    for run in site.runs():
        assert (site.datadir.run_dir(run.key) / "console.log").read_text().count("hello") == 1


def test_a_wrong_token_is_a_clear_error(site: Site) -> None:
    site.environ["VARRE_TOKEN"] = "not-the-token-at-all"
    done = site.agent("--server", str(site.address), site.sweep.id)
    assert done.returncode == 2
    assert "refuses the token" in done.stderr
    assert "not-the-token-at-all" not in done.stdout + done.stderr


def test_a_url_may_carry_no_token(site: Site) -> None:
    done = site.agent("--server", f"http://x:{site.address.token}@127.0.0.1:{site.address.port}", site.sweep.id)
    assert done.returncode == 2
    assert "may carry no token" in done.stderr
    assert site.address.token not in done.stderr


def test_a_token_file_must_be_private(site: Site) -> None:
    del site.environ["VARRE_TOKEN"]
    file = site.away / "token"
    file.write_text(site.address.token + "\n")
    file.chmod(0o644)
    arguments = ("--server", str(site.address), "--token-file", str(file), site.sweep.id)
    assert "chmod 600" in site.agent(*arguments).stderr
    file.chmod(0o600)
    assert site.agent(*arguments).returncode == 0


def test_a_server_that_is_not_there_is_a_clear_error(site: Site) -> None:
    done = site.agent("--server", "http://127.0.0.1:9", site.sweep.id)
    assert done.returncode == 2
    assert "cannot be reached" in done.stderr


def test_the_script_does_not_see_the_token(site: Site) -> None:
    (site.away / "train.py").write_text("import os, sys; sys.exit('VARRE_TOKEN' in os.environ)")
    site.agent("--server", str(site.address), site.sweep.id)
    assert {run.state for run in site.runs()} == {RunState.FINISHED}
