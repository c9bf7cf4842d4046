"""The runs of one sweep as columns: a tenth of the memory that the records take, and ready to be sent."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Literal

from varre.runs import Prediction, Reason, Run, RunState
from varre.server.columns import Column, Numbers, Text, encode
from varre.server.growing import ABSENT, Absent, Coded, Counting, Floating, Mixed, Scattered, Shown
from varre.server.jsonvalues import finite, json_value
from varre.space import Categorical, Constant, Distribution, Value
from varre.sweepfile import SweepFile

__all__ = ["METRICS_AT_MOST", "Table"]

METRICS_AT_MOST = 256
"""How many metrics have columns; a frame says how many more there are."""

_NO_REASON = Reason("")
_NO_PREDICTION = Prediction(float("nan"), float("nan"))

_COUNTS: Mapping[str, Callable[[Run], int]] = {"attempt": lambda run: run.attempt, "rows": lambda run: run.rows}

_NUMBERS: Mapping[str, tuple[Literal["d", "f"], Callable[[Run], float | None]]] = {
    "created": ("d", lambda run: run.created),
    "started": ("d", lambda run: run.started),
    "ended": ("d", lambda run: run.ended),
    "best": ("d", lambda run: run.value),
    "last": ("d", lambda run: run.last_value),
    "reason.mean": ("f", lambda run: _predicted(run).mean),
    "reason.sd": ("f", lambda run: _predicted(run).sd),
    "reason.ei": ("f", lambda run: (run.reason or _NO_REASON).expected_improvement),
    "reason.pi": ("f", lambda run: (run.reason or _NO_REASON).improvement_probability),
}

_WORDS: Mapping[str, Callable[[Run], Value | Absent]] = {
    "state": lambda run: run.state.value,
    "agent": lambda run: run.agent or ABSENT,
    "reason.source": lambda run: run.reason.source if run.reason else ABSENT,
    "stop.source": lambda run: run.stop.source if run.stop else ABSENT,
}

_SCATTERED: Mapping[str, Callable[[Run], Value]] = {
    "id": lambda run: run.id if run.id != run.key else None,
    "name": lambda run: run.name or None,
    "notes": lambda run: run.notes or None,
    "tags": lambda run: list(run.tags) or None,
    "error": lambda run: run.error or None,
    "exit_code": lambda run: run.exit_code or None,  # 0 goes without saying: the run is finished
    "stop": lambda run: json_value(asdict(run.stop)) if run.stop else None,
    "reason.note": lambda run: (run.reason or _NO_REASON).note or None,
}


class Table:
    """Rows in order of number, each put again whenever its run changes. Not for use from several threads at once."""

    def __init__(self, file: SweepFile) -> None:
        self._file = file
        self._keys: list[str] = []
        self._hidden: set[int] = set()
        self._counts = {name: Counting(name) for name in _COUNTS}
        self._numbers = {name: Floating(name, kind) for name, (kind, _) in _NUMBERS.items()}
        self._words = {name: Coded(name) for name in _WORDS}
        self._words["state"] = Coded("state", [state.value for state in RunState])
        self._scattered = {name: Scattered(name) for name in _SCATTERED}
        self._config = Scattered("config")
        self._params: dict[str, Mixed | Coded] = {
            parameter.path: _column_of(parameter.path, parameter.distribution)
            for parameter in file.space.parameters
            if not isinstance(parameter.distribution, Constant)
        }
        self._constants = {p.path for p in file.space.parameters} - self._params.keys()
        self._metrics: dict[str, _Metric] = {}
        self._left_out: set[str] = set()
        self._shared: dict[str, Value] = {}

    def learn(self, runs: Sequence[Run]) -> None:
        """Take in runs as they are now; they come in order of number."""
        rows = [(run.number or 1) - 1 for run in runs]
        for row, run in zip(rows, runs, strict=True):
            self._place(row, run)
        for name, count in _COUNTS.items():
            self._counts[name].put(rows, [count(run) for run in runs])
        for name, (_, number) in _NUMBERS.items():
            self._numbers[name].put(rows, [number(run) for run in runs])
        for name, word in _WORDS.items():
            self._words[name].put(rows, [word(run) for run in runs])
        for name, value in _SCATTERED.items():
            self._scattered[name].put(rows, [value(run) for run in runs])
        self._config.put(rows, [self._own_config(run) for run in runs])
        self._learn_params(rows, runs)
        self._learn_metrics(rows, runs)

    def frame(self, cursor: int, sweep: str) -> bytes:
        """All runs but the deleted ones, as a frame that is true as of ``cursor``."""
        rows = len(self._keys)
        shown = [row for row in range(rows) if row not in self._hidden] if self._hidden else None
        return encode(
            self._columns(rows, shown),
            cursor=cursor,
            rows=rows if shown is None else len(shown),
            sweep=sweep,
            parameters=list(self._params),
            metrics=list(self._metrics),
            metrics_left_out=len(self._left_out),
            objective=self._file.objective.name if self._file.objective else None,
        )

    def _columns(self, rows: int, shown: Shown) -> Iterator[Column]:
        places = range(rows) if shown is None else shown
        yield Numbers("number", array("i", (row + 1 for row in places)))
        yield Text("key", [self._keys[row] for row in places])
        for column in (
            *self._words.values(),
            *self._counts.values(),
            *self._numbers.values(),
            *self._params.values(),
            *(column for metric in self._metrics.values() for column in metric.columns),
            *self._scattered.values(),
            self._config,
        ):
            yield column.column(rows, shown)

    def _place(self, row: int, run: Run) -> None:
        while len(self._keys) <= row:
            self._hidden.add(len(self._keys))
            self._keys.append("")
        self._keys[row] = run.key
        if run.deleted is None:
            self._hidden.discard(row)
        else:
            self._hidden.add(row)

    def _learn_params(self, rows: Sequence[int], runs: Sequence[Run]) -> None:
        for path in {path for run in runs for path in run.params} - self._params.keys() - self._constants:
            self._params[path] = Mixed(f"param:{path}")
        for path, column in self._params.items():
            column.put(rows, [json_value(run.params[path]) if path in run.params else ABSENT for run in runs])

    def _learn_metrics(self, rows: Sequence[int], runs: Sequence[Run]) -> None:
        for name in dict.fromkeys(name for run in runs for name in _metrics_of(run)):
            if name not in self._metrics:
                if len(self._metrics) < METRICS_AT_MOST:
                    self._metrics[name] = _Metric(name)
                else:
                    self._left_out.add(name)
        for metric in self._metrics.values():
            metric.learn(rows, runs)

    def _own_config(self, run: Run) -> Value:
        """What the run's script has added to its configuration; runs that added the same share one object."""
        if run.config is run.params or run.config == run.params:
            return None
        flat = self._file.space.flatten(run.config)
        own = {path: json_value(value) for path, value in flat.items() if run.params.get(path) != value}
        return self._shared.setdefault(repr(own), own) if own else None


class _Metric:
    """The four columns of a metric."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.columns = tuple(Floating(f"metric:{name}:{which}", "f") for which in ("last", "min", "max", "best"))

    def learn(self, rows: Sequence[int], runs: Sequence[Run]) -> None:
        name, (last, low, high, best) = self._name, self.columns
        ranges = [run.ranges.get(name, (None, None)) for run in runs]
        last.put(rows, [run.summary.get(name) for run in runs])
        low.put(rows, [least for least, _ in ranges])
        high.put(rows, [most for _, most in ranges])
        best.put(rows, [run.best_row.get(name) for run in runs])


def _metrics_of(run: Run) -> Iterator[str]:
    yield from run.ranges
    for row in (run.summary, run.best_row):  # of rows without ranges: what an earlier attempt logged, say
        yield from (name for name, value in row.items() if name not in run.ranges and finite(value) is not None)


def _column_of(path: str, distribution: Distribution) -> Mixed | Coded:
    if isinstance(distribution, Categorical):
        return Coded(f"param:{path}", map(json_value, distribution.choices))
    return Mixed(f"param:{path}")


def _predicted(run: Run) -> Prediction:
    return (run.reason or _NO_REASON).predicted or _NO_PREDICTION
