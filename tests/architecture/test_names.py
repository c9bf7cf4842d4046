"""``import varre as wandb`` stays true: no module of Varre takes a name that W&B's package exports.

Importing a submodule binds its name on the package. A module ``varre/agent.py`` would so replace the function
`varre.agent` at the first import of it, and the second call of ``wandb.agent()`` would call a module.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
import wandb

SOURCE = Path(__file__).parents[2] / "src" / "varre"
ALLOWED = {"errors", "sdk", "cli"}


def modules(package: Path) -> set[str]:
    names = {path.stem for path in package.glob("*.py")} | {path.name for path in package.iterdir() if path.is_dir()}
    return names - {"__init__", "__pycache__"}


def taken(names: Iterable[str]) -> set[str]:
    return (set(names) & {*dir(wandb), *wandb.__all__}) - ALLOWED


def test_no_module_bears_a_name_of_wandb() -> None:
    found = modules(SOURCE)
    assert {"runs", "space", "sdk"} <= found
    assert taken(found) == set()


@pytest.mark.parametrize("name", ["agent", "config", "init", "log", "plot", "run", "sweep", "util", "Table"])
def test_names_of_wandb_would_be_noticed(name: str) -> None:
    assert taken({name, "space"}) == {name}


def test_the_calls_are_still_calls_after_every_module_was_imported() -> None:
    script = """
import importlib, pkgutil, types, varre
for found in pkgutil.walk_packages(varre.__path__, "varre."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
for name in ("agent", "define_metric", "finish", "init", "log", "login", "sweep"):
    assert isinstance(getattr(varre, name), types.FunctionType), name
assert varre.run is None
assert not isinstance(varre.config, types.ModuleType)
assert varre.plot.confusion_matrix
assert varre.errors.VarreError is varre.VarreError
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


def test_every_public_name_can_be_had() -> None:
    script = """
import varre
assert {"init", "plot", "config"} <= set(dir(varre))
for name in varre.__all__:
    getattr(varre, name)
namespace = {}
exec("from varre import *", namespace)
assert set(varre.__all__) <= set(namespace)
assert varre.__version__[0].isdigit()
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
