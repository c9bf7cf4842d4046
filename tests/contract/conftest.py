"""The stores that there are: each keeps its word on the same things."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from varre.store import SqliteStore, Store

STORES: dict[str, Callable[[Path], Store]] = {"sqlite": lambda folder: SqliteStore.open(folder / "varre.db")}


@pytest.fixture(params=sorted(STORES))
def open_store(request: pytest.FixtureRequest) -> Callable[[Path], Store]:
    """Opens the store of a folder, making it if need be."""
    return STORES[request.param]
