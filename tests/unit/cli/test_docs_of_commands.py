"""docs/command-line.md says what ``--help`` says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from varre.cli.commands import COMMANDS, varre
from varre.cli.doors import enter

PAGE = Path(__file__).parents[3] / "docs" / "command-line.md"
BLOCK = re.compile(r"^```text\n\$ varre (.*?)\n(.*?)^```", re.DOTALL | re.MULTILINE)
HELPS = [(arguments.split(), text) for arguments, text in BLOCK.findall(PAGE.read_text())]


@pytest.mark.parametrize(("arguments", "text"), HELPS, ids=[" ".join(arguments) for arguments, _ in HELPS])
def test_the_page_says_what_help_says(
    arguments: list[str], text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert enter(varre, arguments) == 0
    assert capsys.readouterr().out == text


def test_no_command_is_forgotten() -> None:
    assert [arguments for arguments, _ in HELPS] == [["--help"], *([name, "--help"] for name in COMMANDS)]
