"""Read ``parameters``: the tree of groups and parameters, flattened into a search space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from varre.space import Condition, Parameter, SearchSpace
from varre.sweepfile.checks import check_conditions
from varre.sweepfile.conditions import read_condition
from varre.sweepfile.cursor import Cursor
from varre.sweepfile.distributions import read_distribution
from varre.sweepfile.places import show

__all__ = ["read_parameters"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_BESIDE = ("when",)


@dataclass(frozen=True, slots=True)
class _Found:
    parameter: Parameter
    cursor: Cursor


def read_parameters(cursor: Cursor) -> SearchSpace | None:
    """The search space at ``cursor``, or ``None`` after problems."""
    before = len(cursor.notes.problems)
    found = list(_read_group(cursor, (), None))
    _check_collisions(found)
    if len(cursor.notes.problems) > before:
        return None
    check_conditions([(item.parameter, item.cursor) for item in found])
    if len(cursor.notes.problems) > before:
        return None
    return SearchSpace(tuple(item.parameter for item in found))


def _read_group(cursor: Cursor, keys: tuple[str, ...], when: Condition | None) -> Iterator[_Found]:
    if cursor.mapping("{learning_rate: {min: 0.001, max: 0.1}}") is None:
        return
    if not cursor.names():
        cursor.error("is empty: at least one parameter is needed")
    for name in cursor.names():
        entry = cursor.at(name)
        if not _NAME.fullmatch(name):
            entry.error("is no name for a parameter: letters, digits, _ . and -, beginning with a letter or _")
        yield from _read_entry(entry, (*keys, name), when)


def _read_entry(entry: Cursor, keys: tuple[str, ...], outer: Condition | None) -> Iterator[_Found]:
    if not isinstance(entry.value, dict):
        entry.error(f"must be a mapping such as {_example(entry)}, got {show(entry.value)}")
        return
    when = outer
    if entry.has("when"):
        inner = read_condition(entry.at("when"))
        when = inner if outer is None else outer if inner is None else outer & inner
    if entry.has("parameters"):
        for extra in entry.unknown(("parameters", "distribution", *_BESIDE)):
            extra.error("does not go with nested parameters")
        if entry.get("distribution") and entry.at("distribution").value != "param_dict":
            entry.at("distribution").error(f"{show(entry.at('distribution').value)} has no nested parameters")
        yield from _read_group(entry.at("parameters"), keys, when)
        return
    distribution = read_distribution(entry, _BESIDE)
    if distribution is not None:
        yield _Found(Parameter(".".join(keys), keys, distribution, when), entry)


def _example(entry: Cursor) -> str:
    if isinstance(entry.value, list):
        return "{values: [1, 2, 3]}"
    return "{min: 0.1, max: 0.9}" if entry.value is None else f"{{value: {show(entry.value)}}}"


def _check_collisions(found: list[_Found]) -> None:
    first: dict[str, _Found] = {}
    for item in found:
        other = first.setdefault(item.parameter.path, item)
        if other is not item:
            item.cursor.error(f"the name {item.parameter.path} is taken: a dotted name and a nested one are the same")
