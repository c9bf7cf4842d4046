"""``sweep``, ``agent``, ``ls``, ``show``, ``best``, ``export``, ``version``: as processes."""

from __future__ import annotations

import csv
import io
import json
import math
import shlex
import time

import pytest
import yaml

import varre
from varre.cli.doors import BAD_INPUT


@pytest.fixture
def swept(folder):
    """A folder with a sweep of four runs."""
    run = folder.run("run", "sweep.yaml", "--slots", "2")
    assert run.returncode == 0, run.stderr
    return folder


def test_a_sweep_and_an_agent_make_what_run_makes(folder) -> None:
    created = folder.run("sweep", "sweep.yaml", "--name", "by hand")
    assert created.returncode == 0, created.stderr
    agent_line = created.stdout.splitlines()[-1].strip()
    assert agent_line == f"varre agent demo/{folder.sweep_id()}"
    first = folder.run(*shlex.split(agent_line)[1:], "--count", "1")
    assert first.returncode == 0, first.stderr
    assert "this agent ran 1 run: 1 finished" in first.stdout
    rest = folder.run("agent", f"anyone/demo/{folder.sweep_id()}")
    assert rest.returncode == 0
    assert "this agent ran 3 runs: 3 finished; the sweep is over (run_cap)" in rest.stdout
    shown = folder.show()
    assert (shown["name"], shown["state"]) == ("by hand", "finished")
    late = folder.run("agent", folder.sweep_id())
    assert late.returncode == 0
    assert "this agent ran 0 runs; the sweep is over (run_cap)" in late.stdout


def test_a_program_can_create_a_sweep(folder) -> None:
    created = json.loads(folder.run("sweep", "sweep.yaml", "--json").stdout)
    assert created["id"] == folder.sweep_id()
    assert (created["state"], created["total"]) == ("pending", 4)
    assert json.loads(folder.run("sweep", "--cancel", created["id"], "--json").stdout)["state"] == "canceled"


def test_agents_in_several_terminals_share_the_runs(folder) -> None:
    assert folder.run("sweep", "sweep.yaml").returncode == 0
    agents = [folder.start("agent", folder.sweep_id()) for _ in range(5)]
    outputs = [agent.communicate(timeout=120)[0] for agent in agents]
    assert all(agent.returncode == 0 for agent in agents), outputs
    runs = folder.show()["runs"]
    assert [each["number"] for each in runs] == [1, 2, 3, 4]
    assert {each["state"] for each in runs} == {"finished"}
    assert len({each["params"]["lr"] for each in runs}) == 4


def test_a_sweep_is_paused_resumed_stopped_and_cancelled(folder) -> None:
    folder.run("sweep", "sweep.yaml")
    sweep = folder.sweep_id()
    for option, state in [
        ("--pause", "paused"),
        ("--resume", "running"),
        ("--stop", "finished"),
        ("--cancel", "canceled"),
    ]:
        changed = folder.run("sweep", option, sweep)
        assert changed.returncode == 0, changed.stderr
        assert changed.stdout == f"sweep {sweep} is {state}\n"
        assert folder.show()["state"] == state


def test_a_sweep_learns_from_earlier_runs_and_says_which_do_not_fit(swept) -> None:
    first, text = swept.sweep_id(), (swept.path / "sweep.yaml").read_text()
    fitting = swept.run("sweep", "sweep.yaml", "-R", f"{first}/1", "-R", f"{first}/2")
    assert (fitting.returncode, fitting.stderr) == (0, "")
    swept.write("sweep.yaml", text.replace("min: 0.0001", "min: 0.09"))
    strange = swept.run("sweep", "sweep.yaml", "--prior_run", f"{first}/1")
    assert strange.returncode == 0
    assert strange.stderr.startswith(f"warning: prior run {first}/1 is left out: ")
    assert strange.stderr.count("\n") == 1


