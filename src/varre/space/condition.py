"""When a parameter exists: conditions on the values of others."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from varre.space.distribution import number
from varre.space.values import Params, Value, identity

__all__ = ["Clause", "Condition"]


@dataclass(frozen=True, slots=True)
class Clause:
    """What one parameter's value must be: one of some values, none of others, within bounds; all that is given."""

    one_of: tuple[Value, ...] | None = None
    none_of: tuple[Value, ...] = ()
    min: float | None = None
    max: float | None = None
    _allowed: frozenset[Hashable] | None = field(init=False, repr=False, compare=False)
    _barred: frozenset[Hashable] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        allowed = None if self.one_of is None else frozenset(map(identity, self.one_of))
        object.__setattr__(self, "_allowed", allowed)
        object.__setattr__(self, "_barred", frozenset(map(identity, self.none_of)))

    def holds(self, value: Value) -> bool:
        """Whether ``value`` is as demanded. Bounds are included, and no word or boolean lies within bounds."""
        if self._allowed is not None or self._barred:
            key = identity(value)
            if key in self._barred or (self._allowed is not None and key not in self._allowed):
                return False
        return self._within(value)

    def _within(self, value: Value) -> bool:
        if self.min is None and self.max is None:
            return True
        x = number(value)
        return x is not None and (self.min is None or x >= self.min) and (self.max is None or x <= self.max)

    def __and__(self, other: Clause) -> Clause:
        """The clause that holds where both hold."""
        both = Clause(
            none_of=self.none_of + tuple(value for value in other.none_of if identity(value) not in self._barred),
            min=max((bound for bound in (self.min, other.min) if bound is not None), default=None),
            max=min((bound for bound in (self.max, other.max) if bound is not None), default=None),
        )
        values = self.one_of if self.one_of is not None else other.one_of
        if values is None:
            return both
        return Clause(one_of=tuple(v for v in values if self.holds(v) and other.holds(v)))


@dataclass(frozen=True, slots=True)
class Condition:
    """Clauses that must all hold, each on the parameter of a full path; one a path, in order of paths."""

    clauses: tuple[tuple[str, Clause], ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The parameters that are looked at."""
        return tuple(path for path, _ in self.clauses)

    def holds(self, params: Params) -> bool:
        """Whether every clause holds. A clause on a parameter that is absent does not."""
        return all(path in params and clause.holds(params[path]) for path, clause in self.clauses)

    def __and__(self, other: Condition) -> Condition:
        """The condition that holds where both hold."""
        clauses = dict(self.clauses)
        for path, clause in other.clauses:
            clauses[path] = clauses[path] & clause if path in clauses else clause
        return Condition(tuple(sorted(clauses.items(), key=lambda item: item[0])))
