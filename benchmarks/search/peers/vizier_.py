"""OSS Vizier: the Gaussian process bandit that its service runs by default.

It refuses conditions: it searches all parameters at once. Trials that failed and trials under way are known to it.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import jax
from peer import serve
from spaces import Declared, Parameters, active, is_log, is_ordered, is_whole, snapped
from vizier import algorithms as vza
from vizier import pyvizier as vz
from vizier._src.algorithms.designers.gp_ucb_pe import VizierGPUCBPEBandit

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)


class Vizier:
    """A designer is told what has ended once, and each time what is under way."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None:
        self._parameters = parameters
        problem = vz.ProblemStatement()
        problem.metric_information.append(vz.MetricInformation("loss", goal=vz.ObjectiveMetricGoal.MINIMIZE))
        for name, declared in parameters.items():
            _add(problem.search_space.root, name, declared)
        self._designer = VizierGPUCBPEBandit(problem, rng=jax.random.PRNGKey(seed))
        self._going: dict[int, vz.Trial] = {}
        self._ended: list[vz.Trial] = []

    def ask(self, trial: int) -> Mapping[str, Any]:
        self._designer.update(vza.CompletedTrials(self._ended), vza.ActiveTrials(list(self._going.values())))
        self._ended = []
        [suggestion] = self._designer.suggest(1)
        self._going[trial] = suggestion.to_trial(trial + 1)
        whole = {
            name: _value(declared, suggestion.parameters.get_value(name)) for name, declared in self._parameters.items()
        }
        return active(self._parameters, whole)

    def tell(self, trial: int, loss: float | None) -> None:
        ended = self._going.pop(trial)
        if loss is None:
            ended.complete(vz.Measurement(), infeasibility_reason="the training failed")
        else:
            ended.complete(vz.Measurement({"loss": loss}))
        self._ended.append(ended)


def _add(root: vz.SearchSpaceSelector, name: str, declared: Declared) -> None:
    if is_ordered(declared):
        root.add_discrete_param(name, declared["values"])
    elif "values" in declared:
        root.add_categorical_param(name, [str(place) for place in range(len(declared["values"]))])
    else:
        add = root.add_int_param if is_whole(declared) else root.add_float_param
        scale = vz.ScaleType.LOG if is_log(declared) else vz.ScaleType.LINEAR
        add(name, declared["min"], declared["max"], scale_type=scale)


def _value(declared: Declared, value: Any) -> Any:
    if is_ordered(declared):
        return min(declared["values"], key=lambda level: abs(level - float(value)))
    return declared["values"][int(value)] if "values" in declared else snapped(declared, float(value))


if __name__ == "__main__":
    serve(Vizier, version("google-vizier"))
