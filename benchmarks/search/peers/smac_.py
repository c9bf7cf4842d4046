"""SMAC3: the facade for hyperparameters, a random forest."""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import smac
from ConfigSpace import (
    AndConjunction,
    CategoricalHyperparameter,
    ConfigurationSpace,
    InCondition,
    OrdinalHyperparameter,
    UniformFloatHyperparameter,
    UniformIntegerHyperparameter,
)
from peer import serve
from smac.runhistory import StatusType, TrialInfo, TrialValue
from spaces import Declared, Parameters, is_log, is_ordered, is_whole, snapped, wanted, worst

warnings.filterwarnings("ignore")
LONGEST = 100
"""A quarter of the budget goes into the first design: with more trials it would be ever worse at the small ones."""


class Smac:
    """Every trial is of another configuration, as with the others: ``deterministic``."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None:
        self._parameters = parameters
        self._folder = tempfile.TemporaryDirectory()
        scenario = smac.Scenario(
            _space(parameters),
            deterministic=True,
            n_trials=min(trials, LONGEST),
            n_workers=1,  # of its own; that trials overlap it learns from what it was not told yet
            seed=seed,
            output_directory=self._folder.name,
        )
        facade = smac.HyperparameterOptimizationFacade
        self._facade = facade(scenario, lambda config, seed: 0.0, logging_level=logging.ERROR, overwrite=True)
        self._asked: dict[int, TrialInfo] = {}
        self._losses: list[float] = []

    def ask(self, trial: int) -> Mapping[str, Any]:
        asked = self._asked[trial] = self._facade.ask()
        config = dict(asked.config)
        return {name: _value(declared, config[name]) for name, declared in self._parameters.items() if name in config}

    def tell(self, trial: int, loss: float | None) -> None:
        if loss is None:
            value = TrialValue(worst(self._losses), status=StatusType.CRASHED)
        else:
            self._losses.append(loss)
            value = TrialValue(loss)
        self._facade.tell(self._asked.pop(trial), value, save=False)


def _space(parameters: Parameters) -> ConfigurationSpace:
    space = ConfigurationSpace()
    space.add([_parameter(name, declared) for name, declared in parameters.items()])
    for name, declared in parameters.items():
        parents = [
            InCondition(space[name], space[parent], wanted(declared, parent)) for parent in declared.get("when", {})
        ]
        if parents:
            space.add(parents[0] if len(parents) == 1 else AndConjunction(*parents))
    return space


def _parameter(name: str, declared: Declared) -> Any:
    if "values" in declared:
        kind = OrdinalHyperparameter if is_ordered(declared) else CategoricalHyperparameter
        return kind(name, declared["values"])
    kind = UniformIntegerHyperparameter if is_whole(declared) else UniformFloatHyperparameter
    return kind(name, declared["min"], declared["max"], log=is_log(declared))


def _value(declared: Declared, value: Any) -> Any:
    """Steps are met by rounding: ConfigSpace has none."""
    return value if "values" in declared else snapped(declared, float(value))


if __name__ == "__main__":
    serve(Smac, version("smac"))
