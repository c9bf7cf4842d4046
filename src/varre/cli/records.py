"""Runs and sweeps as JSON for programs: full precision, times in seconds since the epoch, names that say the unit."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from varre.cli.board import Board
from varre.runs import Reason, Row, Run, StopReason
from varre.space import Value

__all__ = ["as_json", "of_row", "of_run", "of_sweep"]


def as_json(value: Value, *, indent: int | None = 2) -> str:
    """Strict JSON: a number that JSON does not know is written as W&B does, ``"NaN"`` or ``"Infinity"``."""
    return json.dumps(_strict(value), indent=indent, ensure_ascii=False, allow_nan=False)


def _strict(value: Value) -> Value:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {key: _strict(item) for key, item in value.items()}
    return [_strict(item) for item in value] if isinstance(value, Sequence) else value


def of_sweep(board: Board) -> dict[str, Value]:
    """A sweep with its counts and the number of its best run."""
    sweep, tally = board.sweep, board.tally
    best = board.best
    return {
        "id": sweep.id,
        "project": sweep.project,
        "name": sweep.name,
        "state": sweep.state.value,
        "state_reason": sweep.state_reason,
        "method": board.file.method,
        "metric": _metric(board),
        "seed": sweep.seed,
        "created": sweep.created,
        "ended": sweep.ended,
        "total": board.total,
        "counts": {
            "finished": tally.finished,
            "stopped": tally.stopped,
            "failed": tally.failed,
            "canceled": tally.canceled,
            "running": tally.running,
            "waiting": tally.waiting,
        },
        "best_run": None if best is None else best.number,
        "best_value": None if best is None else best.value,
    }


def _metric(board: Board) -> Value:
    objective = board.objective
    if objective is None:
        return None
    return {"name": objective.name, "goal": objective.goal, "target": objective.target}


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
    }


def of_row(run: Run, row: Row) -> dict[str, Value]:
    """One logged row of a run."""
    head: dict[str, Value] = {"run": run.number, "id": run.id, "step": row.step, "time": row.time}
    return {**head, "runtime_s": row.runtime, "values": dict(row.values)}
