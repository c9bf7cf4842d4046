"""Through a table without a searcher: random configurations, and the best that brute force finds."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from encoding import Config, Parameters
from ensembles import Array
from tables import Table
from variations import fitting, moved

from varre.space import SearchSpace
from varre.sweepfile import SweepFile

__all__ = ["descend", "draws"]

ROUNDS, ELITE, CHILDREN = 30, 50, 40
KEPT = 0.85


def draws(parameters: Parameters, count: int, *, seed: int) -> list[Config]:
    """So many random configurations, as flat dictionaries."""
    space, dice = _space(parameters), random.Random(seed)
    return [_completed(space, {}, dice) for _ in range(count)]


def descend(table: Table, configs: list[Config], losses: Array) -> float:
    """The lowest expected loss that is left when the best of ``configs`` have been varied for many rounds."""
    space, dice = _space(table.parameters), random.Random(1)
    for _ in range(ROUNDS):
        best = np.argsort(losses)[:ELITE]  # NaN is sorted to the end
        parents = [configs[place] for place in best]
        children = [_child(space, table.parameters, parent, dice) for parent in parents for _ in range(CHILDREN)]
        configs = parents + children
        losses = np.concatenate([losses[best], table.true(children)])
    return float(np.nanmin(losses))


def _child(space: SearchSpace, parameters: Parameters, parent: Config, dice: random.Random) -> Config:
    kept = {name: moved(value, parameters[name], dice) for name, value in parent.items() if dice.random() < KEPT}
    return _completed(space, fitting(parameters, kept), dice)


def _completed(space: SearchSpace, partial: Config, dice: random.Random) -> dict[str, Any]:
    return dict(space.complete(partial, [dice.random() for _ in space.parameters]))


def _space(parameters: Parameters) -> SearchSpace:
    return SweepFile.parse({"method": "random", "metric": {"name": "loss"}, "parameters": dict(parameters)}).space
