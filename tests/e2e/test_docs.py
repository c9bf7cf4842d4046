"""Every Python example of the README and the docs runs as written, in a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def examples() -> list[tuple[str, str, str]]:
    """Name and code of each example, and the code of the one before it on its page."""
    found = []
    for page in PAGES:
        blocks = FENCE.findall(page.read_text())
        named = [(f"{page.name}-{index}", code) for index, code in enumerate(blocks, start=1)]
        found += [(name, code, before) for (name, code), before in zip(named, ["", *blocks], strict=False)]
    return found


@pytest.mark.parametrize(("name", "code", "before"), examples(), ids=[name for name, _, _ in examples()])
def test_example_runs(name: str, code: str, before: str, tmp_path: Path) -> None:
    script = tmp_path / "example.py"
    script.write_text(code)
    # What the reader has put into a package is what the page has shown just before.
    (tmp_path / "my_package.py").write_text(before)
    environment = {**os.environ, "VARRE_DIR": str(tmp_path / ".varre"), "VARRE_OFFLINE": "1"}
    result = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, f"{name}\n{result.stdout}\n{result.stderr}"


def test_the_readme_has_an_example() -> None:
    assert FENCE.search((ROOT / "README.md").read_text())
