"""Commands about single sweeps and runs: ``queue``, ``stop``, ``rerun``, ``edit``, ``rm``: as processes."""

from __future__ import annotations

import json
import time

import pytest

from varre.cli.doors import BAD_INPUT


@pytest.fixture
def swept(folder):
    """A folder with a sweep of four finished runs."""
    run = folder.run("run", "sweep.yaml", "--slots", "2")
    assert run.returncode == 0, run.stderr
    return folder


def test_a_run_is_removed_and_comes_back(swept) -> None:
    name = swept.sweep_id()
    best = json.loads(swept.run("best", name, "--format", "json").stdout)
    number = next(run["number"] for run in swept.show()["runs"] if run["params"]["lr"] == best["lr"])
    removed = swept.run("rm", f"{name}/{number}")
    assert removed.returncode == 0, removed.stderr
    assert f"varre rm --undo {name}/{number}" in removed.stdout
    assert [run["number"] for run in swept.show()["runs"]] == [k for k in (1, 2, 3, 4) if k != number]
    assert json.loads(swept.run("best", name, "--format", "json").stdout) != best
    assert swept.run("rm", "--undo", f"{name}/{number}").returncode == 0
    assert json.loads(swept.run("best", name, "--format", "json").stdout) == best


def test_a_sweep_is_removed_and_comes_back(swept) -> None:
    name = swept.sweep_id()
    assert swept.run("rm", name).returncode == 0
    assert json.loads(swept.run("ls", "--json").stdout)["sweeps"] == []
    assert swept.run("rm", "--undo", name).returncode == 0
    assert len(swept.show()["runs"]) == 4


def test_what_names_nothing_is_refused_and_nothing_is_removed(swept) -> None:
    refused = swept.run("rm", f"{swept.sweep_id()}/1", "nosuch")
    assert refused.returncode == BAD_INPUT
    assert "there is no sweep and no run nosuch" in refused.stderr
    assert len(swept.show()["runs"]) == 4


def test_names_notes_and_tags_are_changed(swept) -> None:
    name = swept.sweep_id()
    assert swept.run("edit", name, "--name", "a better name", "--tag", "paper", "--tag", "v2").returncode == 0
    assert swept.show()["name"] == "a better name"
    assert swept.run("edit", f"{name}/2", "--notes", "odd").returncode == 0
    nothing = swept.run("edit", name)
    assert nothing.returncode == BAD_INPUT
    assert "nothing to change" in nothing.stderr


def test_a_queued_configuration_is_what_the_next_agent_gets(folder) -> None:
    assert folder.run("sweep", "sweep.yaml").returncode == 0
    name = folder.sweep_id()
    queued = folder.run("queue", name, "lr=1e-3")
    assert queued.returncode == 0, queued.stderr
    assert f"run {name}/1 waits for an agent" in queued.stdout
    assert folder.run("agent", name, "--count", "1").returncode == 0
    first = folder.show()["runs"][0]
    assert (first["params"]["lr"], first["state"]) == (0.001, "finished")
    again = folder.run("queue", f"{name}/1")
    assert again.returncode == 0, again.stderr
    assert folder.show()["runs"][1]["params"] == first["params"]


def test_a_configuration_outside_the_space_is_refused(folder) -> None:
    assert folder.run("sweep", "sweep.yaml").returncode == 0
    refused = folder.run("queue", folder.sweep_id(), "lr=7", "nosuch=1")
    assert refused.returncode == BAD_INPUT
    assert "lr" in refused.stderr
    assert "nosuch" in refused.stderr
    assert folder.show()["runs"] == []


FIRST_ONE_WAITS = """
import os, time
import varre

with varre.init() as run:
    try:
        os.mkdir("first")
    except FileExistsError:
        patience = 1
    else:
        patience = 600
    for _ in range(patience):
        run.log({"val_loss": 1.0})
        time.sleep(0.2)
"""
"""The first run goes on until it is stopped, however long that takes."""


def test_one_run_is_stopped_and_the_sweep_goes_on(folder) -> None:
    folder.write("train.py", FIRST_ONE_WAITS)
    assert folder.run("sweep", "sweep.yaml").returncode == 0
    running = folder.start("agent", folder.sweep_id())
    deadline = time.monotonic() + 60
    while not any(run["state"] == "running" for run in folder.show()["runs"]):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    stopped = folder.run("stop", f"{folder.sweep_id()}/1", "--why", "looked bad")
    assert stopped.returncode == 0, stopped.stderr
    assert running.wait(timeout=120) == 0
    states = [run["state"] for run in folder.show()["runs"]]
    assert states == ["stopped", "finished", "finished", "finished"]


def test_a_run_is_run_again_outside_its_sweep(swept) -> None:
    name = swept.sweep_id()
    before = swept.show()
    again = swept.run("rerun", f"{name}/2")
    assert again.returncode == 0, again.stderr
    assert f"running run {name}/2 again" in again.stderr
    assert "is finished" in again.stderr
    assert swept.show() == before


def test_a_rerun_shows_what_its_program_writes_and_how_it_failed(swept) -> None:
    swept.write("train.py", 'import sys\nprint("about to fail")\nsys.exit("out of luck")\n')
    again = swept.run("rerun", f"{swept.sweep_id()}/1")
    assert again.returncode == 1
    assert "about to fail" in again.stdout
    assert "out of luck" in again.stderr
