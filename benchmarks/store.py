"""What keeping costs: logging a row, taking rows in, claiming a run in a sweep that has 10,000.

    python benchmarks/store.py

prints a table in Markdown. Each figure is a median over repeats; beside it stands a peer of the same run: the bare
system call, the bare parser, the bare commit.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from sqlite3 import sqlite_version
from statistics import median

from varre.datadir import DataDir, find, hold, new_agent_id
from varre.runs import Claim, Lease, Row, Run, RunKey, RunState, Sweep
from varre.scheduler import Scheduler
from varre.spool import SpoolWriter, Tail, WriterState
from varre.store import Batch, SqliteStore
from varre.sweepfile import SweepFile

ROW = {"loss": 0.12345678, "accuracy": 0.98765, "val_loss": 0.2345678, "val_accuracy": 0.9765, "seconds": 5.4321}
FILE = {
    "method": "random",
    "seed": 1,
    "metric": {"name": "val_loss"},
    "parameters": {name: {"min": 0.0, "max": 1.0} for name in "abcdefgh"},
}
ROWS, RUNS, EPOCHS = 20_000, 10_000, 15


def timed(action: Callable[[], object], repeats: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Median seconds of an action."""
    seconds = []
    for _ in range(repeats):
        began = clock()
        action()
        seconds.append(clock() - began)
    return median(seconds)


@contextmanager
def scheduler_in(folder: str) -> Iterator[tuple[Scheduler, DataDir, Lease, Sweep]]:
    """A scheduler with one sweep and the lease of its first run."""
    datadir = find(create=True, env={}, cwd=Path(folder))
    with Scheduler.open(datadir) as scheduler:
        sweep = scheduler.create_sweep(SweepFile.parse(FILE))
        agent = new_agent_id()
        lock = hold(datadir.agent_lock(agent))
        claim = scheduler.claim(sweep.key, agent)
        assert isinstance(claim, Claim)
        yield scheduler, datadir, claim.lease, sweep
        lock.release()