def test_show_tells_all_and_json_tells_it_exactly(swept) -> None:
    text = swept.run("show", swept.sweep_id()).stdout.splitlines()
    assert text[0].startswith(f"demo/{swept.sweep_id()} · finished (run_cap) · random · minimise val_loss · ")
    assert text[2].split() == ["run", "state", "val_loss", "val_accuracy", "epochs", "lr", "why"]
    assert len(text) == 9
    assert "8" in text[-1], "importance needs so many runs, and says so"
    shown = swept.show()
    values = [each["value"] for each in shown["runs"]]
    assert shown["best_value"] == min(values)
    best = next(each for each in shown["runs"] if each["number"] == shown["best_run"])
    assert best["value"] == min(values)
    assert best["summary"]["val_accuracy"] == 0.9
    assert best["reason"]["source"] == "random"
    expected = abs(math.log10(best["params"]["lr"]) + 2) + math.exp(-2)
    assert best["value"] == expected, "full precision"


def test_the_best_configuration_in_three_forms(swept) -> None:
    sweep, shown = swept.sweep_id(), swept.show()
    best = next(each for each in shown["runs"] if each["number"] == shown["best_run"])["params"]
    as_yaml = swept.run("best", sweep).stdout
    assert as_yaml.startswith(f"# demo/{sweep} #{shown['best_run']}: minimise val_loss, best value ")
    assert yaml.safe_load(as_yaml) == best
    assert json.loads(swept.run("best", sweep, "--format", "json", "--last").stdout) == best
    words = shlex.split(swept.run("best", sweep, "--format", "args").stdout)
    assert words == [f"--epochs={best['epochs']}", f"--lr={best['lr']!r}"]


def test_everything_can_be_exported(swept) -> None:
    sweep, shown = swept.sweep_id(), swept.show()
    rows = list(csv.DictReader(io.StringIO(swept.run("export", sweep).stdout)))
    assert [float(row["params.lr"]) for row in rows] == [each["params"]["lr"] for each in shown["runs"]]
    assert [float(row["value"]) for row in rows] == [each["value"] for each in shown["runs"]]
    lines = [json.loads(line) for line in swept.run("export", sweep, "--format", "jsonl").stdout.splitlines()]
    assert lines == shown["runs"]
    histories = list(csv.DictReader(io.StringIO(swept.run("export", sweep, "--histories").stdout)))
    assert [(row["run"], row["step"]) for row in histories] == [(str(n), str(s)) for n in range(1, 5) for s in range(3)]
    assert min(float(row["values.val_loss"]) for row in histories) == shown["best_value"]


def test_sweeps_are_listed_by_project(swept) -> None:
    assert swept.run("sweep", "sweep.yaml", "--project", "another one").returncode == 0
    lines = swept.run("ls").stdout.splitlines()
    assert lines[0].split() == ["sweep", "project", "state", "runs", "method", "metric", "best", "created"]
    assert len(lines) == 3
    assert "4 of 4" in lines[1]
    assert "another one" in lines[2]
    assert len(swept.run("ls", "-p", "demo").stdout.splitlines()) == 2


def test_a_command_says_which_data_directory_it_uses(swept) -> None:
    assert swept.run("ls").stderr == ""
    below = swept.path / "below"
    below.mkdir()
    swept.path, above = below, swept.path
    assert swept.run("ls").stderr == f"using {above}/.varre\n"
    assert not (below / ".varre").exists()


def test_a_sweep_without_values_has_no_best(folder) -> None:
    folder.run("sweep", "sweep.yaml")
    run = folder.run("best", folder.sweep_id())
    assert run.returncode == BAD_INPUT
    assert "has no run with a value yet" in run.stderr


def test_a_terminal_of_another_encoding_gets_question_marks(swept) -> None:
    shown = swept.run("show", swept.sweep_id(), PYTHONIOENCODING="ascii")
    assert shown.returncode == 0
    assert "demo/" in shown.stdout
    assert "?" in shown.stdout


def test_the_version(folder) -> None:
    assert folder.run("version").stdout == folder.run("--version").stdout == f"varre {varre.__version__}\n"


def test_what_a_killed_agent_left_is_taken_in_and_told(folder) -> None:
    process = folder.start("run", "sweep.yaml", "--slots", "1", EPOCH_S="30")
    end = time.monotonic() + 30
    while not list((folder.path / ".varre" / "runs").glob("*")):
        assert time.monotonic() < end
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=30)
    time.sleep(5)  # the supervisor ends what it started within that time
    told = folder.run("ls").stderr
    assert told == "1 run of a dead agent goes back to the queue\n"
    assert [each["state"] for each in folder.show()["runs"]] == ["preempted"]
