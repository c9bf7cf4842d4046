"""Records as columns and back. Structured values are JSON text, in which NaN and Infinity are allowed."""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import Any, Literal, TypeVar

from varre.runs import (
    AgentId,
    Gauge,
    Observation,
    Outcome,
    Prediction,
    Reason,
    Row,
    Run,
    RunKey,
    RunOutline,
    RunState,
    StopReason,
    Sweep,
    SweepKey,
    SweepState,
)
from varre.spool import WriterState

__all__ = [
    "agent_of",
    "doubles",
    "from_doubles",
    "from_rows",
    "gauge_of",
    "integers",
    "observation_of",
    "outline_of",
    "reason_of",
    "run_columns",
    "run_of",
    "stop_of",
    "sweep_columns",
    "sweep_of",
    "to_doubles",
    "to_integers",
    "to_json",
    "to_rows",
    "writer_columns",
    "writer_of",
]

to_json = json.JSONEncoder(separators=(",", ":")).encode

_Number = TypeVar("_Number", int, float)
_Kind = Literal["q", "H"]

_RUN = tuple(field.name for field in fields(Run))
_SWEEP = tuple(field.name for field in fields(Sweep))
_JSON = ("params", "config", "summary", "best_row", "ranges", "tags")


def run_columns(run: Run, changed: int) -> dict[str, object]:
    """A run as named parameters of a query."""
    columns: dict[str, object] = {name: getattr(run, name) for name in _RUN}
    columns.update((name, to_json(columns[name])) for name in _JSON)
    columns.update(reason=_structure(run.reason), stop=_structure(run.stop), state=run.state.value, changed=changed)
    return columns


def run_of(row: sqlite3.Row) -> Run:
    """The run of a row of table ``run``."""
    columns: dict[str, Any] = {name: row[name] for name in _RUN}
    columns.update((name, json.loads(columns[name])) for name in _JSON)
    columns.update(
        key=RunKey(row["key"]),
        state=RunState(row["state"]),
        reason=reason_of(row["reason"]),
        stop=stop_of(row["stop"]),
        preempting=bool(row["preempting"]),
        tags=tuple(columns["tags"]),
        ranges={name: (low, high) for name, (low, high) in columns["ranges"].items()},
    )
    return Run(**columns)


def outline_of(row: sqlite3.Row) -> RunOutline:
    """The least of a row of table ``run``."""
    key, number, state, *rest = row
    return RunOutline(RunKey(key), number, RunState(state), *rest)


def sweep_columns(sweep: Sweep, changed: int) -> dict[str, object]:
    """A sweep as named parameters of a query."""
    columns: dict[str, object] = {name: getattr(sweep, name) for name in _SWEEP}
    columns.update(state=sweep.state.value, seed=str(sweep.seed), tags=to_json(sweep.tags), changed=changed)
    return columns


def sweep_of(row: sqlite3.Row) -> Sweep:
    """The sweep of a row of table ``sweep``."""
    columns: dict[str, Any] = {name: row[name] for name in _SWEEP}
    columns.update(
        key=SweepKey(row["key"]),
        state=SweepState(row["state"]),
        seed=int(row["seed"]),
        tags=tuple(json.loads(row["tags"])),
    )
    return Sweep(**columns)


def observation_of(row: sqlite3.Row) -> Observation:
    """The observation of a row of table ``prior``."""
    return Observation(None, json.loads(row["params"]), from_doubles(row["curve"]), Outcome(row["outcome"]))


def gauge_of(row: sqlite3.Row) -> Gauge:
    """The gauge of a row of table ``gauge``."""
    return Gauge(row["time"], json.loads(row["data"]))


def writer_columns(state: WriterState) -> dict[str, object]:
    """Where a writer stands, as named parameters of a query."""
    pending = None if state.pending is None else to_rows([state.pending])
    return {"next_offset": state.next_offset, "step": str(state.step), "pending": pending}


def writer_of(row: sqlite3.Row | None) -> WriterState:
    """Where a writer stands; one that is not known stands at the beginning."""
    if row is None:
        return WriterState()
    pending = next(from_rows(row["pending"])) if row["pending"] else None
    return WriterState(row["next_offset"], int(row["step"]), pending)


def to_rows(rows: Iterable[Row]) -> bytes:
    """Rows as one blob."""
    return to_json([(row.step, row.time, row.runtime, row.values) for row in rows]).encode("ascii")


def from_rows(blob: bytes) -> Iterator[Row]:
    """The rows of a blob."""
    return (Row(*fields) for fields in json.loads(blob))


def to_doubles(values: Iterable[float]) -> bytes:
    """Numbers as one blob: doubles, little-endian."""
    return _little_endian(array("d", values)).tobytes()


def from_doubles(blob: bytes) -> tuple[float, ...]:
    """The numbers of a blob."""
    return tuple(doubles(blob))


def doubles(blob: bytes) -> array[float]:
    """The numbers of a blob, as an array."""
    values = array("d")
    values.frombytes(blob)
    return _little_endian(values)


def to_integers(values: Iterable[int], kind: _Kind = "q") -> bytes:
    """Whole numbers as one blob, little-endian: of 64 bits (``q``), or of 16 without sign (``H``)."""
    return _little_endian(array(kind, values)).tobytes()


def integers(blob: bytes, kind: _Kind = "q") -> array[int]:
    """The whole numbers of a blob."""
    values = array(kind)
    values.frombytes(blob)
    return _little_endian(values)


def _little_endian(values: array[_Number]) -> array[_Number]:
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _structure(value: Reason | StopReason | None) -> str | None:
    return None if value is None else to_json(asdict(value))


def reason_of(text: str | None) -> Reason | None:
    """The reason of a column ``reason``."""
    if text is None:
        return None
    raw = json.loads(text)
    predicted = raw.pop("predicted")
    return Reason(**raw, predicted=None if predicted is None else Prediction(**predicted))


def stop_of(text: str | None) -> StopReason | None:
    """The reason of a column ``stop``."""
    return None if text is None else StopReason(**json.loads(text))


def agent_of(text: str | None) -> AgentId | None:
    """The agent of a column ``agent``."""
    return None if text is None else AgentId(text)
