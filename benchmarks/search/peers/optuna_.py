"""Optuna: TPE as it comes, TPE multivariate and grouped, and the Gaussian process."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import optuna
from peer import serve
from spaces import Declared, Parameters, holds, is_log, is_ordered, is_whole, snapped

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

SAMPLERS: dict[str, Callable[[int, bool], optuna.samplers.BaseSampler]] = {
    "tpe": lambda seed, many: optuna.samplers.TPESampler(seed=seed, constant_liar=many),
    "tpe-multivariate": lambda seed, many: optuna.samplers.TPESampler(
        seed=seed, multivariate=True, group=True, constant_liar=many
    ),
    "gp": lambda seed, many: optuna.samplers.GPSampler(seed=seed),
}


class Optuna:
    """Define-by-run: a condition is a branch. A list of ascending numbers is asked for by its place, as an integer."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None:
        self._parameters = parameters
        self._study = optuna.create_study(sampler=SAMPLERS[sys.argv[1]](seed, workers > 1))
        self._trials: dict[int, optuna.Trial] = {}

    def ask(self, trial: int) -> Mapping[str, Any]:
        asked = self._trials[trial] = self._study.ask()
        params: dict[str, Any] = {}
        for name, declared in self._parameters.items():
            if holds(declared, params):
                params[name] = _suggested(asked, name, declared)
        return params

    def tell(self, trial: int, loss: float | None) -> None:
        failed = optuna.trial.TrialState.FAIL if loss is None else None
        self._study.tell(self._trials.pop(trial), loss, state=failed)


def _suggested(trial: optuna.Trial, name: str, declared: Declared) -> Any:
    if is_ordered(declared):
        return declared["values"][trial.suggest_int(name, 0, len(declared["values"]) - 1)]
    if "values" in declared:
        return trial.suggest_categorical(name, declared["values"])
    low, high, log = declared["min"], declared["max"], is_log(declared)
    if is_whole(declared):  # a logarithmic range has no step: multiples of q are met by rounding
        return snapped(declared, trial.suggest_int(name, low, high, log=log))
    return trial.suggest_float(name, low, high, log=log)


if __name__ == "__main__":
    serve(Optuna, optuna.__version__)
