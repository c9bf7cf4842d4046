"""Errors at the door: a message on standard error, an exit code, no traceback; and nothing created."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from varre.cli.commands import varre
from varre.cli.doors import BAD_INPUT, BROKEN, CTRL_C, enter
from varre.cli.options import seconds
from varre.errors import ConfigError, NotFoundError, Problem, UsageError

BAD = """
program: train.py
method: bayes
metric: {name: val_loss, goal: min}
parameters:
  lr: {min: 0.1, max: 0.01}
"""
GOOD = """
program: train.py
method: random
metric: {name: val_loss}
parameters:
  lr: {min: 0.01, max: 0.1}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with sweep files and no data directory."""
    monkeypatch.chdir(tmp_path)
    for name in ("VARRE_DIR", "VARRE_PROJECT", "WANDB_PROJECT", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "sweep.yaml").write_text(GOOD)
    (tmp_path / "train.py").write_text("")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "bad.yaml"], '"min" is not a goal: minimize or maximize   (line 4)'),
        (["run", "bad.yaml"], "bad.yaml: 2 problems, nothing was created"),
        (["sweep", "bad.yaml"], "bad.yaml: 2 problems, nothing was created"),
        (["run", "none.yaml"], "none.yaml: No such file"),
        (["run", "."], ": Is a directory"),
        (["run", "bytes.yaml"], "not UTF-8"),
        (["run"], "either a sweep file or --resume ID"),
        (["run", "sweep.yaml", "--resume", "x"], "either a sweep file or --resume ID"),
        (["run", "--resume", "x", "--set", "a=1"], "keeps its sweep file as it is"),
        (["run", "sweep.yaml", "--timeout", "soon"], "--timeout soon: not a length of time"),
        (["run", "sweep.yaml", "--slots", "0"], "not a whole number of at least 1"),
        (["run", "sweep.yaml", "--set", "parameters.nope.max=1"], "parameters.nope"),
        (["run", "sweep.yaml", "--set", "program=gone.py"], "gone.py"),
        (["run", "sweep.yaml", "--set", "program=gone.py", "--dry-run"], "gone.py"),
        (["sweep", "sweep.yaml", "--set", "x=1"], "No such option"),
        (["sweep", "sweep.yaml", "--stop", "--cancel"], "one at a time"),
        (["show", "x"], "no .varre in"),
        (["best", "x"], "no .varre in"),
        (["export", "x"], "no .varre in"),
        (["ls"], "no .varre in"),
        (["agent", "x"], "no .varre in"),
        (["run", "--resume", "x"], "no .varre in"),
        (["sweep", "--pause", "x"], "no .varre in"),
        (["nope"], "No such command"),
        (["show", "--nope", "x"], "No such option"),
    ],
)
def test_bad_input_creates_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert enter(varre, arguments) == BAD_INPUT
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""
    assert "Traceback" not in shown.err
    assert not (here / ".varre").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "nope"], "there is no sweep nope"),
        (["show", "a/b/c/d"], "is not an id"),
        (["show"], "no sweep yet"),
        (["report"], "no sweep yet"),
        (["best", "nope"], "there is no sweep nope"),
        (["agent", "other/nope"], "there is no sweep other/nope"),
        (["export", "../../etc"], "there is no sweep ../../etc"),
        (["run", "--resume", "nope"], "there is no sweep nope"),
        (["sweep", "--pause", "nope"], "there is no sweep nope"),
        (["sweep", "sweep.yaml", "-R", "nope"], "nope"),
        (["show", "\x1b[2J"], "there is no sweep ␛[2J"),
    ],
)
def test_what_is_not_there_is_an_error(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (here / ".varre").mkdir(mode=0o700)
    assert enter(varre, arguments) == BAD_INPUT
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (NotFoundError("no sweep x"), BAD_INPUT, "varre: no sweep x\n"),
        (UsageError("two\nlines"), BAD_INPUT, "varre: two\nlines\n"),
        (ConfigError([Problem("a", "b")]), BAD_INPUT, "sweep: 1 problem, nothing was created"),
        (KeyboardInterrupt(), CTRL_C, ""),
        (click.Abort(), CTRL_C, ""),
    ],
)
def test_each_error_has_its_exit_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, said: str
) -> None:
    @click.group()
    def group() -> None:
        raise error

    group.command("x")(lambda: None)
    assert enter(group, ["x"]) == code
    assert said in capsys.readouterr().err


def test_a_defect_keeps_its_traceback_in_a_private_file(capsys: pytest.CaptureFixture[str]) -> None:
    @click.group()
    def group() -> None:
        raise ZeroDivisionError("oh \x1b[2J")

    group.command("x")(lambda: None)
    assert enter(group, ["x"]) == BROKEN
    first, second = capsys.readouterr().err.splitlines()
    assert first == "varre: unexpected error, not your fault: ZeroDivisionError: oh ␛[2J"
    kept = Path(second.removeprefix("the traceback is kept in "))
    assert "in group" in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    kept.unlink()


@pytest.mark.parametrize(
    ("text", "length"), [("90", 90), ("90s", 90), ("30min", 1800), ("30m", 1800), ("8h", 28_800), ("1h 30min", 5400)]
)
def test_lengths_of_time(text: str, length: float) -> None:
    context = click.Context(varre)
    assert seconds(context, click.Option(["--timeout"]), text) == length


@pytest.mark.parametrize("text", ["", "0", "-5", "soon", "8 hours", "1e3", "5x", "0s"])
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(UsageError):
        seconds(click.Context(varre), click.Option(["--timeout"]), text)


def test_help_loads_no_more_than_it_needs() -> None:
    program = "import sys; from varre.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", program, "--help"], capture_output=True, text=True, check=True)
    loaded = set(run.stderr.split())
    assert "click" in loaded
    assert not loaded & {"rich", "numpy", "scipy", "yaml", "sqlite3", "psutil", "varre.scheduler", "varre.worker"}
