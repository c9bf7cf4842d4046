"""The reference of the sweep file is true: its examples are read, its keys and distributions are all there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from varre.space import Distribution
from varre.sweepfile import DEFAULT_COMMAND, SweepFile
from varre.sweepfile.kinds import FIELDS
from varre.sweepfile.toplevel import KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "sweep-file.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def rows(heading: str) -> list[list[str]]:
    """The cells of the tables under a heading, without their heads."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_a_sweep_file_without_warnings(text: str) -> None:
    assert SweepFile.parse_text(text).warnings == ()


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


def test_every_key_is_described_and_no_other() -> None:
    assert sorted(key for row in rows("Keys") for key in words(row[0])) == sorted(KEYS)


def test_every_distribution_is_described_with_its_keys_and_defaults() -> None:
    described = {words(row[0])[0]: row[1] for row in rows("Parameters") if words(row[0])[0] in FIELDS}
    assert set(described) == set(FIELDS)
    for kind, cell in described.items():
        fields = [key for key in FIELDS[kind] if not (kind == "categorical" and key == "probabilities")]
        assert words(cell) == fields
        for key, default in re.findall(r"`(\w+)` (?:\* )?\((\w+)\)", cell):
            assert default == {"mu": "0", "ordered": "false"}.get(key, "1")


def test_the_default_command_is_the_one_described() -> None:
    (row,) = [row for row in rows("Keys") if row[0] == "`command`"]
    assert row[2] == f"`[{', '.join(DEFAULT_COMMAND)}]`"


def test_defaults_of_numbers_are_those_described() -> None:
    sweep = SweepFile.parse({"method": "grid", "parameters": {"a": {"value": 1}}})
    defaults = {row[0].split("`")[1]: row[2] for row in rows("Keys")}
    assert defaults["retries"] == str(sweep.retries)
    assert defaults["max_retries"] == str(sweep.max_retries)
    assert defaults["order"] == f"`{sweep.order}`"


def test_inference_is_as_described() -> None:
    given: dict[str, dict[str, object]] = {
        "`value`": {"value": 1},
        "`values`": {"values": [1]},
        "`values` and `probabilities`": {"values": [1], "probabilities": [1]},
        "`min` and `max`, both integers": {"min": 1, "max": 2},
        "`min` and `max`, one or both not integers": {"min": 1, "max": 2.0},
    }
    table = {row[0]: words(row[1])[0] for row in rows("Parameters") if row[0] in given}
    assert set(table) == set(given)
    for cell, fields in given.items():
        space = SweepFile.parse({"method": "random", "parameters": {"p": fields}}).space
        distribution: Distribution = space["p"].distribution
        assert distribution.kind == table[cell]
