"""Random search, from the standard library alone: what all are measured by."""

from __future__ import annotations

import math
import platform
import random
from collections.abc import Mapping
from typing import Any

from peer import serve
from spaces import Declared, Parameters, active, is_log, snapped


class Random:
    """Every parameter by itself, uniformly on its scale."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None:
        self._parameters = parameters
        self._dice = random.Random(seed)

    def ask(self, trial: int) -> Mapping[str, Any]:
        return active(self._parameters, {name: self._draw(declared) for name, declared in self._parameters.items()})

    def tell(self, trial: int, loss: float | None) -> None:
        pass

    def _draw(self, declared: Declared) -> Any:
        if "values" in declared:
            return self._dice.choice(declared["values"])
        low, high = declared["min"], declared["max"]
        if is_log(declared):
            return snapped(declared, math.exp(self._dice.uniform(math.log(low), math.log(high))))
        return snapped(declared, self._dice.uniform(low, high))


if __name__ == "__main__":
    serve(Random, platform.python_version())
