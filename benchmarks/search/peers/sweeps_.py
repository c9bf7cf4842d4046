"""W&B's `bayes`, by the library that its server runs.

Its parameters are those of the tasks, but for conditions, which it has not: it searches all parameters at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from peer import serve
from spaces import Declared, Parameters, active, snapped
from sweeps import RunState, SweepRun, next_run


class Sweeps:
    """Runs and their states; what is running is known to it. It draws from NumPy's own generator."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None:
        self._parameters = parameters
        self._sweep = {
            "method": "bayes",
            "metric": {"name": "loss", "goal": "minimize"},
            "parameters": {name: _without_condition(declared) for name, declared in parameters.items()},
        }
        self._runs: dict[int, SweepRun] = {}

    def ask(self, trial: int) -> Mapping[str, Any]:
        run = next_run(self._sweep, list(self._runs.values()), validate=False)
        run.state = RunState.running
        self._runs[trial] = run
        whole = {name: _value(self._parameters[name], held["value"]) for name, held in run.config.items()}
        return active(self._parameters, whole)

    def tell(self, trial: int, loss: float | None) -> None:
        run = self._runs[trial]
        run.state = RunState.failed if loss is None else RunState.finished
        run.summary_metrics = {} if loss is None else {"loss": loss}


def _without_condition(declared: Declared) -> dict[str, Any]:
    return {key: value for key, value in declared.items() if key != "when"}


def _value(declared: Declared, value: Any) -> Any:
    return value if "values" in declared else snapped(declared, float(value))


if __name__ == "__main__":
    serve(Sweeps, version("sweeps"))
