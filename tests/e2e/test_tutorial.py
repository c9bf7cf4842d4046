"""The tutorial, followed to the letter by somebody in an empty folder."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text()
FILES = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMANDS = re.compile(r"<!-- run -->\n```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
VARRE = "import sys; from varre.cli import main; sys.exit(main())"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.findall(TUTORIAL):
        (tmp_path / name).write_text(text)
    return tmp_path


def call(folder: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("VARRE", "WANDB"))}
    command = [sys.executable, "-c", VARRE, *arguments]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{arguments}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def test_every_command_of_the_tutorial_works(folder: Path) -> None:
    commands = [line for block in COMMANDS.findall(TUTORIAL) for line in block.splitlines()]
    assert [shlex.split(command)[:2] for command in commands[:2]] == [["varre", "run"], ["varre", "run"]]
    printed = {}
    for command in commands:
        arguments = shlex.split(command)[1:]
        if "ID" in arguments:
            [listed] = json.loads(call(folder, "ls", "--json"))["sweeps"]
            arguments[arguments.index("ID")] = listed["id"]
        printed[command] = call(folder, *arguments)
    assert "12 of 12" in printed["varre ls"]
    assert "learning_rate" in printed["varre best ID"]
    assert len(printed["varre export ID --histories"].splitlines()) > 12
    assert (folder / "report.html").read_text().startswith("<!doctype html>")
