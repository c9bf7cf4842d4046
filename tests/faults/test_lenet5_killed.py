"""The main job, killed as a whole with `kill -9` at some epoch and resumed: nothing lost, left behind or repeated."""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from varre.datadir import DataDir
from varre.runs import FINAL, Run, RunKey, RunState
from varre.scheduler import Scheduler

pytest.importorskip("torch", reason="PyTorch is not installed: pip install 'varre[lenet5]'")

EXAMPLE = Path(__file__).parents[2] / "examples" / "lenet5"
VARRE = [sys.executable, "-c", "import sys; from varre.cli import main; sys.exit(main())"]
SMALL = ["parameters.images.value=1000", "parameters.epochs.values=[3, 4]", "run_cap=5"]
EPOCHS_AT_LEAST = 3
PATIENCE_S = 240

Logged = dict[tuple[RunKey, int], list[float]]
"""The validation losses logged, one an epoch, by run and attempt."""


def command(*arguments: str) -> list[str]:
    settings = [part for setting in SMALL for part in ("--set", setting)]
    return [*VARRE, "run", *(arguments or (str(EXAMPLE / "sweep-quick.yaml"), *settings)), "--slots", "2"]


@pytest.fixture
def datadir(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path / ".varre")


def start(datadir: DataDir, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "VARRE_DIR": str(datadir.path)}
    log = (datadir.path.parent / "output.log").open("ab")
    with log:
        return subprocess.Popen(
            command(*arguments),
            cwd=datadir.path.parent,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def lines_of_spools(datadir: DataDir) -> Logged:
    """What stands in the spool files: every row for which `log()` returned and which nobody acknowledged yet."""
    logged: Logged = {}
    for path in (datadir.path / "spool").glob("*/*.jsonl"):
        key = RunKey(path.parent.name), int(path.name.partition(".")[0])
        for text in path.read_bytes().split(b"\n")[:-1]:
            line = json.loads(text)
            if line["k"] == "row" and "val_loss" in line["d"]:
                logged.setdefault(key, []).append(line["d"]["val_loss"])
    return logged


def rows_of_store(scheduler: Scheduler, run: Run) -> Logged:
    logged: Logged = {}
    for attempt in range(1, run.attempt + 1):
        rows = scheduler.rows(run.key, attempt)
        logged[run.key, attempt] = [float(str(row.values["val_loss"])) for row in rows if "val_loss" in row.values]
    return logged


def runs_of_store(datadir: DataDir) -> tuple[list[Run], Logged]:
    with Scheduler.open(datadir) as scheduler:
        [sweep] = scheduler.sweeps()
        runs = scheduler.runs(sweep.key)
        return runs, {key: epochs for run in runs for key, epochs in rows_of_store(scheduler, run).items()}


def epochs_so_far(datadir: DataDir) -> int:
    """Epochs logged up to now, read from the spools alone: a look must not disturb what is looked at."""
    return sum(map(len, lines_of_spools(datadir).values())) if (datadir.path / "spool").exists() else 0


def wait_for_epoch(datadir: DataDir, process: subprocess.Popen[bytes], epoch: int) -> None:
    until = time.monotonic() + PATIENCE_S
    seen = 0
    while seen < epoch and time.monotonic() < until and process.poll() is None:
        seen = max(seen, epochs_so_far(datadir))
        time.sleep(0.05)
    assert seen >= epoch, (datadir.path.parent / "output.log").read_text()


def tree(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    root = psutil.Process(process.pid)
    return [root, *root.children(recursive=True)]


def of_this_sweep(datadir: DataDir) -> Iterator[psutil.Process]:
    mark = f"VARRE_DIR={datadir.path}".encode()
    for process in psutil.process_iter():
        with contextlib.suppress(OSError, psutil.Error):
            environment = Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
            if mark in environment and process.status() != psutil.STATUS_ZOMBIE:
                yield process


def kill_everything(process: subprocess.Popen[bytes]) -> None:
    for victim in tree(process):
        with contextlib.suppress(psutil.NoSuchProcess):
            victim.kill()
    process.wait()


def assert_no_process_is_left(datadir: DataDir, within_s: float) -> None:
    until = time.monotonic() + within_s
    while left := [process.pid for process in of_this_sweep(datadir)]:
        assert time.monotonic() < until, left
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1998, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 6))])
def test_a_sweep_killed_at_any_epoch_goes_on_as_if_nothing_had_been(datadir: DataDir, seed: int) -> None:
    first = start(datadir)
    wait_for_epoch(datadir, first, random.Random(seed).randint(1, EPOCHS_AT_LEAST))
    kill_everything(first)
    witnessed = lines_of_spools(datadir)
    assert_no_process_is_left(datadir, within_s=5)

    with Scheduler.open(datadir) as scheduler:
        [sweep] = scheduler.sweeps()
    assert start(datadir, "--resume", sweep.id).wait(timeout=PATIENCE_S) == 0

    runs, kept = runs_of_store(datadir)
    assert any(witnessed.values())
    for key, losses in witnessed.items():
        assert kept[key][: len(losses)] == losses, f"epochs of {key} are lost"
    assert [run.number for run in runs] == [1, 2, 3, 4, 5]
    assert all(run.state in FINAL for run in runs)
    assert any(run.attempt == 2 for run in runs)
    tried = Counter(json.dumps(run.params, sort_keys=True) for run in runs)
    assert set(tried.values()) == {1}
    for run in runs:
        epochs = kept[run.key, run.attempt]
        assert len(epochs) == run.params["epochs"] if run.state is RunState.FINISHED else len(epochs) >= 1
    assert_no_process_is_left(datadir, within_s=5)
