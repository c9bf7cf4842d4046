"""Seed a sweep of any length: the first runs through the scheduler, the others as copies of them in the store.

Ten thousand runs one by one take minutes where the disk is slow to say that it has written; copies take seconds, and
what the store then holds is of the same kind: every run has a number of its own and all that it logged.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from seed import Seeder
from varre.datadir import DataDir, new_key
from varre.runs import SweepKey

__all__ = ["fill"]

_SEEDED = 200  # of more runs, so many come from the scheduler
_KEPT = (
    "run",
    "chunk",
    "series",
)  # of a run that has ended; whose it is, is `key` in the first and `run` in the others


def fill(datadir: DataDir, runs: int) -> None:
    """A sweep of so many runs in an empty data directory; more than a few hundred must be a multiple of 200."""
    seeder = Seeder(datadir)
    first = runs if runs <= _SEEDED else _SEEDED
    sweep = seeder.sweep(first, changes={"name": f"lenet5-{runs}", "run_cap": max(4, round(runs * 1.2))})
    seeder.close()
    if runs % first:
        raise ValueError(f"{runs} runs are no multiple of {first}")
    _multiply(datadir.database, sweep.key, runs // first)


def _multiply(database: Path, sweep: SweepKey, times: int) -> None:
    """Copy the runs of a sweep, which have ended, until there are ``times`` as many. Nobody else has the store open."""
    with closing(sqlite3.connect(database)) as store, store:
        runs = store.execute("select key, number from run where sweep = ? order by number", (sweep,)).fetchall()
        numbers = count(1 + max(number for _, number in runs))
        store.execute("create temp table copied (old text, new text, number integer)")
        for _ in range(times - 1):
            keys = [new_key() for _ in runs]
            made = [(old, key, next(numbers)) for (old, _), key in zip(runs, keys, strict=True)]
            store.executemany("insert into copied values (?, ?, ?)", made)
        store.execute("create index temp.copied_old on copied (old)")
        for table in _KEPT:
            _copy(store, table)


def _copy(store: sqlite3.Connection, table: str) -> None:
    new = {"key": "new", "id": "new", "number": "number"} if table == "run" else {"run": "new"}
    columns = [str(name) for (name,) in store.execute("select name from pragma_table_info(?)", (table,))]
    values = ", ".join(f"copied.{new[column]}" if column in new else f'{table}."{column}"' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    whose = "key" if table == "run" else "run"
    store.execute(f"insert into {table} ({names}) select {values} from copied join {table} on {table}.{whose} = old")
