"""Varre: `bayes` with no settings, by the same calls that people have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peer import serve
from spaces import Parameters

import varre
from varre.optimizer import Optimizer
from varre.runs import Suggestion


class Varre:
    """Ask and tell."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None:
        sweep = {"method": "bayes", "metric": {"name": "loss"}, "parameters": dict(parameters)}
        self._optimizer = Optimizer(sweep, seed=seed)
        self._asked: dict[int, Suggestion] = {}

    def ask(self, trial: int) -> Mapping[str, Any]:
        self._asked[trial] = self._optimizer.ask()
        return self._asked[trial].params

    def tell(self, trial: int, loss: float | None) -> None:
        self._optimizer.tell(self._asked.pop(trial), loss, failed=loss is None)


if __name__ == "__main__":
    serve(Varre, varre.__version__)
