"""Ax: the strategy that its client chooses by itself, Sobol points and then BoTorch.

A condition is a dependent parameter of a choice, so whole numbers that have children become an ordered choice. It must
be a tree: a parameter of several branches is always there, and left out of what is tried where its condition fails.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from ax.api.client import Client
from ax.api.configs import ChoiceParameterConfig, RangeParameterConfig
from peer import serve
from spaces import Declared, Parameters, children, is_log, is_ordered, is_whole, snapped, values, wanted

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)


class Ax:
    """The client's numbers of trials are its own."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None:
        self._parameters = parameters
        self._client = Client(random_seed=seed)
        self._client.configure_experiment([_parameter(parameters, name) for name in parameters])
        self._client.configure_optimization("-loss")
        self._client.configure_generation_strategy(
            initialization_random_seed=seed,
            allow_exceeding_initialization_budget=workers > 1,  # or it refuses to answer before the first points ended
        )
        self._numbers: dict[int, int] = {}

    def ask(self, trial: int) -> Mapping[str, Any]:
        [(number, config)] = self._client.get_next_trials(1).items()
        self._numbers[trial] = number
        return {name: _value(declared, config[name]) for name, declared in self._parameters.items() if name in config}

    def tell(self, trial: int, loss: float | None) -> None:
        number = self._numbers.pop(trial)
        if loss is None:
            self._client.mark_trial_failed(number)
        else:
            self._client.complete_trial(number, {"loss": loss})


def _parameter(parameters: Parameters, name: str) -> ChoiceParameterConfig | RangeParameterConfig:
    declared, below = parameters[name], _dependent(parameters, name)
    if "values" in declared or below:
        return _choice(name, values(declared), below)
    whole, log = is_whole(declared), is_log(declared)
    bounds = (declared["min"], declared["max"])
    return RangeParameterConfig(name, bounds, "int" if whole else "float", scaling="log" if log else "linear")


def _dependent(parameters: Parameters, name: str) -> dict[Any, list[str]]:
    """The children of a parameter that it has under one value only, by that value."""
    found: dict[Any, list[str]] = {}
    for child in children(parameters, name):
        there = wanted(parameters[child], name)
        if len(there) == 1:
            found.setdefault(there[0], []).append(child)
    return found


def _choice(name: str, listed: list[Any], dependent: dict[Any, list[str]]) -> ChoiceParameterConfig:
    kind = {bool: "bool", int: "int", float: "float", str: "str"}[type(listed[0])]
    ordered = is_ordered({"values": listed})
    return ChoiceParameterConfig(name, listed, kind, is_ordered=ordered, dependent_parameters=dependent or None)


def _value(declared: Declared, value: Any) -> Any:
    return value if "values" in declared else snapped(declared, float(value))


if __name__ == "__main__":
    serve(Ax, version("ax-platform"))
