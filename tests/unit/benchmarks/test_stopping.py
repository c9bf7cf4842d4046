"""The benchmark of early termination plays sweeps, prints its table, and goes on where it was."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def play(records: Path) -> str:
    command = [str(ROOT / "benchmarks" / "stopping" / "run.py"), "--records", str(records), "--seeds", "2"]
    command += ["--trials", "6", "--only", "linear", "--search", "random"]
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True).stdout


def test_a_table_is_printed_and_a_cut_changes_nothing(tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    table = play(records)
    assert "| random | in full | 100% (100% to 100%) |" in table
    assert table.count("| random | curve |") == 2  # over all trainings, and for the one there is
    whole = records.read_text()
    lines = [json.loads(line) for line in whole.splitlines()]
    assert len(lines) == 12
    assert all(0 < line["spent"] <= 1 and line["regret"] >= 0 for line in lines)
    records.write_text(whole[: len(whole) * 2 // 3])
    assert play(records) == table
    assert records.read_text() == whole
