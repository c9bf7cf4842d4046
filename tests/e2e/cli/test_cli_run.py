"""``varre run`` from file to result, as processes."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest

from varre.cli.doors import BAD_INPUT, CTRL_C


def test_a_sweep_runs_and_its_results_can_be_read(folder) -> None:
    run = folder.run("run", "sweep.yaml", "--slots", "2")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0].startswith("demo · random · minimise val_loss · 4 runs, 2 at a time")
    assert sum("started: " in line for line in lines) == 4
    assert sum("finished: val_loss" in line for line in lines) == 4
    assert any(line.startswith("4 runs in ") and line.endswith(": 4 finished") for line in lines)
    assert "\x1b" not in run.stdout
    sweep = folder.sweep_id()
    shown = folder.show()
    assert shown["state"] == "finished"
    assert shown["state_reason"] == "run_cap"
    assert [each["rows"] for each in shown["runs"]] == [3, 3, 3, 3]
    best = json.loads(folder.run("best", sweep, "--format", "json").stdout)
    assert best["lr"] == min(shown["runs"], key=lambda each: each["value"])["params"]["lr"]
    exported = folder.run("export", sweep, "--histories", "--format", "jsonl").stdout.splitlines()
    assert len(exported) == 12


CONSTRAINED = """
program: train.py
project: demo
method: grid
metric: {name: val_loss}
constraints:
  - epochs * width <= 64
  - "`warm-up` < epochs or width == 16"
parameters:
  lr: {values: [0.01]}
  epochs: {min: 1, max: 3}
  width: {values: [16, 32, 64]}
  warm-up: {values: [0, 2]}
"""
FEASIBLE = {(1, 16, 0), (1, 16, 2), (1, 32, 0), (1, 64, 0), (2, 16, 0), (2, 16, 2), (2, 32, 0), (3, 16, 0), (3, 16, 2)}


@pytest.mark.parametrize("method", ["grid", "bayes"])
def test_a_sweep_with_constraints_tries_what_they_leave_and_ends(folder, method: str) -> None:
    folder.write("sweep.yaml", CONSTRAINED)
    run = folder.run("run", "sweep.yaml", "--slots", "2", "--set", f"method={method}", EPOCH_S="0")
    assert run.returncode == 0, run.stderr
    shown = folder.show()
    assert (shown["state"], shown["state_reason"]) == ("finished", "exhausted")
    tried = [tuple(each["params"][name] for name in ("epochs", "width", "warm-up")) for each in shown["runs"]]
    assert (len(tried), set(tried)) == (9, FEASIBLE)


def test_constraints_that_cannot_be_used_are_told_and_nothing_is_created(folder) -> None:
    folder.write("sweep.yaml", CONSTRAINED.replace("epochs * width", "epoch * width"))
    run = folder.run("run", "sweep.yaml")
    assert run.returncode == BAD_INPUT
    assert "epoch (at character 1) is not a parameter: did you mean epochs?   (line 7)" in run.stderr
    assert not (folder.path / ".varre" / "varre.db").exists()


def test_a_failing_program_says_so_and_the_exit_code_is_1(folder) -> None:
    mode = "parameters.mode={value: fail}"
    run = folder.run("run", "sweep.yaml", "--set", mode, "--run-cap", "2", "--slots", "1")
    assert run.returncode == 1
    assert run.stdout.count("    RuntimeError: loss is not finite") == 1, "the same last lines are shown once"
    assert run.stdout.count("failed, exit code 1: RuntimeError: loss is not finite") == 2
    key = folder.show()["runs"][0]["key"]
    assert f".varre/runs/{key}/console.log" in run.stdout
    assert (folder.path / ".varre" / "runs" / key / "console.log").exists()


def test_three_early_failures_end_the_agent_and_not_the_sweep(folder) -> None:
    folder.write("train.py", "raise SystemExit('no such module: tpyo')")
    run = folder.run("run", "sweep.yaml", "--slots", "1", "--run-cap", "10")
    assert run.returncode == 1
    assert run.stdout.count("    no such module: tpyo") == 1
    assert run.stderr.strip()
    assert "Go on with: varre run --resume" in run.stdout
    shown = folder.show()
    assert len(shown["runs"]) == 3
    assert shown["state"] == "running"


@pytest.mark.parametrize(
    ("signals", "code"), [([signal.SIGINT, signal.SIGINT], CTRL_C), ([signal.SIGTERM], 128 + signal.SIGTERM)]
)
def test_what_is_ended_goes_back_to_the_queue_and_is_resumed(folder, signals, code) -> None:
    process = folder.start("run", "sweep.yaml", "--slots", "2", EPOCH_S="2")
    until(lambda: len(spools(folder.path)) == 2)
    for number in signals:
        time.sleep(0.5)
        process.send_signal(number)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == code, output
    sweep = folder.sweep_id()
    assert f"Go on with: varre run --resume {sweep}" in output
    assert "go back to the queue" in output
    resumed = folder.run("run", "--resume", f"anyone/demo/{sweep}")
    assert resumed.returncode == 0, resumed.stderr
    runs = folder.show()["runs"]
    assert [each["state"] for each in runs] == ["finished"] * 4
    assert [each["attempt"] for each in runs] == [2, 2, 1, 1]


def test_one_ctrl_c_lets_the_running_ones_finish(folder) -> None:
    process = folder.start("run", "sweep.yaml", "--slots", "1", EPOCH_S="0.5")
    until(lambda: len(spools(folder.path)) == 1)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == CTRL_C
    assert "stopping: no new runs, waiting for #1. Again to end it now." in output
    assert [each["state"] for each in folder.show()["runs"]] == ["finished"]


def test_a_timeout_ends_the_whole_command_like_ctrl_c(folder) -> None:
    run = folder.run("run", "sweep.yaml", "--slots", "1", "--timeout", "2s", EPOCH_S="1.5")
    assert run.returncode == CTRL_C
    assert "time is up: ending #1." in run.stdout
    assert [each["state"] for each in folder.show()["runs"]] == ["preempted"]


def test_a_dry_run_shows_commands_and_creates_nothing(folder) -> None:
    run = folder.run("run", "sweep.yaml", "--dry-run", "--set", "parameters.lr.max=0.001", "--run-cap", "9")
    assert run.returncode == 0, run.stderr
    commands = [line for line in run.stdout.splitlines() if "train.py --epochs=3 --lr=" in line]
    assert len(commands) == 5
    assert all(0.0001 <= float(line.rpartition("=")[2]) <= 0.001 for line in commands)
    assert not (folder.path / ".varre").exists()


def test_a_dry_run_shows_what_the_real_run_will_try(folder) -> None:
    rehearsed = folder.run("run", "sweep.yaml", "--dry-run").stdout
    assert folder.run("run", "sweep.yaml", "--slots", "1").returncode == 0
    tried = [f"--lr={each['params']['lr']!r}" for each in folder.show()["runs"]]
    assert len(tried) == 4
    assert all(argument in rehearsed for argument in tried)


def test_the_command_line_overrides_the_file(folder) -> None:
    assert folder.run("run", "sweep.yaml", "--run-cap", "1", "--name", "a: b", "--project", "other").returncode == 0
    shown = folder.show()
    assert (shown["name"], shown["project"], len(shown["runs"])) == ("a: b", "other", 1)


def test_warnings_of_a_good_file_are_shown_once(folder) -> None:
    text = (folder.path / "sweep.yaml").read_text()
    folder.write("sweep.yaml", text + "  wd: {distribution: log_uniform, min: 0.0001, max: 0.01}\n")
    run = folder.run("run", "sweep.yaml", "--run-cap", "1")
    assert run.stderr.count("1 warning\n") == 1
    assert run.stderr.count("log_uniform takes exponents") == 1


BAD = """
program: train.py
method: bayes
metric: {name: val_loss, goal: min}
parameters:
  lr: {min: 0.1, max: 0.01}
"""


def test_bad_input_is_told_on_standard_error(folder) -> None:
    folder.write("bad.yaml", BAD)
    run = folder.run("run", "bad.yaml")
    assert (run.returncode, run.stdout) == (BAD_INPUT, "")
    assert run.stderr.splitlines() == [
        "bad.yaml: 2 problems, nothing was created",
        "",
        '  metric.goal             "min" is not a goal: minimize or maximize   (line 4)',
        "  parameters.lr           max must be greater than min, got min 0.1 and max 0.01   (line 6)",
    ]
    assert not (folder.path / ".varre").exists()


def test_an_unexpected_error_keeps_its_traceback_in_a_file(folder) -> None:
    folder.write(
        "sitecustomize.py",
        "import varre.cli.opening as o\ndef broken(**k): raise ZeroDivisionError('oh')\no.opened = broken\n",
    )
    run = folder.run("ls", PYTHONPATH=f"{folder.path}:{folder.environment.get('PYTHONPATH', '')}")
    assert run.returncode == 70
    first, second = run.stderr.splitlines()
    assert first == "varre: unexpected error, not your fault: ZeroDivisionError: oh"
    kept = Path(second.removeprefix("the traceback is kept in "))
    assert "ZeroDivisionError: oh" in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    kept.unlink()


def test_a_reader_that_leaves_is_no_error(folder) -> None:
    assert folder.run("run", "sweep.yaml", "--run-cap", "1").returncode == 0
    pipeline = f"{shlex.join(folder.command('export', '--histories', folder.sweep_id()))} | head -c 1"
    shell = ["/bin/sh", "-c", pipeline]
    run = subprocess.run(shell, cwd=folder.path, env=folder.environment, capture_output=True, text=True, check=True)
    assert run.stdout
    assert run.stderr == ""


def spools(path: Path) -> list[Path]:
    return [each for each in (path / ".varre" / "spool").glob("*/*.jsonl") if each.stat().st_size]


def until(condition, seconds: float = 25) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "never happened"
        time.sleep(0.05)
