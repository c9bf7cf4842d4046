"""What is kept: sweeps, runs and rows, in one SQLite file. The protocols are in `varre.store.base`."""

from __future__ import annotations

from varre.store.base import (
    ALL,
    Batch,
    Change,
    CurvePart,
    CurveStore,
    Doomed,
    Feed,
    Holding,
    News,
    RowStore,
    RunStore,
    Store,
    SweepStore,
)
from varre.store.sqlite import SqliteStore

__all__ = [
    "ALL",
    "Batch",
    "Change",
    "CurvePart",
    "CurveStore",
    "Doomed",
    "Feed",
    "Holding",
    "News",
    "RowStore",
    "RunStore",
    "SqliteStore",
    "Store",
    "SweepStore",
]
