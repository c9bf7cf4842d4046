"""Sweeps as JSON for programs, as the displays count them."""

from __future__ import annotations

from varre.cli.board import Board
from varre.space import Value

__all__ = ["of_sweep"]


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
