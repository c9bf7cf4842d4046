"""Read ``parameters``: the tree of groups and parameters, flattened into a search space."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from varre.space import Condition, Parameter, SearchSpace
from varre.sweepfile.checks import check_circles, check_conditions, check_existence, is_broken
from varre.sweepfile.conditions import read_condition
from varre.sweepfile.cursor import Cursor
from varre.sweepfile.distributions import read_distribution
from varre.sweepfile.places import show

__all__ = ["Reading", "read_parameters"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_BESIDE = ("when",)


@dataclass(frozen=True, slots=True)
class Reading:
    """The search space as far as it could be read, and the paths of what could not.

    After problems it is not ``whole``, and the space has no conditions: it serves to check the rest of the file.
    """

    space: SearchSpace
    broken: frozenset[str]
    whole: bool


@dataclass(slots=True)
class _Tree:
    """What has been met on the way through the tree."""

    found: list[tuple[Cursor, Parameter]] = field(default_factory=list)
    conditions: list[tuple[Cursor, Condition]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)


def read_parameters(cursor: Cursor) -> Reading:
    """The search space at ``cursor``; its problems are noted."""
    before = len(cursor.notes.problems)
    tree = _Tree()
    _read_group(cursor, (), None, tree)
    _check_names(tree.found)
    _check_conditions(tree)
    parameters = [parameter for _, parameter in tree.found]
    whole = len(cursor.notes.problems) == before
    if not whole:
        parameters = [replace(parameter, when=None) for parameter in parameters]
    return Reading(SearchSpace(tuple(parameters)), frozenset(tree.broken), whole)


def _read_group(cursor: Cursor, keys: tuple[str, ...], outer: Condition | None, tree: _Tree) -> None:
    if cursor.mapping("{learning_rate: {min: 0.001, max: 0.1}}") is None:
        return
    if not cursor.names():
        cursor.error("is empty: at least one parameter is needed")
    for name in cursor.names():
        entry = cursor.at(name)
        if not _NAME.fullmatch(name):
            entry.error("is no name for a parameter: letters, digits, _ . and -, beginning with a letter or _")
        _read_entry(entry, (*keys, name), outer, tree)


def _read_entry(entry: Cursor, keys: tuple[str, ...], outer: Condition | None, tree: _Tree) -> None:
    path = ".".join(keys)
    if not isinstance(entry.value, dict):
        entry.error(f"must be a mapping such as {_example(entry)}, got {show(entry.value)}")
        tree.broken.add(path)
        return
    when = _read_when(entry, outer, tree)
    if entry.has("parameters"):
        _check_group(entry)
        _read_group(entry.at("parameters"), keys, when, tree)
        return
    distribution = read_distribution(entry, _BESIDE)
    if distribution is None:
        tree.broken.add(path)
    else:
        tree.found.append((entry, Parameter(path, keys, distribution, when)))


def _example(entry: Cursor) -> str:
    if isinstance(entry.value, list):
        return "{values: [1, 2, 3]}"
    return "{min: 0.1, max: 0.9}" if entry.value is None else f"{{value: {show(entry.value)}}}"


def _read_when(entry: Cursor, outer: Condition | None, tree: _Tree) -> Condition | None:
    """The condition of ``entry`` and of the groups around it."""
    inner = read_condition(entry.at("when")) if entry.has("when") else None
    if inner is None:
        return outer
    tree.conditions.append((entry.at("when"), inner))
    return inner if outer is None else outer & inner


def _check_group(entry: Cursor) -> None:
    for extra in entry.unknown(("parameters", "distribution", *_BESIDE)):
        extra.error("does not go with parameters: a group has no values of its own")
    kind = entry.get("distribution")
    if kind is not None and kind.value != "param_dict":
        kind.error(f"{show(kind.value)} does not go with parameters: param_dict, or nothing")


def _check_names(found: list[tuple[Cursor, Parameter]]) -> None:
    taken: set[str] = set()
    for cursor, parameter in found:
        if parameter.path in taken:
            cursor.error(f"the name {parameter.path} is taken: nested and dotted names share one configuration")
        taken.add(parameter.path)


def _check_conditions(tree: _Tree) -> None:
    parameters = {parameter.path: parameter for _, parameter in tree.found}
    known = True
    for cursor, condition in tree.conditions:
        broken = [path for path in condition.paths if path not in parameters and is_broken(path, tree.broken)]
        before = len(cursor.notes.problems)
        sound = Condition(tuple((path, clause) for path, clause in condition.clauses if path not in broken))
        check_conditions(cursor, sound, parameters)
        known = known and not broken and len(cursor.notes.problems) == before
    if known and check_circles(tree.found):
        for cursor, parameter in tree.found:
            check_existence(cursor, parameter, parameters)
