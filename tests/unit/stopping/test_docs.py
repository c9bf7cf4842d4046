"""The pages on early termination are true: options and defaults, examples, and the stopper that readers are shown."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import pytest

from varre.sweepfile import CurveRule, SweepFile
from varre.sweepfile.options import RULES

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "stopping.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "sweep-file.md").read_text(encoding="utf-8").split("\n## Early termination\n")[1].split("\n## ")[0]


def cells(text: str, least: int) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines()]
    return [row for row in rows if len(row) >= least and row[0].startswith("`")]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_reference_has_every_option_with_its_default() -> None:
    described: dict[tuple[str, str], str] = {}
    for key, kinds, _, default, *_ in cells(REFERENCE, 5):
        defaults = default.split(", ")
        for i, kind in enumerate(words(kinds)):
            described[kind, words(key)[0]] = defaults[i if len(defaults) > 1 else 0]
    options = {(kind, name): option for kind, rule in RULES.items() for name, option in rule.options.items()}
    assert set(described) == set(options)
    for place, option in options.items():
        expected = "" if option.default is None else str(option.default).lower()
        assert described[place] == expected, place


def test_the_page_has_every_rule() -> None:
    assert [words(row[0])[0] for row in cells(PAGE, 4)] == list(RULES)


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_its_examples_are_sweep_files_without_warnings(text: str) -> None:
    assert SweepFile.parse_text(text).warnings == ()


def test_auto_is_what_the_page_says() -> None:
    [first, *_] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert SweepFile.parse_text(first).early_terminate == CurveRule()


def test_the_stopper_that_readers_are_shown_keeps_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    stopper, contract = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    package = types.ModuleType("my_package")
    monkeypatch.setitem(sys.modules, "my_package", package)
    exec(stopper, package.__dict__)
    tests = types.ModuleType("my_tests")
    exec(contract, tests.__dict__)
    instance = tests.TestCeiling()
    names = [name for name in dir(instance) if name.startswith("test_")]
    assert len(names) >= 10
    for name in names:
        getattr(instance, name)()
