"""Configurations near good ones: a table must be true where searchers end up, which random draws seldom are."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any

from trainings import Training

from varre.optimizer import Optimizer

__all__ = ["fitting", "moved", "sweep", "varied"]

BEST = 0.1
KEPT = 0.65
"""Of a good configuration, the share of parameters that its variation keeps; half of the numbers kept are moved."""
MOVE = 0.1
"""By how much of its range, as a standard deviation."""

Record = dict[str, Any]


def sweep(training: Training, **more: object) -> dict[str, object]:
    """The sweep file that draws from the training's space."""
    return {"method": "random", "metric": {"name": "loss"}, "parameters": training.parameters, **more}


def varied(training: Training, drawn: list[Record], number: int) -> Record:
    """One of the best tenth with some parameters drawn anew and some numbers moved a little."""
    dice = random.Random(f"{training.name}/{number}")
    known = sorted((record for record in drawn if record["loss"] is not None), key=lambda record: record["loss"])
    good = dice.choice(known[: max(1, round(len(known) * BEST))])["params"]
    kept: Record = {}
    for name, declared in training.parameters.items():
        parents = declared.get("when", {})
        if name in good and all(parent in kept for parent in parents) and dice.random() < KEPT:
            kept[name] = moved(good[name], declared, dice)
    point = fitting(training.parameters, kept)
    return dict(Optimizer(sweep(training, start=[point]), seed=number).ask().params)


def moved(value: Any, declared: Any, dice: random.Random) -> Any:
    """The value, or one near it on its scale."""
    if "values" in declared or dice.random() < 0.5:
        return value
    low, high = declared["min"], declared["max"]
    if "log" in declared.get("distribution", ""):
        near = value * math.exp(dice.gauss(0, MOVE) * math.log(high / low))
    else:
        near = value + dice.gauss(0, MOVE) * (high - low)
    near = min(high, max(low, near))
    step = declared.get("q", 1 if isinstance(low, int) and isinstance(high, int) else None)
    return near if step is None else type(value)(round(near / step) * step)


def fitting(parameters: Mapping[str, Any], kept: Record) -> Record:
    """What of a point may be said: a parameter only where its condition holds."""

    def holds(name: str) -> bool:
        conditions = parameters[name].get("when", {})
        return all(
            kept.get(parent) in (wanted if isinstance(wanted, list) else [wanted])
            for parent, wanted in conditions.items()
        )

    return {name: value for name, value in kept.items() if holds(name)}
