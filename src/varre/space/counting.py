"""How many configurations a space with conditions and constraints has, without listing them.

Values of a parent are taken together where no condition can tell them apart. Parameters are visited parents first;
a state is which class of values each parent has that a later parameter still looks at. A constraint is looked at once
all that it names has been visited; until then each value that it may look at is a class of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from varre.space.condition import Clause
from varre.space.constraint import Constraint
from varre.space.discrete import Categorical, Constant
from varre.space.distribution import Distribution, number
from varre.space.values import Value

if TYPE_CHECKING:
    from varre.space.searchspace import Parameter

__all__ = ["MOST_LOOKS", "count", "decided", "last_looks"]

MOST_LOOKS = 200_000
"""How often constraints are looked at in a count, which takes half a second then."""

_State = tuple[tuple[str, int], ...]
"""Parents and the class of values that each has."""


def count(parameters: Sequence[Parameter], constraints: Sequence[Constraint] = ()) -> int | None:
    """The number of configurations of ``parameters``, which come parents first, that ``constraints`` allow.

    ``None`` for infinitely many, and where constraints would have to be looked at more than `MOST_LOOKS` times.
    """
    if any(parameter.distribution.cardinality is None for parameter in parameters):
        return None
    product = 1
    for family in _families(parameters, constraints):
        members = {parameter.path for parameter in family}
        ways = _count_family(family, [constraint for constraint in constraints if constraint.paths & members])
        if ways is None:
            return None
        product *= ways
    return product


def decided(order: Sequence[Parameter], constraints: Sequence[Constraint]) -> Mapping[int, Sequence[Constraint]]:
    """The constraints by the place in ``order`` from which on all that they name is known."""
    places = {parameter.path: place for place, parameter in enumerate(order)}
    found: dict[int, list[Constraint]] = {}
    for constraint in constraints:
        found.setdefault(max(places[path] for path in constraint.paths), []).append(constraint)
    return found


def _families(parameters: Sequence[Parameter], constraints: Sequence[Constraint]) -> Iterator[list[Parameter]]:
    """Parameters that conditions or constraints connect, however remotely, stand together; their order is kept."""
    family_of = {parameter.path: [parameter.path] for parameter in parameters}
    links = [(p.path, *p.when.paths) for p in parameters if p.when]
    for first, *others in (*links, *(sorted(constraint.paths) for constraint in constraints)):
        for path in others:
            _unite(family_of, first, path)
    families: dict[int, list[Parameter]] = {}
    for parameter in parameters:
        families.setdefault(id(family_of[parameter.path]), []).append(parameter)
    yield from families.values()


def _unite(family_of: dict[str, list[str]], first: str, other: str) -> None:
    family, joined = family_of[first], family_of[other]
    if family is not joined:
        family += joined
        family_of.update(dict.fromkeys(joined, family))


def _count_family(family: Sequence[Parameter], constraints: Sequence[Constraint]) -> int | None:
    ready = decided(family, constraints)
    last_look = last_looks(family, ready)
    clauses: dict[str, list[Clause]] = {}
    for parameter in family:
        for path, clause in parameter.when.clauses if parameter.when else ():
            clauses.setdefault(path, []).append(clause)
    related = frozenset[str]().union(*(constraint.paths for constraint in constraints))
    looks = 0
    states: Counter[_State] = Counter({(): 1})
    examples: dict[str, Sequence[Value]] = {}
    for place, parameter in enumerate(family):
        if parameter.path in related:
            looks += max(len(states), 1) * (parameter.distribution.cardinality or 0)
            if looks > MOST_LOOKS:
                return None
            classes = [(value, 1) for value in parameter.distribution.values()]
        else:
            classes = list(_classes(parameter.distribution, clauses.get(parameter.path, [])))
        examples[parameter.path] = [example for example, _ in classes]
        states = _step(states, parameter, [size for _, size in classes], examples)
        states = _feasible(states, ready.get(place, ()), examples)
        states = _forget(states, {path for path, last in last_look.items() if last > place})
    return sum(states.values())


def last_looks(family: Sequence[Parameter], ready: Mapping[int, Sequence[Constraint]]) -> Mapping[str, int]:
    """The place at which a condition or a constraint looks at a parameter for the last time."""
    looks = [(place, p.when.paths) for place, p in enumerate(family) if p.when]
    looks += [(place, tuple(constraint.paths)) for place, settled in ready.items() for constraint in settled]
    return {path: place for place, paths in sorted(looks, key=lambda look: look[0]) for path in paths}


def _feasible(
    states: Mapping[_State, int], constraints: Sequence[Constraint], examples: Mapping[str, Sequence[Value]]
) -> Counter[_State]:
    """The states in which ``constraints``, of which all that they name is known, hold."""
    if not constraints:
        return Counter(states)
    after: Counter[_State] = Counter()
    for state, ways in states.items():
        chosen = {path: examples[path][which] for path, which in state}
        if all(constraint.holds(chosen) for constraint in constraints):
            after[state] = ways
    return after


def _step(
    states: Mapping[_State, int],
    parameter: Parameter,
    sizes: Sequence[int],
    examples: Mapping[str, Sequence[Value]],
) -> Counter[_State]:
    after: Counter[_State] = Counter()
    for state, ways in states.items():
        if not parameter.active({path: examples[path][which] for path, which in state}):
            after[state] += ways
            continue
        for which, size in enumerate(sizes):
            after[(*state, (parameter.path, which))] += ways * size
    return after


def _forget(states: Mapping[_State, int], needed: set[str]) -> Counter[_State]:
    after: Counter[_State] = Counter()
    for state, ways in states.items():
        after[tuple(item for item in state if item[0] in needed)] += ways
    return after


def _classes(distribution: Distribution, clauses: Sequence[Clause]) -> Iterator[tuple[Value, int]]:
    """Values that no clause can tell apart, as an example and their number."""
    cardinality = distribution.cardinality
    assert cardinality is not None
    sizes: dict[tuple[bool, ...], int] = {}
    examples: dict[tuple[bool, ...], Value] = {}
    starts = _breaks(distribution, cardinality, clauses)
    for start, end in zip(starts, [*starts[1:], cardinality], strict=True):
        value = distribution.at(start)
        verdicts = tuple(clause.holds(value) for clause in clauses)
        examples.setdefault(verdicts, value)
        sizes[verdicts] = sizes.get(verdicts, 0) + end - start
    yield from ((examples[verdicts], size) for verdicts, size in sizes.items())


def _breaks(distribution: Distribution, cardinality: int, clauses: Sequence[Clause]) -> list[int]:
    """Where the verdict of some clause may change. Numbers rise, so a clause changes at its own values only."""
    if isinstance(distribution, (Categorical, Constant)):
        return list(range(cardinality))
    breaks = {0}
    for clause in clauses:
        for value in (*(clause.one_of or ()), *clause.none_of, clause.min, clause.max):
            if isinstance(value, (int, float)):
                place = bisect_left(range(cardinality), value, key=lambda i: number(distribution.at(i)) or 0.0)
                breaks |= {place, place + 1}
    return sorted(place for place in breaks if place < cardinality)
