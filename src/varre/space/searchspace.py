"""A search space: its parameters, and the map between the unit cube and configurations."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from varre.space.condition import Condition
from varre.space.constraint import Constraint
from varre.space.counting import count, decided
from varre.space.distribution import Distribution
from varre.space.values import Params, Value, identity

__all__ = ["Parameter", "SearchSpace"]

_DRAWS = 10_000
"""How often a configuration is drawn before none counts as feasible."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One dimension of a search space.

    ``path`` is the full dotted path; ``keys`` are the keys that lead to it in a configuration, two for a nested
    ``encoder.layers``, one for a name that has a dot itself. ``when`` holds the conditions of its groups too.
    """

    path: str
    keys: tuple[str, ...]
    distribution: Distribution
    when: Condition | None = None

    def active(self, params: Params) -> bool:
        """Whether the parameter exists in a configuration that has ``params``."""
        return self.when is None or self.when.holds(params)


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """Parameters in alphabetical order of their paths, with conditions that form no cycle.

    ``constraints`` say which configurations are feasible; the unit cube knows nothing of them.
    """

    parameters: tuple[Parameter, ...]
    constraints: tuple[Constraint, ...] = ()
    _places: dict[str, int] = field(init=False, repr=False, compare=False)
    _order: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _counted: list[int | None] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        parameters = tuple(sorted(self.parameters, key=lambda parameter: parameter.path))
        object.__setattr__(self, "parameters", parameters)
        object.__setattr__(self, "_places", {parameter.path: i for i, parameter in enumerate(parameters)})
        object.__setattr__(self, "_order", _parents_first(parameters, self._places))

    def __getitem__(self, path: str) -> Parameter:
        """The parameter of that full path. Raises KeyError if there is none."""
        return self.parameters[self._places[path]]

    def __contains__(self, path: object) -> bool:
        """Whether there is a parameter of that full path."""
        return path in self._places

    def __len__(self) -> int:
        """How many parameters there are, and so coordinates of a point."""
        return len(self.parameters)

    # -- the unit cube ---------------------------------------------------------------------------------------

    def decode(self, u: Sequence[float]) -> Params:
        """The configuration at a point of the unit cube: one coordinate a parameter, inactive parameters left out."""
        return self.complete({}, u)

    def complete(self, partial: Params, u: Sequence[float]) -> Params:
        """The configuration that has the active values of ``partial`` and takes the missing ones from ``u``.

        Raises ValueError naming a value of ``partial`` outside its domain.
        """
        if len(u) != len(self.parameters):
            raise ValueError(f"{len(self.parameters)} coordinates are needed, got {len(u)}")
        chosen: dict[str, Value] = {}
        for place in self._order:
            parameter = self.parameters[place]
            if parameter.active(chosen):
                chosen[parameter.path] = _value(parameter, partial, u[place])
        return self._sorted(chosen)

    def encode(self, params: Params) -> tuple[float | None, ...]:
        """The coordinates of a configuration, ``None`` where a parameter is absent; unknown names are ignored.

        Discrete values lie at the centre of their cells. Raises ValueError naming a value outside its domain.
        """
        return tuple(self._coordinate(parameter, params) for parameter in self.parameters)

    def _coordinate(self, parameter: Parameter, params: Params) -> float | None:
        if parameter.path not in params:
            return None
        try:
            return parameter.distribution.to_unit(params[parameter.path])
        except ValueError as error:
            raise ValueError(f"{parameter.path}: {error}") from None

    # -- configurations --------------------------------------------------------------------------------------

    def allows(self, params: Params) -> bool:
        """Whether the constraints hold, as far as ``params`` has what they look at."""
        return not self.constraints or self.violated(params) is None

    def violated(self, params: Params) -> Constraint | None:
        """The first constraint that does not hold."""
        return next((constraint for constraint in self.constraints if not constraint.holds(params)), None)

    def fill(self, partial: Params, rng: Random, draws: int = _DRAWS) -> Params | None:
        """``partial`` with what is missing drawn at random, as the constraints allow; ``None`` if no draw did.

        Raises ValueError as `complete`.
        """
        for _ in range(draws):
            params = self.complete(partial, [rng.random() for _ in self.parameters])
            if self.allows(params):
                return params
        return None

    def active(self, params: Params) -> frozenset[str]:
        """The parameters that exist in a configuration with these values."""
        found: dict[str, Value] = {}
        names = set()
        for parameter in self.in_order():
            if parameter.active(found):
                names.add(parameter.path)
                if parameter.path in params:
                    found[parameter.path] = params[parameter.path]
        return frozenset(names)

    def check(self, params: Params) -> list[str]:
        """What is wrong with a configuration, one sentence each; an empty list if nothing is.

        Constraints are not looked at: see `violated`.
        """
        active = self.active(params)
        wrong = [f"{name} is not a parameter" for name in params if name not in self._places]
        wrong += [f"{name} is missing" for name in sorted(active) if name not in params]
        wrong += [f"{name} does not exist here" for name in params if name in self._places and name not in active]
        for name in sorted(active & params.keys()):
            try:
                self[name].distribution.to_unit(params[name])
            except ValueError as error:
                wrong.append(f"{name}: {error}")
        return wrong

    @property
    def is_finite(self) -> bool:
        """Whether each parameter has finitely many values."""
        return all(parameter.distribution.cardinality is not None for parameter in self.parameters)

    @property
    def cardinality(self) -> int | None:
        """How many feasible configurations there are; ``None`` for infinitely many, or too many to count.

        Only constraints make a count long, which is kept then.
        """
        if not self._counted:
            self._counted.append(count(tuple(self.in_order()), self.constraints))
        return self._counted[0]

    def grid(self) -> Iterator[Params]:
        """Every feasible configuration of a finite space once; what comes last in the alphabet varies fastest.

        A parameter comes after those that its condition looks at, whatever the alphabet says.
        """
        order = tuple(self.in_order())
        ready = decided(order, self.constraints)
        chosen: dict[str, Value] = {}
        rest: list[Iterator[Value | _Absent]] = [_choices(order[0], chosen)] if order else []
        while rest:
            depth = len(rest) - 1
            path = order[depth].path
            chosen.pop(path, None)
            try:
                value = next(rest[-1])
            except StopIteration:
                rest.pop()
                continue
            if not isinstance(value, _Absent):
                chosen[path] = value
            if not all(constraint.holds(chosen) for constraint in ready.get(depth, ())):
                continue
            if len(rest) == len(order):
                yield self._sorted(chosen)
            else:
                rest.append(_choices(order[depth + 1], chosen))

    def key(self, params: Params) -> Hashable:
        """What is equal for equal configurations only: typed, as `identity` has it."""
        return frozenset((name, identity(value)) for name, value in params.items())

    # -- nested as the training script sees it ---------------------------------------------------------------

    def nest(self, params: Params) -> dict[str, Value]:
        """The configuration as the training script sees it: groups as nested mappings."""
        nested: dict[str, Value] = {}
        for name, value in params.items():
            *groups, last = self[name].keys if name in self._places else (name,)
            target = nested
            for group in groups:
                target = target.setdefault(group, {})  # type: ignore[assignment]
            target[last] = value
        return nested

    def flatten(self, config: Mapping[str, Value]) -> dict[str, Value]:
        """The reverse of `nest`. What is no parameter stays, under its dotted path, as it is."""
        groups = {parameter.keys[:depth] for parameter in self.parameters for depth in range(1, len(parameter.keys))}
        return dict(_leaves(config, (), groups))

    def in_order(self) -> Iterator[Parameter]:
        """The parameters in alphabetical order, but each after those that its condition looks at."""
        return (self.parameters[place] for place in self._order)

    def _sorted(self, params: Params) -> dict[str, Value]:
        return {name: params[name] for name in self._places if name in params}


def _value(parameter: Parameter, partial: Params, u: float) -> Value:
    if parameter.path not in partial:
        return parameter.distribution.from_unit(u)
    try:
        return parameter.distribution.canonical(partial[parameter.path])
    except ValueError as error:
        raise ValueError(f"{parameter.path}: {error}") from None


def _leaves(
    config: Mapping[str, Value], prefix: tuple[str, ...], groups: set[tuple[str, ...]]
) -> Iterable[tuple[str, Value]]:
    for key, value in config.items():
        keys = (*prefix, key)
        if keys in groups and isinstance(value, Mapping):
            yield from _leaves(value, keys, groups)
        else:
            yield ".".join(keys), value


class _Absent:
    """Stands for the value of an inactive parameter."""


def _choices(parameter: Parameter, chosen: Params) -> Iterator[Value | _Absent]:
    if not parameter.active(chosen):
        return iter((_Absent(),))
    cardinality = parameter.distribution.cardinality
    if cardinality is None:
        raise ValueError(f"{parameter.path} has infinitely many values")
    return map(parameter.distribution.at, range(cardinality))


def _parents_first(parameters: Sequence[Parameter], places: Mapping[str, int]) -> tuple[int, ...]:
    """Alphabetical order, but for parameters that must wait for those that their conditions look at."""
    parents = [{places[path] for path in (p.when.paths if p.when else ())} for p in parameters]
    children: list[list[int]] = [[] for _ in parameters]
    for child, looked_at in enumerate(parents):
        for parent in looked_at:
            children[parent].append(child)
    ready = [place for place, looked_at in enumerate(parents) if not looked_at]
    order: list[int] = []
    while ready:
        place = heapq.heappop(ready)
        order.append(place)
        for child in children[place]:
            parents[child].discard(place)
            if not parents[child]:
                heapq.heappush(ready, child)
    if len(order) < len(parameters):
        raise ValueError("the conditions of these parameters form a cycle")
    return tuple(order)
