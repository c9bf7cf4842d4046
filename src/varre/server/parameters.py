"""The parameters of a sweep file as the page shows them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Literal

from varre.server.jsonvalues import json_value
from varre.server.schema import ParameterView
from varre.space import Categorical, Clause, Condition, Constant, Distribution, Parameter, Value
from varre.sweepfile import SweepFile

__all__ = ["parameter_views"]

_UNBOUNDED = ("normal", "log_normal", "q_normal", "q_log_normal")


def parameter_views(file: SweepFile) -> list[ParameterView]:
    """All parameters of a sweep file, in alphabetical order of their paths."""
    return [_view(parameter) for parameter in file.space.parameters]


def _view(parameter: Parameter) -> ParameterView:
    distribution = parameter.distribution
    low, high = _bounds(distribution)
    return ParameterView(
        path=parameter.path,
        kind=_kind(distribution),
        distribution=distribution.kind,
        scale="log" if "log" in distribution.kind else "linear",
        min=low,
        max=high,
        values=[json_value(value) for value in distribution.choices] if isinstance(distribution, Categorical) else None,
        value=json_value(distribution.value) if isinstance(distribution, Constant) else None,
        when=None if parameter.when is None else _words(parameter.when),
    )


def _kind(distribution: Distribution) -> Literal["constant", "categorical", "int", "float"]:
    if isinstance(distribution, Constant):
        return "constant"
    if isinstance(distribution, Categorical):
        return "categorical"
    return "int" if isinstance(distribution.from_unit(0.5), int) else "float"


def _bounds(distribution: Distribution) -> tuple[float | None, float | None]:
    """The lowest and the highest value, as the training script would see them (``log_uniform`` keeps exponents)."""
    if isinstance(distribution, Constant | Categorical) or distribution.kind in _UNBOUNDED:
        return None, None
    return _finite(distribution.from_unit(0.0)), _finite(distribution.from_unit(1.0))


def _finite(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _words(condition: Condition) -> str:
    """``optimizer = "sgd" and encoder.layers ≥ 2``."""
    return " and ".join(part for path, clause in condition.clauses for part in _of_clause(path, clause))


def _of_clause(path: str, clause: Clause) -> Iterator[str]:
    if clause.one_of is not None:
        yield f"{path} = {_listing(clause.one_of)}"
    if clause.none_of:
        yield f"{path} ≠ {_listing(clause.none_of)}"
    if clause.min is not None:
        yield f"{path} ≥ {clause.min:g}"
    if clause.max is not None:
        yield f"{path} ≤ {clause.max:g}"


def _listing(values: tuple[Value, ...]) -> str:
    return " or ".join(json.dumps(json_value(value), ensure_ascii=False) for value in values)
