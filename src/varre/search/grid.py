"""Grid search: every configuration once, in the order of the grid or shuffled."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator
from collections.abc import Set as AbstractSet

from varre.errors import ConfigError, Problem
from varre.runs import Exhausted, History, Reason, Seeds, Suggestion
from varre.search.base import Needs
from varre.search.finite import Configurations, shuffled
from varre.search.tried import Tried
from varre.space import Params, SearchSpace

__all__ = ["GridSampler"]


class GridSampler:
    """Goes through the grid, which comes last in the alphabet varying fastest, and skips what exists already.

    Where the last ask stopped is kept, so that an ask costs the same at the first point and at the 100,000th.
    """

    needs = Needs.TRIED

    def __init__(self, space: SearchSpace, *, shuffle: bool = False) -> None:
        """Raises ConfigError if a parameter has infinitely many values."""
        self._space = space
        self._tried = Tried(space)
        self._configurations = Configurations(_countable(_finite(space))) if shuffle else None
        self._walk: _Walk | None = None

    def ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion] | Exhausted:
        """See `Sampler.ask`."""
        tried = self._tried.keys(history)
        origin = self._tried.restarts, seeds.seed
        if self._walk is None or self._walk.origin != origin:
            self._walk = _Walk(origin, self._points(seeds))
        points = self._walk.next(n, self._space, tried)
        return [Suggestion(point, Reason("grid")) for point in points] or Exhausted()

    def _points(self, seeds: Seeds) -> Iterator[Params]:
        if self._configurations is None:
            return _finite(self._space).grid()
        points = map(self._configurations.at, shuffled(self._configurations.size, seeds.sweep()))
        return filter(self._space.allows, points)


class _Walk:
    """A place in the grid. What has been looked at and is not yet tried waits in front."""

    def __init__(self, origin: tuple[int, int], points: Iterator[Params]) -> None:
        self.origin = origin
        self._points = points
        self._waiting: deque[tuple[Hashable, Params]] = deque()

    def next(self, n: int, space: SearchSpace, tried: AbstractSet[Hashable]) -> list[Params]:
        """The first ``n`` points that are not in ``tried``, which never shrinks; fewer at the end."""
        self._waiting = deque(item for item in self._waiting if item[0] not in tried)
        for point in self._points if len(self._waiting) < n else ():
            key = space.key(point)
            if key not in tried:
                self._waiting.append((key, point))
                if len(self._waiting) >= n:
                    break
        return [point for _, point in self._waiting][:n]


def _countable(space: SearchSpace) -> SearchSpace:
    """The space, without its constraints if they leave too many configurations to count."""
    return SearchSpace(space.parameters) if space.cardinality is None else space


def _finite(space: SearchSpace) -> SearchSpace:
    endless = [parameter for parameter in space.parameters if parameter.distribution.cardinality is None]
    if endless:
        raise ConfigError(
            [Problem(f"parameters.{p.path}", f"a grid cannot try all values of {p.distribution.kind}") for p in endless]
        )
    return space
