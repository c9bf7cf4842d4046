"""How good and how quick the search is, on functions whose minimum is known, with random search beside it.

    OMP_NUM_THREADS=1 python benchmarks/search_synthetic.py [--seeds 30] [--evaluations 40] [--only branin …]

prints a table in Markdown: of each method the median and mean best loss and the median log10 regret over the seeds
at the end, and how long a suggestion takes in the second half of the sweep. `Optimizer` drives the loop, one run at a
time. Times are CPU time of one thread, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import math
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from machine import processor

from varre.optimizer import Optimizer

Config = Mapping[str, object]


@dataclass(frozen=True)
class Task:
    """A function to minimise over W&B ``parameters``, and its ``minimum``."""

    parameters: Config
    loss: Callable[[Config], float]
    minimum: float


def branin(p: Config) -> float:
    """Two dimensions, three equal minima."""
    x, y = p["x"], p["y"]
    bowl = (y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6) ** 2
    return bowl + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


HARTMANN_A = (
    (10, 3, 17, 3.5, 1.7, 8),
    (0.05, 10, 17, 0.1, 8, 14),
    (3, 3.5, 1.7, 10, 17, 8),
    (17, 8, 0.05, 10, 0.1, 14),
)
HARTMANN_P = (
    (0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886),
    (0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991),
    (0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650),
    (0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381),
)
HARTMANN_ALPHA = (1.0, 1.2, 3.0, 3.2)


def hartmann6(p: Config) -> float:
    """Six dimensions, six local minima."""
    x = [p[f"x{i}"] for i in range(6)]
    rows = zip(HARTMANN_ALPHA, HARTMANN_A, HARTMANN_P, strict=True)
    return -sum(a * math.exp(-sum(w * (u - c) ** 2 for w, u, c in zip(A, x, P, strict=True))) for a, A, P in rows)


def network(p: Config) -> float:
    """A training as it might be: a learning rate of several orders declared uniform, categories, a condition."""
    log_lr = math.log10(p["learning_rate"])
    ideal = {"adam": -3.0, "sgd": -1.7, "rmsprop": -3.2}[p["optimizer"]]
    loss = 0.05 + 0.02 * (log_lr - ideal) ** 2
    loss += {"tanh": 0.012, "relu": 0.0, "elu": 0.004}[p["activation"]]
    loss += {16: 0.0, 32: 0.002, 64: 0.006}[p["batch_size"]]
    loss += {"adam": 0.004, "sgd": 0.0, "rmsprop": 0.008}[p["optimizer"]]
    return loss + (0.5 * (p["dropout_rate"] - 0.35) ** 2 - 0.004 if p["dropout"] else 0.0)


def tree(p: Config) -> float:
    """A conditional tree with integers, the best leaf behind the narrower branch."""
    if p["model"] == "linear":
        return 0.6 + 0.1 * abs(math.log10(p["penalty"]) + 2)
    depth = 0.03 * (p["depth"] - 7) ** 2
    return 0.3 + depth + 0.4 * (p["rate"] - 0.2) ** 2 + (0.05 if p["loss"] == "l1" else 0.0)


UNIT = {"min": 0.0, "max": 1.0}
TASKS = {
    "branin": Task({"x": {"min": -5.0, "max": 10.0}, "y": {"min": 0.0, "max": 15.0}}, branin, 0.39788735772973816),
    "hartmann6": Task({f"x{i}": UNIT for i in range(6)}, hartmann6, -3.322368011415511),
    "network": Task(
        {
            "learning_rate": {"min": 0.0001, "max": 0.1},
            "optimizer": {"values": ["adam", "sgd", "rmsprop"]},
            "activation": {"values": ["tanh", "relu", "elu"]},
            "batch_size": {"values": [16, 32, 64]},
            "dropout": {"values": [True, False]},
            "dropout_rate": {**UNIT, "when": {"dropout": True}},
        },
        network,
        0.046,
    ),
    "tree": Task(
        {
            "model": {"values": ["linear", "boosting"]},
            "penalty": {"distribution": "log_uniform_values", "min": 1e-6, "max": 1e2, "when": {"model": "linear"}},
            "depth": {"min": 1, "max": 12, "when": {"model": "boosting"}},
            "rate": {**UNIT, "when": {"model": "boosting"}},
            "loss": {"values": ["l1", "l2"], "when": {"model": "boosting"}},
        },
        tree,
        0.3,
    ),
}


@dataclass(frozen=True)
class Outcome:
    """One sweep: its best loss, and the seconds of each suggestion."""

    best: float
    seconds: tuple[float, ...]


def search(task: Task, method: str, seed: int, evaluations: int) -> Outcome:
    """One sweep with one run at a time."""
    sweep = {"method": method, "metric": {"name": "loss", "goal": "minimize"}, "parameters": task.parameters}
    optimizer = Optimizer(sweep, seed=seed)
    best, seconds = math.inf, []
    for _ in range(evaluations):
        began = time.process_time()
        suggestion = optimizer.ask()
        seconds.append(time.process_time() - began)
        loss = task.loss(suggestion.params)
        best = min(best, loss)
        optimizer.tell(suggestion, loss)
    return Outcome(best, tuple(seconds))


def row(name: str, method: str, outcomes: list[Outcome], minimum: float) -> str:
    """One line of the table."""
    best = [outcome.best for outcome in outcomes]
    regret = [math.log10(max(value - minimum, 1e-12)) for value in best]
    took = sorted(seconds * 1e3 for outcome in outcomes for seconds in outcome.seconds[len(outcome.seconds) // 2 :])
    figures = (statistics.median(best), statistics.mean(best), statistics.median(regret), statistics.mean(regret))
    cells = [f"{figure:.4f}" for figure in figures[:2]] + [f"{figure:.2f}" for figure in figures[2:]]
    cells += [f"{took[len(took) // 2]:.1f}", f"{took[int(len(took) * 0.95)]:.1f}"]
    return f"| {name} | {method} | " + " | ".join(cells) + " |"


def timing_row(observations: int, repeats: int = 9) -> str:
    """Milliseconds for a suggestion after a result, with so many runs told: six numbers, and the mixed space."""
    cells = []
    for name in ("hartmann6", "network"):
        task = TASKS[name]
        sweep = {"method": "bayes", "metric": {"name": "loss", "goal": "minimize"}, "parameters": task.parameters}
        random = Optimizer({**sweep, "method": "random"}, seed=observations)
        optimizer = Optimizer(sweep, seed=0)
        for _ in range(observations):
            params = random.ask().params
            optimizer.tell(params, task.loss(params))
        cells += _asked(optimizer, task, repeats)
    return f"| {observations} | " + " | ".join(cells) + " |"


def _asked(optimizer: Optimizer, task: Task, repeats: int) -> list[str]:
    took = []
    for _ in range(repeats):
        began = time.process_time()
        suggestion = optimizer.ask()
        took.append((time.process_time() - began) * 1e3)
        optimizer.tell(suggestion, task.loss(suggestion.params))
    return [f"{statistics.median(took):.1f}", f"{max(took):.1f}"]


def machine() -> str:
    """Where this was measured."""
    return f"{processor()}, one thread, Python {platform.python_version()}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--evaluations", type=int, default=40)
    parser.add_argument("--only", nargs="*", choices=TASKS, default=list(TASKS))
    parser.add_argument("--timing", nargs="*", type=int, default=[10, 100, 300, 1000])
    options = parser.parse_args()
    print(f"{options.seeds} seeds, {options.evaluations} evaluations. {machine()}.\n")
    print("| task | method | median best | mean best | median log10 regret | mean | CPU ms a suggestion, p50 | p95 |")
    print("| -- | -- | -- | -- | -- | -- | -- | -- |")
    for name in options.only:
        for method in ("random", "bayes"):
            outcomes = [search(TASKS[name], method, seed, options.evaluations) for seed in range(options.seeds)]
            print(row(name, method, outcomes, TASKS[name].minimum), flush=True)
    print("\nMilliseconds (CPU) for the first suggestion after a result, with so many runs told.\n")
    print("| runs | hartmann6, p50 | max | network, p50 | max |\n| -- | -- | -- | -- | -- |")
    for observations in options.timing:
        print(timing_row(observations), flush=True)


if __name__ == "__main__":
    main()
