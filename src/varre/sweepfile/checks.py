"""Check that conditions can hold: known names, possible values, no circles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from varre.space import Clause, Condition, Continuous, Parameter
from varre.sweepfile.cursor import Cursor, nearest
from varre.sweepfile.domains import outside, possible, spoken
from varre.sweepfile.places import either, show

__all__ = ["check_circles", "check_conditions", "check_existence", "is_broken"]


def is_broken(path: str, broken: Iterable[str]) -> bool:
    """Whether ``path`` names something whose own problems were noted already."""
    return any(path == name or path.startswith(f"{name}.") for name in broken)


def check_conditions(cursor: Cursor, condition: Condition, parameters: Mapping[str, Parameter]) -> None:
    """Note every clause of the condition at ``cursor`` that names no parameter or can never hold."""
    for path, clause in condition.clauses:
        here = cursor.at(path)
        if path in parameters:
            _check_clause(here, parameters[path], clause)
        else:
            guess = nearest(path, parameters)
            hint = f"did you mean {guess}?" if guess else either(sorted(parameters)[:20])
            here.error(f"there is no parameter {path}: {hint}")


def _check_clause(here: Cursor, parent: Parameter, clause: Clause) -> None:
    distribution = parent.distribution
    named = (*(clause.one_of or ()), *clause.none_of)
    wrong = [message for value in named if (message := outside(parent.path, distribution, value))]
    for message in wrong:
        here.error(message)
    if wrong:
        return
    if not possible(distribution, clause):
        here.error(f"can never hold: {parent.path} takes {spoken(distribution)}")
    elif isinstance(distribution, Continuous) and clause.one_of is not None:
        here.warn(f"{parent.path} is continuous and will hardly ever be {show(clause.one_of[0])}: give min and max")


def check_existence(cursor: Cursor, parameter: Parameter, parameters: Mapping[str, Parameter]) -> None:
    """Note a parameter whose conditions, with those of the parameters they look at, contradict one another."""
    if parameter.when is None:
        return
    together = parameter.when
    for path in parameter.when.paths:
        parent = parameters[path]
        together = together if parent.when is None else together & parent.when
    for path, clause in together.clauses:
        if not possible(parameters[path].distribution, clause):
            cursor.error(f"can never exist: its conditions on {path} contradict one another")


def check_circles(found: Sequence[tuple[Cursor, Parameter]]) -> bool:
    """Note every parameter whose existence depends on itself; whether there is none."""
    parents = {parameter.path: parameter.when.paths if parameter.when else () for _, parameter in found}
    waiting = _in_circles(parents)
    for cursor, parameter in found:
        if parameter.path in waiting:
            looked_at = [path for path in parents[parameter.path] if path in waiting]
            cursor.error(f"its condition goes round in a circle, by way of {either(looked_at, 'and')}")
    return not waiting


def _in_circles(parents: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The parameters left when those that nothing left depends on, or that depend on nothing left, are taken away."""
    left = set(parents)
    for links in (parents, _reversed(parents)):
        free = [path for path in left if not any(other in left for other in links[path])]
        back = _reversed(links)
        missing = {path: sum(other in left for other in links[path]) for path in left}
        while free:
            path = free.pop()
            left.discard(path)
            for other in back[path]:
                if other in left:
                    missing[other] -= 1
                    if not missing[other]:
                        free.append(other)
    return frozenset(left)


def _reversed(links: Mapping[str, Sequence[str]]) -> Mapping[str, list[str]]:
    back: dict[str, list[str]] = {path: [] for path in links}
    for path, others in links.items():
        for other in others:
            if other in back:
                back[other].append(path)
    return back
