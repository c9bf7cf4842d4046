"""Scripts as people write them, run in a process and a folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from varre.datadir import DataDir, find
from varre.runs import Run, Sweep
from varre.scheduler import Scheduler

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("VARRE_", "WANDB_"))}


@dataclass(frozen=True)
class Place:
    """A user's folder: where scripts are started and `.varre` is made."""

    folder: Path

    def start(self, text: str, **environment: str) -> subprocess.Popen[str]:
        """Start a script; ``wandb`` is Varre in it, as after ``import varre as wandb``."""
        path = self.folder / "script.py"
        path.write_text("import varre as wandb\n" + textwrap.dedent(text))
        return subprocess.Popen(
            [sys.executable, path.name],
            cwd=self.folder,
            env={**CLEAN, "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, text: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a script to its end; it must end with ``code``."""
        process = self.start(text, **environment)
        out, err = process.communicate(timeout=120)
        assert process.returncode == code, out + err
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    @property
    def datadir(self) -> DataDir:
        return find(create=False, env={}, cwd=self.folder)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def kept(place: Place) -> Iterator[Callable[[], Scheduler]]:
    """What the scripts have left, opened when asked for."""
    opened: list[Scheduler] = []

    def open_() -> Scheduler:
        opened.append(Scheduler.open(place.datadir))
        return opened[-1]

    yield open_
    for scheduler in opened:
        scheduler.close()


@pytest.fixture
def only_sweep(kept: Callable[[], Scheduler]) -> Callable[[], tuple[Sweep, list[Run]]]:
    """The only sweep that the scripts have made, with its runs."""

    def read() -> tuple[Sweep, list[Run]]:
        scheduler = kept()
        (sweep,) = scheduler.sweeps()
        return sweep, scheduler.runs(sweep.key)

    return read
