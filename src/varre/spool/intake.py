"""What a writer's lines mean: a pure function from lines to rows.

Between two batches everything that matters is in `WriterState`: where the next byte belongs, the step, and the row
that calls with ``commit=False`` have begun. So it does not matter where a batch ends.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from json import JSONDecoder
from typing import NamedTuple

from varre.runs import Gauge, Row
from varre.space import Value
from varre.spool.about import About, about_of

__all__ = ["Intake", "WriterState", "flatten", "flush", "merge", "take_in"]

_decode = JSONDecoder().decode
_KINDS = frozenset(
    {"row", "config", "summary", "metric", "alert", "file", "preempting", "finish", "about", "system", "console"}
)


@dataclass(frozen=True, slots=True)
class WriterState:
    """Where a writer stands: next byte, the step of the next row, and the row that is not yet committed."""

    next_offset: int = 0
    step: int = 0
    pending: Row | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What came out of a batch of lines.

    ``config`` is nested as it was given; ``summary`` is flat: the last value of each key, of rows and of what the
    script set itself. ``about`` is what the script said of the run itself, ``gauges`` what its agent measured of the
    machine, ``console`` what it read from the run's console. ``exit_code`` is what the script said when it
    ``finished``. ``skipped`` counts the lines that could not be read.
    """

    rows: tuple[Row, ...] = ()
    config: Mapping[str, Value] = field(default_factory=dict)
    summary: Mapping[str, Value] = field(default_factory=dict)
    files: tuple[Mapping[str, Value], ...] = ()
    preempting: bool = False
    finished: bool = False
    exit_code: int | None = None
    skipped: int = 0
    about: About = field(default_factory=About)
    gauges: tuple[Gauge, ...] = ()
    console: str = ""


def take_in(state: WriterState, lines: bytes) -> tuple[WriterState, Intake]:
    """Read complete lines that begin at ``state.next_offset``. Never raises for what they hold."""
    reader = _Reader(state)
    for text in lines.decode("utf-8", "surrogateescape").split("\n")[:-1]:
        reader.read(text)
    return reader.state(state.next_offset + len(lines)), reader.intake()


def flush(state: WriterState) -> tuple[WriterState, Intake]:
    """Commit the row that a writer left when it ended."""
    reader = _Reader(state)
    reader.commit()
    return reader.state(state.next_offset), reader.intake()


def flatten(data: Mapping[str, Value]) -> dict[str, Value]:
    """Nested dicts as flat names joined by dots. What bears a ``_type`` (a table, a figure) stays whole."""
    if not any(isinstance(value, Mapping) for value in data.values()):
        return dict(data)
    flat: dict[str, Value] = {}
    stack: list[tuple[str, Value]] = list(data.items())[::-1]
    while stack:
        name, value = stack.pop()
        if isinstance(value, Mapping) and value and "_type" not in value:
            stack.extend((f"{name}.{key}", inner) for key, inner in list(value.items())[::-1])
        else:
            flat[name] = value
    return flat


class _Line(NamedTuple):
    """A well-formed line. A tuple, not a dataclass: one is made for every logged row."""

    time: float
    runtime: float
    kind: str
    data: Mapping[str, Value]
    step: int | None
    commit: bool


def _parse(text: str) -> _Line | None:
    """The line, or ``None`` for anything that is not one."""
    try:
        raw = _decode(text)
        kind, data, step, commit = raw["k"], raw["d"], raw.get("step"), raw.get("commit", True)
        line = _Line(_seconds(raw["t"]), _seconds(raw["r"]), kind, data, step, commit)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError, OverflowError):
        return None
    known = isinstance(kind, str) and kind in _KINDS and isinstance(data, dict)
    return line if known and isinstance(commit, bool) and (step is None or type(step) is int) else None


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    return float(value)


class _Reader:
    """One pass over some lines."""

    def __init__(self, state: WriterState) -> None:
        self._step = state.step
        self._pending = state.pending
        self._rows: list[Row] = []
        self._config: dict[str, Value] = {}
        self._summary: dict[str, Value] = {}
        self._files: list[Mapping[str, Value]] = []
        self._preempting = self._finished = False
        self._exit_code: int | None = None
        self._skipped = 0
        self._about = About()
        self._gauges: list[Gauge] = []
        self._console: list[str] = []

    def read(self, text: str) -> None:
        line = _parse(text)
        if line is None:
            self._skipped += 1
        elif line.kind == "row":
            self._row(line)
        else:
            self._other(line)

    def state(self, next_offset: int) -> WriterState:
        return WriterState(next_offset, self._step, self._pending)

    def intake(self) -> Intake:
        return Intake(
            tuple(self._rows),
            self._config,
            self._summary,
            tuple(self._files),
            self._preempting,
            self._finished,
            self._exit_code,
            self._skipped,
            self._about,
            tuple(self._gauges),
            "".join(self._console),
        )

    def commit(self) -> None:
        """The pending row becomes a row."""
        row = self._pending
        if row is not None:
            if row.values:
                self._rows.append(row)
                self._summary.update(row.values)
            self._pending = None
            self._step = row.step + 1

    def _row(self, line: _Line) -> None:
        if line.step is not None and not self._go_to(line.step):
            return
        values = flatten(line.data)
        if self._pending is not None:
            values = {**self._pending.values, **values}
        self._pending = Row(self._step, line.time, line.runtime, values)
        if line.commit:
            self.commit()

    def _go_to(self, step: int) -> bool:
        """Whether a row may be logged at ``step``: steps never go back. A later one commits what was pending."""
        if step > self._step:
            self.commit()
            self._step = step
        return step == self._step

    def _other(self, line: _Line) -> None:
        if line.kind == "config":
            merge(self._config, line.data)
        elif line.kind == "summary":
            self._summary.update(flatten(line.data))
        elif line.kind == "file":
            self._files.append(line.data)
        elif line.kind == "about":
            self._about = self._about.then(about_of(line.data))
        elif line.kind == "system":
            self._gauge(line)
        elif line.kind == "console":
            self._console.append(str(line.data.get("text", "")))
        elif line.kind == "preempting":
            self._preempting = True
        elif line.kind == "finish":
            self.commit()
            self._finished = True
            code = line.data.get("exit_code")
            self._exit_code = code if isinstance(code, int) else 0

    def _gauge(self, line: _Line) -> None:
        if math.isfinite(line.time):
            self._gauges.append(Gauge(line.time, _numbers(line.data)))
        else:
            self._skipped += 1


def _numbers(data: Mapping[str, Value]) -> dict[str, float]:
    """The finite numbers under flat names."""
    found: dict[str, float] = {}
    for name, value in flatten(data).items():
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max:
            found[name] = float(value)
    return found


def merge(into: dict[str, Value], update: Mapping[str, Value]) -> None:
    """Lay ``update`` over ``into``; nested mappings are merged, not replaced."""
    for key, value in update.items():
        kept = into.get(key)
        if isinstance(kept, Mapping) and isinstance(value, Mapping):
            merged = dict(kept)
            merge(merged, value)
            into[key] = merged
        else:
            into[key] = value
