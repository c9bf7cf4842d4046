"""Sweeps and runs as a server's JSON API tells of them, as the records that they are."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from varre.runs import Prediction, Reason, Run, RunKey, RunState, StopReason, Sweep, SweepKey, SweepState

__all__ = ["run_of", "sweep_of"]

Json = dict[str, Any]


def sweep_of(raw: Json) -> Sweep:
    """A sweep from its detailed view."""
    known = {field.name: raw[field.name] for field in fields(Sweep) if field.name in raw}
    known.update(key=SweepKey(raw["key"]), state=SweepState(raw["state"]), tags=tuple(raw["tags"]))
    return Sweep(**known)


def run_of(raw: Json) -> Run:
    """A run from its view; free values that are not finite stay the words that they are there."""
    known = {field.name: raw[field.name] for field in fields(Run) if field.name in raw}
    known.update(
        key=RunKey(raw["key"]),
        state=RunState(raw["state"]),
        reason=_reason_of(raw["reason"]),
        stop=None if raw["stop"] is None else StopReason(**raw["stop"]),
        tags=tuple(raw["tags"]),
        ranges={name: (low, high) for name, (low, high) in raw["ranges"].items()},
    )
    return Run(**known)


def _reason_of(raw: Json | None) -> Reason | None:
    if raw is None:
        return None
    predicted = raw["predicted"]
    return Reason(**{**raw, "predicted": None if predicted is None else Prediction(**predicted)})
