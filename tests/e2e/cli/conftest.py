"""Real ``varre`` processes in a folder of their own, through pipes or on a real terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyte
import pytest

SCRIPT = """
import math, os, time
import varre

with varre.init() as run:
    for epoch in range(run.config.epochs):
        time.sleep(float(os.environ.get("EPOCH_S", "0.02")))
        if run.config.get("mode") == "fail":
            raise RuntimeError("loss is not finite")
        run.log({"val_loss": abs(math.log10(run.config.lr) + 2) + math.exp(-epoch), "val_accuracy": 0.9})
"""

SWEEP = """
program: train.py
project: demo
method: random
metric: {name: val_loss, goal: minimize}
run_cap: 4
seed: 1
parameters:
  lr: {distribution: log_uniform_values, min: 0.0001, max: 0.1}
  epochs: {value: 3}
"""


@dataclass
class Folder:
    """A working directory with a training script and a sweep file."""

    path: Path
    environment: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text)

    @staticmethod
    def command(*arguments: str) -> list[str]:
        """The installed program; from a source tree without one, the same entry point."""
        program = Path(sys.executable).with_name("varre")
        start = [str(program)] if program.exists() else [sys.executable, "-c", "from varre.cli import main; main()"]
        return [*start, *arguments]

    def run(self, *arguments: str, timeout: float = 120, **environment: str) -> subprocess.CompletedProcess[str]:
        """``varre`` through pipes."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.path,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """``varre`` in the background, its output in a pipe."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.path,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def sweep_id(self) -> str:
        """The id of the newest sweep."""
        listed = self.run("ls", "--json")
        assert listed.returncode == 0, listed.stderr
        return str(json.loads(listed.stdout)["sweeps"][-1]["id"])

    def show(self) -> dict[str, object]:
        """The newest sweep as ``varre show --json`` gives it."""
        shown: dict[str, object] = json.loads(self.run("show", "--json", self.sweep_id()).stdout)
        return shown


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    unwanted = ("VARRE_DIR", "VARRE_PROJECT", "WANDB_PROJECT", "NO_COLOR", "COLUMNS", "LINES", "FORCE_COLOR")
    environment = {key: value for key, value in os.environ.items() if key not in unwanted}
    # As with an activated environment: commands that are offered name the program by its name alone.
    path = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", os.defpath)])
    made = Folder(tmp_path, {**environment, "PATH": path, "OMP_NUM_THREADS": "1", "TERM": "xterm-256color"})
    made.write("train.py", SCRIPT)
    made.write("sweep.yaml", SWEEP)
    return made


class Terminal:
    """A process on a real terminal, whose screen is emulated."""

    def __init__(self, folder: Folder, arguments: Sequence[str], columns: int, rows: int, **environment: str) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=2000)
        self._stream = pyte.ByteStream(self.screen)
        self._mutex = threading.Lock()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            folder.command(*arguments),
            cwd=folder.path,
            env={**folder.environment, **environment},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return
            if not data:
                return
            with self._mutex:
                self._stream.feed(data)

    def rows(self) -> list[str]:
        """What stands on the screen."""
        with self._mutex:
            return [row.rstrip() for row in self.screen.display]

    def everything(self) -> str:
        """What has scrolled away, and the screen."""
        with self._mutex:
            width = self.screen.columns
            gone = ["".join(row[column].data for column in range(width)).rstrip() for row in self.screen.history.top]
            return "\n".join([*gone, *(row.rstrip() for row in self.screen.display)])

    def wait_for(self, wanted: Callable[[list[str]], bool], seconds: float = 60) -> list[str]:
        """The first screen that is as ``wanted``."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            rows = self.rows()
            if wanted(rows):
                return rows
            time.sleep(0.05)
        raise AssertionError("never seen on the screen; the last was:\n" + "\n".join(self.rows()))

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def end(self, seconds: float = 60) -> int:
        """The exit code, once the process has ended and all it wrote has been read."""
        code = self.process.wait(seconds)
        self._reader.join(5)
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
        self._reader.join(5)
        os.close(self._master)


StartTerminal = Callable[..., Terminal]


@pytest.fixture
def terminal(folder: Folder) -> Iterator[StartTerminal]:
    """Start ``varre`` on a terminal: ``terminal("run", "sweep.yaml", columns=80, rows=24, EPOCH_S="0.3")``."""
    started: list[Terminal] = []

    def start(*arguments: str, columns: int = 80, rows: int = 24, **environment: str) -> Terminal:
        started.append(Terminal(folder, arguments, columns, rows, **environment))
        return started[-1]

    yield start
    for each in started:
        each.close()
