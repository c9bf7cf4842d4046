"""Hyperopt: the tree of Parzen estimators as it was first written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import hyperopt
import numpy as np
from hyperopt import hp, tpe
from peer import serve
from spaces import Declared, Parameters, children, is_log, is_ordered, is_whole, snapped, values, wanted


class Hyperopt:
    """A condition is a branch of a choice; a parameter of several branches is the same node in each."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None:
        self._parameters = parameters
        self._nodes: dict[str, Any] = {}
        self._space = {name: self._node(name) for name, declared in parameters.items() if "when" not in declared}
        self._domain = hyperopt.Domain(lambda config: 0.0, self._space)
        self._trials = hyperopt.Trials()
        self._seeds = np.random.default_rng(seed)
        self._asked: dict[int, dict[str, Any]] = {}

    def ask(self, trial: int) -> Mapping[str, Any]:
        new = self._trials.new_trial_ids(1)
        self._trials.refresh()
        asked = tpe.suggest(new, self._domain, self._trials, int(self._seeds.integers(2**31 - 1)), verbose=False)
        self._trials.insert_trial_docs(asked)
        self._trials.refresh()
        self._asked[trial] = next(doc for doc in self._trials._dynamic_trials if doc["tid"] == new[0])
        chosen = {name: value[0] for name, value in self._asked[trial]["misc"]["vals"].items() if value}
        return self._read(hyperopt.space_eval(self._space, chosen))

    def tell(self, trial: int, loss: float | None) -> None:
        doc = self._asked.pop(trial)
        failed = {"status": hyperopt.STATUS_FAIL}
        doc["state"] = hyperopt.JOB_STATE_DONE
        doc["result"] = failed if loss is None else {"status": hyperopt.STATUS_OK, "loss": loss}
        self._trials.refresh()

    def _node(self, name: str) -> Any:
        if name not in self._nodes:
            declared, below = self._parameters[name], children(self._parameters, name)
            self._nodes[name] = self._choice(name, below) if below else _node(name, declared)
        return self._nodes[name]

    def _choice(self, name: str, below: list[str]) -> Any:
        return hp.choice(name, [self._branch(name, value, below) for value in values(self._parameters[name])])

    def _branch(self, name: str, value: Any, below: list[str]) -> dict[str, Any]:
        """A value of a parent, under an empty name, and the children that it has."""
        there = [child for child in below if value in wanted(self._parameters[child], name)]
        return {"": value, **{child: self._node(child) for child in there}}

    def _read(self, config: Mapping[str, Any]) -> dict[str, Any]:
        """The tree as a flat dictionary, numbers as the ranges have them."""
        params: dict[str, Any] = {}
        for name, value in config.items():
            if isinstance(value, Mapping):
                params[name] = value[""]
                params |= self._read({child: below for child, below in value.items() if child})
            else:
                params[name] = _value(self._parameters[name], value)
        return params


def _node(name: str, declared: Declared) -> Any:
    if is_ordered(declared):
        return hp.uniformint(name, 0, len(declared["values"]) - 1)
    if "values" in declared:
        return hp.choice(name, declared["values"])
    low, high = declared["min"], declared["max"]
    if is_log(declared):
        low, high = math.log(low), math.log(high)
        return (
            hp.qloguniform(name, low, high, declared.get("q", 1))
            if is_whole(declared)
            else hp.loguniform(name, low, high)
        )
    return hp.uniformint(name, low, high) if is_whole(declared) else hp.uniform(name, low, high)


def _value(declared: Declared, value: Any) -> Any:
    if is_ordered(declared):
        return declared["values"][int(value)]
    return value if "values" in declared else snapped(declared, float(value))


if __name__ == "__main__":
    serve(Hyperopt, hyperopt.__version__)
