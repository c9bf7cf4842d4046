"""What no run has tried yet: how the configurations of a finite space are each given once."""

from __future__ import annotations

import random
from collections.abc import Hashable
from dataclasses import dataclass, field

from varre.runs import History
from varre.space import Params, SearchSpace

__all__ = ["Tried", "draw_untried"]

_DRAWS = 200
"""Draws before the untried ones are listed instead: beyond, so few are left that a list is short work."""


@dataclass(slots=True)
class Tried:
    """The configurations that a history holds, and those given since. In an infinite space it remembers nothing."""

    space: SearchSpace
    keys: set[Hashable] = field(default_factory=set)
    finite: bool = True

    @classmethod
    def of(cls, space: SearchSpace, history: History) -> Tried:
        """What is tried in ``history``."""
        finite = space.cardinality is not None
        keys = {space.key(seen.params) for seen in history.observations} if finite else set()
        return cls(space, keys, finite)

    def add(self, params: Params) -> None:
        """Count a configuration as tried."""
        if self.finite:
            self.keys.add(self.space.key(params))

    def __contains__(self, params: Params) -> bool:
        """Whether a configuration has been tried; never in an infinite space."""
        return self.finite and self.space.key(params) in self.keys


def draw_untried(space: SearchSpace, tried: Tried, generator: random.Random) -> Params | None:
    """A random configuration that is not tried, or ``None`` when all have been.

    Rare ones take many draws; when patience ends, one of those left is taken at random from their list, so the last
    configurations of a space are found as surely as the first.
    """
    for _ in range(_DRAWS):
        params = space.decode([generator.random() for _ in space.parameters])
        if params not in tried:
            return params
    left = [params for params in space.grid() if params not in tried]
    return generator.choice(left) if left else None
