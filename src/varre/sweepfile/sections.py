"""Read ``metric``."""

from __future__ import annotations

from varre.sweepfile.cursor import Cursor
from varre.sweepfile.objective import Objective

__all__ = ["read_objective"]

_METRIC = ("name", "goal", "target", "impute", "impute_while_running")


def read_objective(cursor: Cursor) -> Objective | None:
    """The metric at ``cursor``."""
    if cursor.mapping("{name: val_loss, goal: minimize}") is None:
        return None
    for extra in cursor.unknown(_METRIC):
        extra.no_such_key(_METRIC)
    for key in ("impute", "impute_while_running"):
        if cursor.has(key):
            cursor.at(key).warn(
                "has no effect: failed runs count as infeasible, stopped and running ones by their curve"
            )
    name = _name(cursor)
    goal = cursor.at("goal").word(("minimize", "maximize"), "a goal") if cursor.get("goal") else "minimize"
    target = cursor.at("target").number() if cursor.get("target") else None
    if name is None or goal is None:
        return None
    return Objective(name, "minimize" if goal == "minimize" else "maximize", None if target is None else float(target))


def _name(cursor: Cursor) -> str | None:
    if cursor.has("name"):
        return cursor.at("name").text()
    cursor.error("name is missing: which metric that the training script logs")
    return None
