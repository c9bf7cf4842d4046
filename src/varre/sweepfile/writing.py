"""Write a sweep file in a normal form, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from varre.space import Categorical, Clause, Condition, Distribution, Parameter, Value
from varre.sweepfile.rules import EarlyTermination, OtherRule

if TYPE_CHECKING:
    from varre.sweepfile.sweep import SweepFile

__all__ = ["write"]

_COPIED = ("name", "description", "project", "entity", "program", "run_cap", "seed")


def write(sweep: SweepFile) -> str:
    """``sweep`` as JSON that parses to an equal sweep file."""
    raw: dict[str, Value] = {"method": sweep.method}
    raw |= {key: getattr(sweep, key) for key in _COPIED if getattr(sweep, key) is not None}
    raw["command"] = list(sweep.command)
    if sweep.objective is not None:
        raw["metric"] = _present(sweep.objective)
    if sweep.early_terminate is not None:
        raw["early_terminate"] = _rule(sweep.early_terminate)
    raw |= {"retries": sweep.retries, "max_retries": sweep.max_retries, "order": sweep.order}
    if sweep.start:
        raw["start"] = [dict(point) for point in sweep.start]
    raw["parameters"] = _tree(sweep.space.parameters)
    if sweep.space.constraints:
        raw["constraints"] = [constraint.text for constraint in sweep.space.constraints]
    return json.dumps(raw, indent=1)


def _present(record: object) -> dict[str, Value]:
    """The fields of a dataclass that are not ``None``."""
    values = {item.name: getattr(record, item.name) for item in fields(record)}  # type: ignore[arg-type]
    return {name: value for name, value in values.items() if value is not None}


def _rule(rule: EarlyTermination) -> dict[str, Value]:
    return {"type": rule.type, **rule.options} if isinstance(rule, OtherRule) else _present(rule)


def _tree(parameters: tuple[Parameter, ...]) -> dict[str, Value]:
    tree: dict[str, Value] = {}
    for parameter in parameters:
        level = tree
        for group in parameter.keys[:-1]:
            level = level.setdefault(group, {"parameters": {}})["parameters"]  # type: ignore[assignment,index,call-overload]
        level[parameter.keys[-1]] = _parameter(parameter)
    return tree


def _parameter(parameter: Parameter) -> dict[str, Value]:
    written = _distribution(parameter.distribution)
    if parameter.when is not None:
        written["when"] = _condition(parameter.when)
    return written


def _distribution(distribution: Distribution) -> dict[str, Value]:
    if isinstance(distribution, Categorical):
        written: dict[str, Value] = {"values": list(distribution.choices)}
        if distribution.probabilities is not None:
            written["probabilities"] = list(distribution.probabilities)
        return written | ({"ordered": True} if distribution.ordered else {})
    numbers = {item.name: getattr(distribution, item.name) for item in fields(distribution) if item.init}  # type: ignore[arg-type]
    return {"distribution": distribution.kind, **numbers}


def _condition(condition: Condition) -> dict[str, Value]:
    return {path: _clause(clause) for path, clause in condition.clauses}


def _clause(clause: Clause) -> Value:
    if clause.one_of is not None:
        return list(clause.one_of)
    parts: Mapping[str, Value] = {"not": list(clause.none_of) or None, "min": clause.min, "max": clause.max}
    return {key: value for key, value in parts.items() if value is not None}
