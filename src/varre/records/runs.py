"""Runs and rows as records: full precision, times in seconds since the epoch, names that say the unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from varre.runs import Reason, Row, Run, RunKey, StopReason
from varre.space import Value

__all__ = ["of_row", "of_run", "rows_of"]


def of_run(run: Run) -> dict[str, Value]:
    """A run with everything that is kept of it but its rows."""
    return {
        "number": run.number,
        "id": run.id,
        "key": run.key,
        "name": run.name,
        "state": run.state.value,
        "attempt": run.attempt,
        "value": run.value,
        "last_value": run.last_value,
        "rows": run.rows,
        "skipped_lines": run.skipped,
        "created": run.created,
        "started": run.started,
        "ended": run.ended,
        "duration_s": run.ended - run.started if run.started is not None and run.ended is not None else None,
        "exit_code": run.exit_code,
        "error": run.error,
        "params": dict(run.params),
        "config": dict(run.config),
        "summary": dict(run.summary),
        "best_row": dict(run.best_row),
        "reason": None if run.reason is None else _reason(run.reason),
        "stop": None if run.stop is None else _stop(run.stop),
    }


def _reason(reason: Reason) -> dict[str, Value]:
    predicted = reason.predicted
    return {
        "source": reason.source,
        "predicted_mean": None if predicted is None else predicted.mean,
        "predicted_sd": None if predicted is None else predicted.sd,
        "expected_improvement": reason.expected_improvement,
        "improvement_probability": reason.improvement_probability,
        "note": reason.note,
    }


def _stop(stop: StopReason) -> dict[str, Value]:
    return {
        "source": stop.source,
        "row": stop.rung,
        "value": stop.value,
        "threshold": stop.threshold,
        "peers": stop.peers,
        "kept": stop.kept,
        "note": stop.note,
        "chance": stop.chance,
        "until": stop.until,
    }


def of_row(run: Run, row: Row) -> dict[str, Value]:
    """One logged row of a run."""
    head: dict[str, Value] = {"run": run.number, "id": run.id, "step": row.step, "time": row.time}
    return {**head, "runtime_s": row.runtime, "values": dict(row.values)}


def rows_of(runs: Iterable[Run], rows: Callable[[RunKey], Iterable[Row]]) -> Iterator[dict[str, Value]]:
    """All that ``runs`` have logged, in order; ``rows`` gives those of one."""
    for run in runs:
        for row in rows(run.key):
            yield of_row(run, row)
