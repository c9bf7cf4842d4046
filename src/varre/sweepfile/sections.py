"""Read ``metric`` and ``early_terminate``."""

from __future__ import annotations

from varre.sweepfile.cursor import Cursor
from varre.sweepfile.objective import EarlyTermination, Objective
from varre.sweepfile.places import show

__all__ = ["read_early_termination", "read_objective"]

_METRIC = ("name", "goal", "target", "impute", "impute_while_running")
_HYPERBAND = ("type", "min_iter", "max_iter", "s", "eta", "strict")


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


def read_early_termination(cursor: Cursor) -> EarlyTermination | None:
    """The stopping rule at ``cursor``."""
    if cursor.mapping("{type: hyperband, min_iter: 3}") is None:
        return None
    before = len(cursor.notes.problems)
    for extra in cursor.unknown(_HYPERBAND):
        extra.no_such_key(_HYPERBAND)
    if cursor.has("type"):
        cursor.at("type").word(("hyperband",), "a stopping rule")
    else:
        cursor.error("type is missing: hyperband")
    min_iter, max_iter = (cursor.at(key).count(1) if cursor.get(key) else None for key in ("min_iter", "max_iter"))
    s, eta = _above(cursor, "s", 1, True), _above(cursor, "eta", 1, False)
    strict = cursor.at("strict").boolean() if cursor.get("strict") else True
    if len(cursor.notes.problems) > before:
        return None
    return _bands(cursor, min_iter, max_iter, s, 3.0 if eta is None else eta, bool(strict))


def _above(cursor: Cursor, key: str, least: float, included: bool) -> float | None:
    value = cursor.at(key).number(written=key == "eta") if cursor.get(key) else None
    if value is not None and (value < least or (value == least and not included)):
        bound = f"at least {least}" if included else f"greater than {least}"
        cursor.at(key).error(f"must be {bound}, got {show(value)}")
    return None if value is None else float(value)


def _bands(
    cursor: Cursor, min_iter: int | None, max_iter: int | None, s: float | None, eta: float, strict: bool
) -> EarlyTermination | None:
    if max_iter is not None and s is not None:
        if min_iter is not None:
            cursor.at("min_iter").warn("is ignored: max_iter wins where both are given")
        if max_iter / eta < 1:
            cursor.error(f"has no band: max_iter {max_iter} divided by eta {show(eta)} is below 1")
            return None
        return EarlyTermination(max_iter=max_iter, s=s, eta=eta, strict=strict)
    if min_iter is None:
        cursor.error("needs min_iter, or max_iter and s")
        return None
    if max_iter is not None:
        cursor.at("max_iter").warn("is ignored: it needs s; the bands begin at min_iter")
    elif s is not None:
        cursor.at("s").warn("is ignored: it goes with max_iter")
    return EarlyTermination(min_iter=min_iter, eta=eta, strict=strict)
