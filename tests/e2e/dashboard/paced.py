"""A sweep that really runs while a page looks at it, epoch by epoch as a test allows."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from served import command, environment

__all__ = ["EPOCHS", "RUNS", "Start", "Training", "allow", "write"]

EPOCHS = 5
RUNS = 4

# The folder's file `allowed` says how many epochs there may be so far, of all runs together; `done` has a dot for each.
_SCRIPT = """
import math, pathlib, time
import varre

allowed, done = pathlib.Path("allowed"), pathlib.Path("done")
with varre.init() as run:
    for epoch in range(1, run.config.epochs + 1):
        while done.stat().st_size >= int(allowed.read_text()):
            time.sleep(0.02)
        with done.open("a") as file:
            file.write(".")
        run.log({"epoch": epoch, "val_loss": abs(math.log10(run.config.lr) + 2) + math.exp(-epoch)})
"""

_SWEEP = f"""
program: train.py
project: watched
name: watched
method: random
metric: {{name: val_loss, goal: minimize}}
run_cap: {RUNS}
seed: 1
parameters:
  lr: {{distribution: log_uniform_values, min: 0.0001, max: 0.1}}
  epochs: {{value: {EPOCHS}}}
"""


def write(folder: Path, epochs: int = 0) -> Path:
    """A folder with a training script and its sweep file, ``sweep.yaml``; so many epochs may be trained at first."""
    folder.mkdir()
    (folder / "train.py").write_text(_SCRIPT, encoding="ascii")
    (folder / "sweep.yaml").write_text(_SWEEP, encoding="ascii")
    (folder / "done").touch()
    allow(folder, epochs)
    return folder


def allow(folder: Path, epochs: int = RUNS * EPOCHS) -> None:
    """Let the runs train until they have had so many epochs, all together; without a number, to the end."""
    new = folder / "allowed.new"
    new.write_text(str(epochs), encoding="ascii")
    new.replace(folder / "allowed")


@dataclass
class Training:
    """``varre run`` as a process of its own, beside whatever server there is."""

    folder: Path
    datadir: Path
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, folder: Path, datadir: Path) -> Training:
        """Run the sweep of a folder that `write` made, one run at a time."""
        with (folder / "output").open("wb") as output:
            process = subprocess.Popen(
                command("run", "sweep.yaml", "--slots", "1"),
                cwd=folder,
                env=environment(datadir),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(folder, datadir, process)

    def allow(self, epochs: int = RUNS * EPOCHS) -> None:
        """Let the runs train until they have had so many epochs, all together; without a number, to the end."""
        allow(self.folder, epochs)

    def epochs(self) -> int:
        """How many there have been so far."""
        return (self.folder / "done").stat().st_size

    def wait(self, seconds: float = 60) -> int:
        """The exit code, once it has ended by itself."""
        return self.process.wait(seconds)

    def close(self) -> None:
        """End it with its runs, if it runs still: a second Ctrl-C ends those."""
        self.allow()
        for _ in range(3):
            if self.process.poll() is not None:
                return
            os.kill(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                continue
        self.process.kill()
        self.process.wait()


Start = Callable[[Path], Training]
