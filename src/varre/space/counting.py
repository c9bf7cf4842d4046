"""How many configurations a space with conditions has, without listing them.

Values of a parent are taken together where no condition can tell them apart. Parameters are visited parents first;
a state is which class of values each parent has that a later parameter still looks at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from varre.space.condition import Clause
from varre.space.discrete import Categorical, Constant
from varre.space.distribution import Distribution, number
from varre.space.values import Value

if TYPE_CHECKING:
    from varre.space.searchspace import Parameter

__all__ = ["count"]

_State = tuple[tuple[str, int], ...]
"""Parents and the class of values that each has."""


def count(parameters: Sequence[Parameter]) -> int | None:
    """The number of configurations of ``parameters``, which come parents first; ``None`` for infinitely many."""
    if any(parameter.distribution.cardinality is None for parameter in parameters):
        return None
    product = 1
    for family in _families(parameters):
        product *= _count_family(family)
    return product


def _families(parameters: Sequence[Parameter]) -> Iterator[list[Parameter]]:
    """Parameters that conditions connect, however remotely, stand together; their order is kept."""
    family_of: dict[str, list[str]] = {}
    for parameter in parameters:
        merged = [parameter.path]
        for path in parameter.when.paths if parameter.when else ():
            if family_of[path] is not merged:
                merged += family_of[path]
                family_of.update(dict.fromkeys(family_of[path], merged))
        family_of.update(dict.fromkeys(merged, merged))
    families: dict[int, list[Parameter]] = {}
    for parameter in parameters:
        families.setdefault(id(family_of[parameter.path]), []).append(parameter)
    yield from families.values()


def _count_family(family: Sequence[Parameter]) -> int:
    last_look = {path: place for place, p in enumerate(family) for path in (p.when.paths if p.when else ())}
    clauses: dict[str, list[Clause]] = {}
    for parameter in family:
        for path, clause in parameter.when.clauses if parameter.when else ():
            clauses.setdefault(path, []).append(clause)
    states: Counter[_State] = Counter({(): 1})
    examples: dict[str, list[Value]] = {}
    for place, parameter in enumerate(family):
        classes = list(_classes(parameter.distribution, clauses.get(parameter.path, [])))
        examples[parameter.path] = [example for example, _ in classes]
        states = _step(states, parameter, [size for _, size in classes], examples)
        states = _forget(states, {path for path, last in last_look.items() if last > place})
    return sum(states.values())


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
