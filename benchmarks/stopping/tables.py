"""Tables of learning curves: compressed JSON, one file a training."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

__all__ = ["FOLDER", "Table", "load", "names", "save"]

FOLDER = Path(__file__).parent / "tables"


@dataclass(frozen=True)
class Table:
    """Learning curves of one training.

    ``parameters`` are those of a sweep file; ``configurations[i]`` (nested as a training script sees them) gave
    ``curves[i]``, the metric at each row. ``None`` stands for what was not finite.
    """

    name: str
    about: str
    metric: str
    goal: Literal["minimize", "maximize"]
    parameters: Mapping[str, Any]
    configurations: list[Mapping[str, Any]]
    curves: list[list[float | None]]


def save(table: Table, folder: Path = FOLDER) -> Path:
    """Write a table, with five significant digits; the same table gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{table.name}.json.gz"
    rounded = asdict(table) | {"curves": [[_rounded(value) for value in curve] for curve in table.curves]}
    path.write_bytes(gzip.compress(json.dumps(rounded, separators=(",", ":")).encode(), mtime=0))
    return path


def load(name: str, folder: Path = FOLDER) -> Table:
    """Read a table."""
    return Table(**json.loads(gzip.decompress((folder / f"{name}.json.gz").read_bytes())))


def names(folder: Path = FOLDER) -> list[str]:
    """The tables that there are."""
    return sorted(path.name.removesuffix(".json.gz") for path in folder.glob("*.json.gz"))


def _rounded(value: float | None) -> float | None:
    return float(f"{value:.5g}") if value is not None and math.isfinite(value) else None
