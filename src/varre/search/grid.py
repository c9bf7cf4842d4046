"""Every configuration of a finite space once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from varre.runs import Exhausted, History, Reason, Seeds, Suggestion
from varre.search.base import Needs
from varre.space import Params, SearchSpace

__all__ = ["Grid"]


@dataclass(frozen=True, slots=True)
class Grid:
    """The product of all values, what comes last in the alphabet varying fastest; or in one random order.

    A configuration that has a run counts as done, whatever became of it.
    """

    space: SearchSpace
    order: Literal["sorted", "shuffled"] = "sorted"
    _walks: dict[int, _Walk] = field(default_factory=dict, repr=False, compare=False)

    @property
    def needs(self) -> Needs:
        """Which configurations have been tried."""
        return Needs.TRIED

    def ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion] | Exhausted:
        """The next ``n`` configurations that no run has."""
        done = {self.space.key(seen.params) for seen in history.observations}
        walk = self._walks.setdefault(seeds.seed, _Walk())
        if walk.behind(done):
            walk.begin(self.space, self._configurations(seeds))
        found = walk.untried(done, n)
        return [Suggestion(params, Reason("grid")) for params in found] or Exhausted()

    def _configurations(self, seeds: Seeds) -> Iterator[Params]:
        if self.order == "sorted":
            return self.space.grid()
        every = list(self.space.grid())
        seeds.sweep().shuffle(every)
        return iter(every)


class _Walk:
    """A walk along the grid that goes on where the last ask stopped, so that an ask does not begin at the start.

    It only ever remembers what it has passed because it was done; if one of those is no longer done, it begins anew.
    """

    def __init__(self) -> None:
        self._space: SearchSpace | None = None
        self._ahead: Iterator[Params] = iter(())
        self._held: list[Params] = []
        self._passed: set[Hashable] = set()

    def begin(self, space: SearchSpace, configurations: Iterable[Params]) -> None:
        self._space, self._ahead, self._held, self._passed = space, iter(configurations), [], set()

    def behind(self, done: set[Hashable]) -> bool:
        return self._space is None or not self._passed <= done

    def untried(self, done: set[Hashable], n: int) -> list[Params]:
        assert self._space is not None
        found: list[Params] = []
        held, self._held = self._held, []
        for params in (*held, *self._until(n - len(held), done)):
            key = self._space.key(params)
            if key in done:
                self._passed.add(key)
            else:
                self._held.append(params)
                found.append(params)
        if len(found) < n and held:
            more = list(self._until(n - len(found), done))
            self._held += more
            found += more
        return found[:n]

    def _until(self, n: int, done: set[Hashable]) -> Iterator[Params]:
        """The next ``n`` that are not done; what is passed on the way is remembered."""
        assert self._space is not None
        while n > 0 and (params := next(self._ahead, None)) is not None:
            key = self._space.key(params)
            if key in done:
                self._passed.add(key)
            else:
                n -= 1
                yield params
