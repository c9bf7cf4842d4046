"""Independent draws from the search space."""

from __future__ import annotations

import random
from dataclasses import dataclass

from varre.runs import Exhausted, History, Reason, Seeds, Suggestion
from varre.search.base import Needs
from varre.search.untried import Tried, draw_untried
from varre.space import Params, SearchSpace

__all__ = ["Random"]


@dataclass(frozen=True, slots=True)
class Random:
    """Each run an independent draw, the same for the same seed and number; in a finite space without repeats."""

    space: SearchSpace

    @property
    def needs(self) -> Needs:
        """In a finite space, which configurations have been tried."""
        return Needs.TRIED

    def ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion] | Exhausted:
        """Draws for the next ``n`` numbers."""
        tried = Tried.of(self.space, history)
        found: list[Suggestion] = []
        for number in range(history.next_number, history.next_number + n):
            params = draw_untried(tried, seeds.number(number), self._draw)
            if params is None:
                break
            tried.add(params)
            found.append(Suggestion(params, Reason("random")))
        return found or Exhausted()

    def _draw(self, generator: random.Random) -> Params:
        return self.space.decode([generator.random() for _ in self.space.parameters])
