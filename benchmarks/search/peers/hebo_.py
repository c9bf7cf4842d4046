"""HEBO: a Gaussian process on warped inputs and outputs, three acquisitions at once.

It has no conditions: it searches all parameters at once. Of trials that are under way it knows nothing: they are lent
to it with the median of what was seen, or it would propose the same again.
"""

from __future__ import annotations

import statistics
import warnings
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from hebo.design_space.design_space import DesignSpace
from hebo.optimizers.hebo import HEBO
from peer import serve
from spaces import Declared, Parameters, active, is_log, is_ordered, is_whole, snapped, worst

warnings.filterwarnings("ignore")


class Hebo:
    """Rows of a frame."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None:
        self._parameters = parameters
        space = DesignSpace().parse([_parameter(name, declared) for name, declared in parameters.items()])
        self._hebo = HEBO(space, scramble_seed=seed)
        self._going: dict[int, pd.DataFrame] = {}
        self._losses: list[float] = []

    def ask(self, trial: int) -> Mapping[str, Any]:
        asked = self._going[trial] = self._suggested()
        whole = {name: _value(declared, asked.iloc[0][name]) for name, declared in self._parameters.items()}
        return active(self._parameters, whole)

    def tell(self, trial: int, loss: float | None) -> None:
        if loss is not None:
            self._losses.append(loss)
        seen = worst(self._losses) if loss is None else loss
        self._hebo.observe(self._going.pop(trial), np.array([[seen]]))

    def _suggested(self) -> pd.DataFrame:
        known = self._hebo.X, self._hebo.y
        if self._going and len(known[1]) >= self._hebo.rand_sample:  # its first points are a sequence that has no twins
            lent = np.full((len(self._going), 1), statistics.median(self._losses))
            self._hebo.X = pd.concat([known[0], *self._going.values()], ignore_index=True)
            self._hebo.y = np.concatenate([known[1], lent])
        asked = self._hebo.suggest(1)
        self._hebo.X, self._hebo.y = known
        return asked


def _parameter(name: str, declared: Declared) -> dict[str, Any]:
    if is_ordered(declared):
        return {"name": name, "type": "int", "lb": 0, "ub": len(declared["values"]) - 1}
    if "values" in declared:  # by place: a frame would turn truths and words into something else
        return {"name": name, "type": "cat", "categories": list(range(len(declared["values"])))}
    kind = {(True, True): "pow_int", (True, False): "pow", (False, True): "int", (False, False): "num"}
    return {
        "name": name,
        "type": kind[is_log(declared), is_whole(declared)],
        "lb": declared["min"],
        "ub": declared["max"],
    }


def _value(declared: Declared, value: Any) -> Any:
    return declared["values"][int(value)] if "values" in declared else snapped(declared, float(value))


if __name__ == "__main__":
    serve(Hebo, version("HEBO"))
