"""The configurations of a finite space by number, without listing them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from random import Random

from varre.space import Clause, Params, SearchSpace, Value, identity
from varre.space.counting import decided, last_looks
from varre.space.searchspace import Parameter

__all__ = ["Configurations", "shuffled"]

_State = tuple[Hashable, ...]


class Configurations:
    """A finite space as a sequence in the order of `SearchSpace.grid`: any size, any element at once.

    How many configurations begin in the same way depends only on what later conditions and constraints can tell apart
    of the values chosen so far, so the counts are few and are kept.
    """

    def __init__(self, space: SearchSpace) -> None:
        self._order = list(space.in_order())
        self._paths = [parameter.path for parameter in space.parameters]
        self._clauses = _clauses(self._order)
        self._decided = decided(self._order, space.constraints)
        self._related = frozenset[str]().union(*(constraint.paths for constraint in space.constraints))
        self._clauses |= {path: [] for path in self._related if path not in self._clauses}
        self._last_look = last_looks(self._order, self._decided)
        self._counts: dict[Hashable, int] = {}
        self._classes = {p.path: self._tell_apart(p) for p in self._order if p.path in self._clauses}
        self.size = self._completions(0, {})

    def at(self, index: int) -> Params:
        """Configuration number ``index``, counted from 0."""
        chosen: dict[str, Value] = {}
        for depth, parameter in enumerate(self._order):
            if parameter.active(chosen):
                index, chosen[parameter.path] = self._pick(depth, parameter, chosen, index)
        return {path: chosen[path] for path in self._paths if path in chosen}

    def _pick(self, depth: int, parameter: Parameter, chosen: Params, index: int) -> tuple[int, Value]:
        """The value of one parameter, and the number of the configuration among those that have it."""
        distribution = parameter.distribution
        if parameter.path not in self._clauses:
            which, index = divmod(index, self._completions(depth + 1, chosen))
            return index, distribution.at(which)
        for which in range(distribution.cardinality or 0):
            value = distribution.at(which)
            completions = self._completions(depth + 1, {**chosen, parameter.path: value})
            if index < completions:
                return index, value
            index -= completions
        raise IndexError(index)

    def _completions(self, depth: int, chosen: Params) -> int:
        if not all(constraint.holds(chosen) for constraint in self._decided.get(depth - 1, ())):
            return 0
        if depth == len(self._order):
            return 1
        key = depth, self._state(depth, chosen)
        if key not in self._counts:
            self._counts[key] = self._count(depth, chosen)
        return self._counts[key]

    def _count(self, depth: int, chosen: Params) -> int:
        parameter = self._order[depth]
        if not parameter.active(chosen):
            return self._completions(depth + 1, chosen)
        if parameter.path not in self._clauses:
            return (parameter.distribution.cardinality or 0) * self._completions(depth + 1, chosen)
        classes = self._classes[parameter.path]
        return sum(n * self._completions(depth + 1, {**chosen, parameter.path: value}) for value, n in classes)

    def _state(self, depth: int, chosen: Params) -> _State:
        """What conditions at ``depth`` and after it can see of the values chosen."""
        return tuple(
            self._seen(path, chosen[path]) if path in chosen else None
            for path in self._clauses
            if self._last_look[path] >= depth
        )

    def _seen(self, path: str, value: Value) -> Hashable:
        """What conditions, and constraints, can see of a value."""
        if path in self._related:
            return identity(value)
        return tuple(clause.holds(value) for clause in self._clauses[path])

    def _tell_apart(self, parameter: Parameter) -> list[tuple[Value, int]]:
        """Values of a parent that no condition tells apart: an example, and how many there are."""
        found: dict[Hashable, tuple[Value, int]] = {}
        for which in range(parameter.distribution.cardinality or 0):
            value = parameter.distribution.at(which)
            seen = self._seen(parameter.path, value)
            example, n = found.get(seen, (value, 0))
            found[seen] = example, n + 1
        return list(found.values())


def shuffled(size: int, rng: Random) -> Iterator[int]:
    """The numbers below ``size`` in random order, one at a time: memory grows with what has been taken."""
    moved: dict[int, int] = {}
    for place in range(size):
        other = rng.randrange(place, size)
        drawn, here = moved.get(other, other), moved.pop(place, place)
        if other != place:
            moved[other] = here
        yield drawn


def _clauses(order: list[Parameter]) -> dict[str, list[Clause]]:
    clauses: dict[str, list[Clause]] = {}
    for parameter in order:
        for path, clause in parameter.when.clauses if parameter.when else ():
            clauses.setdefault(path, []).append(clause)
    return clauses
