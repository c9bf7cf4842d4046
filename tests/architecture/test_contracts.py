"""The import contracts of pyproject.toml hold, and would notice if they did not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def lint_imports(config: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", str(config)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_imports_go_down_the_list_of_rooms() -> None:
    result = lint_imports(ROOT / "pyproject.toml", ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_contract_turned_round_is_reported_as_broken(tmp_path: Path) -> None:
    config = tmp_path / "turned.toml"
    config.write_text(
        '[tool.importlinter]\nroot_package = "varre"\n\n'
        "[[tool.importlinter.contracts]]\n"
        'name = "turned round"\ntype = "layers"\ncontainers = ["varre"]\nlayers = ["space", "sweepfile"]\n'
    )
    result = lint_imports(config, tmp_path)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout
