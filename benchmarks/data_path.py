"""What it costs to show a sweep: snapshot, curves, the change of one run, the counts; at 20, 1,000 and 10,000 runs.

    python benchmarks/data_path.py

prints a table in Markdown. Each size has a process of its own, in which the server's application answers without a
socket. Times are CPU seconds, for wall time on a busy machine says little; ``cold`` is the first request after the
start. Beside the snapshot stands what the same rows would be as JSON, which is what peers send.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

from varre.datadir import DataDir, find, hold, new_agent_id
from varre.runs import Claim, Exit, Lease, Sweep
from varre.scheduler import Scheduler
from varre.server.app import create_app
from varre.server.events import RECORDS, change, event
from varre.server.serving import served
from varre.server.settings import Settings
from varre.server.sockets import listen
from varre.sweepfile import SweepFile

SIZES = (20, 1_000, 10_000)
EPOCHS = 15
IDLE_S = 20.0
FILE = {
    "method": "random",
    "seed": 1,
    "metric": {"name": "val_accuracy", "goal": "maximize"},
    "parameters": {
        "optimizer": {"values": ["sgd", "adam"]},
        "activation": {"values": ["tanh", "relu"]},
        "batch_size": {"values": [16, 32, 64]},
        "batch_norm": {"values": [True, False]},
        "learning_rate": {"distribution": "log_uniform_values", "min": 1e-4, "max": 0.1},
        "dropout": {"min": 0.0, "max": 0.5},
        "weight_decay": {"min": 0.0, "max": 0.1},
        "epochs": {"values": [5, 10, 15]},
    },
}
TOKEN = "a-token-of-this-benchmark"
ROWS = (
    ("snapshot, cold", "s"),
    ("snapshot again, one run changed", "s"),
    ("snapshot", "KB"),
    ("snapshot, sent", "KB"),
    ("the same rows as JSON, packed", "KB"),
    ("curves of one metric", "s"),
    ("curves", "KB"),
    ("curves, sent", "KB"),
    ("counts, best and spark line, cold", "s"),
    ("one event: a row of one run", "ms"),
    ("one event", "KB"),
    ("idle, with one who listens", "% of a core"),
    ("memory of the server before", "MB"),
    ("memory of the server after all of it", "MB"),
)


def main() -> None:
    """Measure each size in a process of its own and print the table."""
    found = [_in_a_process(size) for size in SIZES]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| what |", " | ".join(f"{size:,} runs" for size in SIZES), "|")
    print("|--|" + "--:|" * len(SIZES))
    for name, unit in ROWS:
        print(f"| {name}, {unit} |", " | ".join(_figure(column[name]) for column in found), "|")


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"


def _in_a_process(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        datadir = find(create=True, env={}, cwd=Path(folder))
        for stage in ("seed", "measure"):
            command = [sys.executable, __file__, stage, str(datadir.path), str(size)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        found: dict[str, float] = json.loads(done.stdout)
        return found


# -- filling a store -------------------------------------------------------------------------------------------------


def seed(datadir: DataDir, size: int) -> None:
    """Runs as an agent reports them, all ended."""
    dice = random.Random(size)
    with Scheduler.open(datadir) as scheduler:
        sweep = scheduler.create_sweep(SweepFile.parse(FILE))
        agent = new_agent_id()
        lock = hold(datadir.agent_lock(agent))
        for _ in range(size):
            claim = scheduler.claim(sweep.key, agent)
            assert isinstance(claim, Claim)
            lines = b"".join(_line(epoch, dice) for epoch in range(EPOCHS))
            scheduler.append(claim.lease, "1.1-00000000", 0, lines)
            scheduler.end(claim.lease, Exit(0))
        lock.release()


def _line(epoch: int, dice: random.Random) -> bytes:
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    row = {name: round(dice.random() * 0.9**epoch, 6) for name in names}
    line = {"t": 1.8e9 + epoch, "r": epoch * 1.5, "k": "row", "d": row, "step": None, "commit": True}
    return json.dumps(line).encode() + b"\n"


# -- measuring -------------------------------------------------------------------------------------------------------


class Bench:
    """The application of one data directory, and CPU seconds by name."""

    def __init__(self, datadir: DataDir, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self.app = create_app(scheduler, datadir, Settings(TOKEN))
        self.found: dict[str, float] = {"memory of the server before": _memory()}

    def time(self, name: str, action: Callable[[], object], scale: float = 1.0, repeats: int = 1) -> None:
        begun = time.process_time()
        for _ in range(repeats):
            action()
        self.found[name] = scale * (time.process_time() - begun) / repeats

    def get(self, path: str, *, packed: bool = True) -> bytes:
        """The bytes that go over the wire."""
        return asyncio.run(self._get(path, "gzip" if packed else "identity"))

    async def _get(self, path: str, encoding: str) -> bytes:
        headers = {"Authorization": f"Bearer {TOKEN}", "Accept-Encoding": encoding}
        transport = httpx.ASGITransport(self.app)
        asked = {"transport": transport, "headers": headers, "base_url": "http://127.0.0.1:7171"}
        async with httpx.AsyncClient(**asked) as client, client.stream("GET", path) as response:
            assert response.status_code == 200, await response.aread()
            return b"".join([chunk async for chunk in response.aiter_raw()])


def measure(datadir: DataDir, size: int) -> dict[str, float]:
    """All rows of the table."""
    with Scheduler.open(datadir) as scheduler:
        (sweep,) = scheduler.sweeps()
        bench = Bench(datadir, scheduler)
        bench.get("/api/health")  # what any first request pays is not what is looked for here
        bench.time("counts, best and spark line, cold", lambda: bench.app.state.views.sweep(sweep))
        snapshot, curves = f"/api/sweeps/{sweep.key}/snapshot", f"/api/sweeps/{sweep.key}/curves?metric=val_accuracy"
        bench.time("snapshot, cold", lambda: bench.get(snapshot))
        bench.time("curves of one metric", lambda: bench.get(curves))
        for name, path in (("snapshot", snapshot), ("curves", curves)):
            bench.found[name] = len(bench.get(path, packed=False)) / 1e3
            bench.found[f"{name}, sent"] = len(bench.get(path)) / 1e3
        _change(bench, sweep, size, snapshot)
        bench.found["idle, with one who listens"] = _idle(bench, datadir)
        bench.found["memory of the server after all of it"] = _memory()
        records = [bench.app.state.views.run(run).model_dump(mode="json") for run in scheduler.runs(sweep.key)]
        bench.found["the same rows as JSON, packed"] = len(gzip.compress(json.dumps(records).encode(), 5)) / 1e3
        return bench.found


def _change(bench: Bench, sweep: Sweep, size: int, snapshot: str) -> None:
    """One more row, late, of the last run."""
    scheduler, views = bench.scheduler, bench.app.state.views
    run = scheduler.find_run(f"{sweep.id}/{size}")
    assert run.agent is not None
    before = scheduler.cursor()
    scheduler.append(Lease(run.key, run.attempt, run.agent), "1.2-00000000", 0, _line(EPOCHS, random.Random(0)))

    def told() -> bytes:
        changes = scheduler.changes(before, RECORDS)
        assert changes is not None
        return event("change", change(scheduler, views, changes))

    bench.time("one event: a row of one run", told, 1e3)
    bench.found["one event"] = len(told()) / 1e3
    bench.time("snapshot again, one run changed", lambda: bench.get(snapshot))


def _idle(bench: Bench, datadir: DataDir) -> float:
    """Per cent of a core that the server takes while somebody listens and nothing happens."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with (
        served(bench.scheduler, datadir, Settings(TOKEN), listen("127.0.0.1", 0)) as server,
        httpx.Client() as client,
        client.stream("GET", f"{server.settings.url}/api/events", headers=headers) as got,
    ):
        next(got.iter_raw())
        time.sleep(2)  # for what is looked at once
        begun = time.process_time()
        time.sleep(IDLE_S)
        return 100 * (time.process_time() - begun) / IDLE_S


def _memory() -> float:
    return psutil.Process().memory_info().rss / 1e6


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    elif sys.argv[1] == "seed":
        seed(DataDir(Path(sys.argv[2])), int(sys.argv[3]))
    else:
        print(json.dumps(measure(DataDir(Path(sys.argv[2])), int(sys.argv[3]))))
