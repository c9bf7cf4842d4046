"""Every example of docs/python.md does what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[3] / "docs" / "python.md").read_text()
EXAMPLES = re.findall(r"^## (.+?)$|^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("VARRE_", "WANDB_"))}


def titled() -> list[object]:
    title, examples = "the first script", []
    for heading, code in EXAMPLES:
        title = heading or title
        if code:
            examples.append(pytest.param(code, id=title))
    return examples


def test_the_page_has_examples() -> None:
    assert len(titled()) >= 8


@pytest.mark.parametrize("code", titled())
def test_an_example_runs(code: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**CLEAN, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no effect" not in done.stderr
