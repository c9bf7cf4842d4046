"""Commands that are offered can be typed as they stand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from varre.cli.calling import called


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    called.cache_clear()
    yield
    called.cache_clear()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "bin" / "varre"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_on_the_path_the_name_is_enough(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr(sys, "argv", [str(program), "run"])
    assert called() == "varre"


def test_elsewhere_it_is_the_path_as_it_was_typed(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(program.parents[1])
    monkeypatch.setattr(sys, "argv", ["bin/varre", "run"])
    assert called() == "bin/varre"


def test_under_another_name_it_is_still_varre(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["-c"])
    assert called() == "varre"
