"""In a notebook a cell is run again and again, and fails without ending the process."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest

import varre


@pytest.fixture
def _notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = types.ModuleType("IPython")
    shell.get_ipython = lambda: object()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setitem(sys.modules, "ipykernel", types.ModuleType("ipykernel"))


@pytest.mark.usefixtures("_notebook")
def test_each_init_begins_a_run_and_finishes_the_one_before(attempt: Any) -> None:
    first = varre.init()
    second = varre.init()
    assert first.finished
    assert varre.run is second
    assert varre.init(reinit="return_previous") is second


@pytest.mark.usefixtures("_notebook")
def test_config_may_be_changed_freely(attempt: Any) -> None:
    config = varre.init(config={"epochs": 1}).config
    config.epochs = 2
    assert config.epochs == 2


def test_ipython_alone_is_no_notebook(attempt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = types.ModuleType("IPython")
    shell.get_ipython = lambda: None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", shell)
    run = varre.init()
    assert varre.init() is run
