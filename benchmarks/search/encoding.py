"""How the surrogates see a configuration: independent of how any searcher sees it.

A number takes two columns, its place in its range (by its logarithm where the range is declared so) and whether it is
there; a category takes one column a value. What is absent is zero in all of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Config", "Parameters", "encode"]

Parameters = Mapping[str, Mapping[str, Any]]
"""The parameters of a sweep file; those of the tasks are `values`, or `min` and `max`, and have no others within."""
Config = Mapping[str, Any]


def encode(parameters: Parameters, configs: Sequence[Config]) -> NDArray[np.float64]:
    """(n, columns) for n configurations, as flat dictionaries; every column within 0 and 1."""
    rows = [
        [column for name, declared in parameters.items() for column in _columns(declared, config.get(name))]
        for config in configs
    ]
    return np.array(rows, np.float64)


def _columns(declared: Mapping[str, Any], value: Any) -> list[float]:
    if "values" in declared:
        return [float(value is not None and value == level) for level in declared["values"]]
    if value is None:
        return [0.0, 0.0]
    low, high = declared["min"], declared["max"]
    if "log" in declared.get("distribution", ""):
        return [math.log(value / low) / math.log(high / low), 1.0]
    return [(value - low) / (high - low), 1.0]