def logging(folder: str) -> tuple[float, float]:
    """Seconds of one `SpoolWriter.write` and of one bare ``os.write`` of the same bytes."""
    writer = SpoolWriter(Path(folder) / "spool", 1)

    def write() -> None:
        for _ in range(1000):
            writer.write("row", ROW)

    ours = timed(write, 30) / 1000
    line = Tail(Path(folder) / "spool", writer.writer).read(1).split(b"\n")[0] + b"\n"
    fd = os.open(Path(folder) / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def bare() -> None:
        for _ in range(1000):
            os.write(fd, line)

    return ours, timed(bare, 30) / 1000


def taking_in(scheduler: Scheduler, datadir: DataDir, lease: Lease) -> tuple[float, float, float]:
    """CPU seconds to take in one row, to parse it alone, and to read it back."""
    writer = SpoolWriter(datadir.spool(lease.run), 1)
    for _ in range(ROWS):
        writer.write("row", ROW)
    tail = Tail(datadir.spool(lease.run), writer.writer)
    batches = []
    while lines := tail.read(64 * 1024):
        batches.append((tail.offset, lines))
        tail.advance(tail.offset + len(lines))
    began = time.process_time()
    for offset, lines in batches:
        scheduler.append(lease, writer.writer, offset, lines)
    ours = time.process_time() - began
    began = time.process_time()
    for _, lines in batches:
        for text in lines.splitlines():
            json.loads(text)
    parsing = time.process_time() - began
    reading = timed(lambda: sum(1 for _ in scheduler.rows(lease.run)), 3, time.process_time)
    writer.close()
    return ours / ROWS, parsing / ROWS, reading / ROWS


def one_row(scheduler: Scheduler, datadir: DataDir, lease: Lease) -> tuple[float, float, float]:
    """Seconds to take in a single row, of a bare commit, and of a heartbeat for eight runs."""
    writer = SpoolWriter(datadir.spool(lease.run), 1)
    tail = Tail(datadir.spool(lease.run), writer.writer)

    def append() -> None:
        writer.write("row", ROW)
        tail.advance(scheduler.append(lease, writer.writer, tail.offset, tail.read()).next_offset)

    def commit() -> None:
        with store._connection.transaction() as transaction:
            transaction.tick()

    ours = timed(append, 300)
    with SqliteStore.open(datadir.database) as store:
        bare = timed(commit, 300)
    beat = timed(lambda: scheduler.heartbeat([lease] * 8), 300)
    writer.close()
    return ours, bare, beat


def fill(datadir: DataDir, sweep: Sweep, template: Run) -> None:
    """Add finished runs of `EPOCHS` epochs until the sweep has `RUNS`."""
    rows = tuple(Row(epoch, 0.0, 0.0, {"val_loss": 1 / (1 + epoch)}) for epoch in range(EPOCHS))
    batch = Batch(rows, tuple(1 / (1 + epoch) for epoch in range(EPOCHS)))
    with SqliteStore.open(datadir.database) as store:
        store._connection._sqlite.execute("pragma synchronous = off")  # only to be done sooner
        for number in range(2, RUNS + 1):
            key = RunKey(f"r{number:07}")
            params = dict.fromkeys("abcdefgh", number / RUNS)
            run = replace(template, key=key, id=key, number=number, params=params, state=RunState.FINISHED)
            store.runs.insert(run)
            lease = Lease(key, 1, template.agent or new_agent_id())
            store.rows.append(lease, "1.1-00000000", WriterState(), WriterState(1), batch, lambda run: run)


def claiming(scheduler: Scheduler, sweep: Sweep, lease: Lease) -> float:
    """Seconds of one claim, with the insertion of its run."""
    return timed(lambda: scheduler.claim(sweep.key, lease.agent), 50)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, scheduler_in(folder) as (scheduler, datadir, lease, sweep):
        write, bare_write = logging(folder)
        append, commit, beat = one_row(scheduler, datadir, lease)
        taken, parsed, read = taking_in(scheduler, datadir, lease)
        few = claiming(scheduler, sweep, lease)
    with tempfile.TemporaryDirectory() as folder, scheduler_in(folder) as (scheduler, datadir, lease, sweep):
        fill(datadir, sweep, scheduler.run(lease.run))
        with Scheduler.open(datadir) as fresh:
            first = timed(lambda: fresh.history(sweep.key), 1)
        scheduler.history(sweep.key)
        again = timed(lambda: scheduler.history(sweep.key), 50)
        many = claiming(scheduler, sweep, lease)
    us, ms = 1e6, 1e3
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite_version}\n"
    )
    print("| what | median | beside it | ratio |")
    print("| -- | -- | -- | -- |")
    print(
        f"| `log()`: one line of five figures | {write * us:.1f} µs | bare `os.write` {bare_write * us:.1f} µs |",
        end="",
    )
    print(f" {write / bare_write:.1f} |")
    print(f"| rows taken in, batches of 64 KiB | {1 / taken:,.0f} a CPU second | `json.loads` alone", end="")
    print(f" {1 / parsed:,.0f} | {parsed / taken:.2f} |")
    print(f"| rows read back | {1 / read:,.0f} a CPU second | | |")
    print(f"| one row taken in, on disk | {append * ms:.2f} ms | bare commit {commit * ms:.2f} ms |", end="")
    print(f" {append / commit:.1f} |")
    print(f"| heartbeat of 8 runs | {beat * ms:.2f} ms | | |")
    print(
        f"| claim (random search) of the first hundred | {few * ms:.2f} ms | bare commit {commit * ms:.2f} ms |", end=""
    )
    print(f" {few / commit:.1f} |")
    print(
        f"| claim at {RUNS:,} runs of {EPOCHS} epochs | {many * ms:.2f} ms | bare commit {commit * ms:.2f} ms |", end=""
    )
    print(f" {many / commit:.1f} |")
    print(
        f"| history at {RUNS:,} runs, brought up to date | {again * ms:.2f} ms | read anew {first * ms:.0f} ms |",
        end="",
    )
    print(f" {again / first:.4f} |")


if __name__ == "__main__":
    main()
