"""How long it takes to say what mattered, with Optuna beside it, and how near the shares come to the true ones.

    OMP_NUM_THREADS=1 python benchmarks/importance.py [--runs 20 200 1000 10000] [--sweeps 20]

prints two tables in Markdown. Times are CPU time of one thread, so that other work on the machine does not count; what
is loaded once a process (scikit-learn: about 1 s) is not in them. The function has 8 parameters, of which two do
nothing and one exists in half of the runs; Optuna is given the 7 that always exist, because it looks at no others.
"""

from __future__ import annotations

import argparse
import math
import platform
import time
import warnings
from collections.abc import Callable, Sequence

import numpy as np
import optuna
import sklearn.tree  # loaded here, so that it is in no figure
from optuna.importance import FanovaImportanceEvaluator, PedAnovaImportanceEvaluator

from varre.analysis.importance import Method, explain
from varre.analysis.seen import Seen
from varre.models.outputs import Warp
from varre.runs import History, Observation, Outcome, Seeds
from varre.search.portrait import portrait
from varre.space import Params
from varre.sweepfile import SweepFile

FILE = SweepFile.parse(
    {
        "method": "bayes",
        "metric": {"name": "loss", "goal": "minimize"},
        "parameters": {
            "activation": {"values": ["relu", "tanh"]},
            "batch_size": {"values": [16, 32, 64], "ordered": True},
            "dropout": {"values": [True, False]},
            "dropout_rate": {"min": 0.1, "max": 0.5, "when": {"dropout": True}},
            "epochs": {"min": 1, "max": 20},
            "learning_rate": {"distribution": "log_uniform_values", "min": 0.0001, "max": 1.0},
            "nothing": {"min": 0.0, "max": 1.0},
            "optimizer": {"values": ["adam", "sgd", "rmsprop"]},
        },
    }
)
KINDS = {
    "activation": optuna.distributions.CategoricalDistribution(("relu", "tanh")),
    "batch_size": optuna.distributions.CategoricalDistribution((16, 32, 64)),
    "dropout": optuna.distributions.CategoricalDistribution((True, False)),
    "epochs": optuna.distributions.IntDistribution(1, 20),
    "learning_rate": optuna.distributions.FloatDistribution(1e-4, 1.0, log=True),
    "nothing": optuna.distributions.FloatDistribution(0.0, 1.0),
    "optimizer": optuna.distributions.CategoricalDistribution(("adam", "sgd", "rmsprop")),
}
OPTIMIZERS = {"adam": 0.0, "sgd": 0.4, "rmsprop": 0.1}
"""What each costs."""

_MOST_FOR_OPTUNA = 1_000
"""At 10,000 runs its fANOVA was not done after nine minutes."""


def loss(p: Params) -> float:
    """Losses from 0.05 to 1."""
    far = (math.log10(p["learning_rate"]) + 2) ** 2 / 4
    dropped = 2 * (p["dropout_rate"] - 0.3) ** 2 * 4 if p["dropout"] else 0.3
    return math.exp(
        -3 + far + OPTIMIZERS[p["optimizer"]] + dropped + 0.2 * (p["activation"] == "tanh") - p["epochs"] / 40
    )


def drawn(n: int, seed: int) -> list[Seen]:
    """Runs at random, with 5 % noise."""
    rng = np.random.default_rng(seed)
    space = FILE.space
    points = [space.decode(u) for u in rng.random((n, len(space))).tolist()]
    return [Seen(p, loss(p) * math.exp(0.05 * rng.normal()), Outcome.FINISHED) for p in points]


def warped(runs: Sequence[Seen]) -> list[float]:
    """Losses on the scale that Varre looks at, for Optuna too."""
    losses = [run.value for run in runs]
    return Warp.of(losses)(np.array(losses)).tolist()


def study_of(runs: Sequence[Seen]) -> optuna.Study:
    """The same runs as Optuna has them."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study()
    study.add_trials(
        [
            optuna.trial.create_trial(params={k: run.params[k] for k in KINDS}, distributions=KINDS, value=value)
            for run, value in zip(runs, warped(runs), strict=True)
        ]
    )
    return study


def seconds(work: Callable[..., object], *arguments: object, **named: object) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work(*arguments, **named)
    return time.process_time() - start


def times(sizes: Sequence[int]) -> None:
    """How long each takes."""
    titles = [
        "fANOVA",
        "permutation",
        "PED-ANOVA",
        "portrait",
        "Optuna's fANOVA",
        "Optuna's PED-ANOVA",
        "fANOVA, ratio",
    ]
    print(f"| runs | {' | '.join(titles)} |\n| --: |{' --: |' * len(titles)}")
    for n in sizes:
        runs = drawn(n, 0)
        past = tuple(Observation(i, run.params, (run.value,), run.outcome) for i, run in enumerate(runs, 1))
        ours = [seconds(explain, FILE.space, runs, m) for m in (Method.FANOVA, Method.PERMUTATION, Method.PED_ANOVA)]
        ours.append(seconds(portrait, FILE, History(past, n + 1), Seeds(0)))
        study, evaluators = study_of(runs), (FanovaImportanceEvaluator(seed=0), PedAnovaImportanceEvaluator())
        theirs = [
            seconds(optuna.importance.get_param_importances, study, evaluator=e) if n <= limit else math.nan
            for e, limit in zip(evaluators, (_MOST_FOR_OPTUNA, math.inf), strict=True)
        ]
        figures = " | ".join(f"{s:.2f} s" if s == s else "–" for s in (*ours, *theirs))
        ratio = f"{theirs[0] / ours[0]:.1f}" if n <= _MOST_FOR_OPTUNA else "–"
        print(f"| {n:,} | {figures} | {ratio} |", flush=True)


def truth() -> dict[str, float]:
    """Shares of the variance by brute force: the loss on a fine grid, warped as that of all of the space."""
    u = (np.arange(24) + 0.5) / 24
    paths = ["activation", "dropout", "epochs", "learning_rate", "optimizer"]
    rng = np.random.default_rng(0)
    grids = [
        list(FILE.space[path].distribution.values())
        if path not in ("learning_rate",)
        else [FILE.space[path].distribution.from_unit(x) for x in u.tolist()]
        for path in paths
    ]
    shape = [len(grid) for grid in grids]
    rates = 0.1 + 0.4 * u
    values = np.empty([*shape, len(rates)])
    for place in np.ndindex(*shape):
        p = {path: grid[i] for path, grid, i in zip(paths, grids, place, strict=True)}
        values[place] = [loss({**p, "dropout_rate": rate}) for rate in rates.tolist()]
    sample = rng.choice(values.ravel(), 20_000)
    values = Warp.of(sample.tolist())(values)
    shares = {}
    for axis, path in enumerate(paths):
        others = tuple(i for i in range(values.ndim) if i != axis)
        shares[path] = float(values.mean(axis=others).var() / values.var())
    there = values[:, grids[1].index(True)]
    shares["dropout_rate"] = float(there.mean(axis=(0, 1, 2, 3)).var() / there.var())
    return {**shares, "batch_size": 0.0, "nothing": 0.0}


def accuracy(n: int, sweeps: int) -> None:
    """How near shares come, as the mean over sweeps, with the standard deviation of one."""
    exact = truth()
    ours: dict[str, list[float]] = {path: [] for path in exact}
    widths: dict[str, list[float]] = {path: [] for path in exact}
    theirs: dict[str, list[float]] = {path: [] for path in exact}
    for seed in range(sweeps):
        runs = drawn(n, seed)
        for each in explain(FILE.space, runs, seed=seed).parameters:
            ours[each.path].append(each.importance)
            widths[each.path].append(each.high - each.low)
        evaluator = FanovaImportanceEvaluator(seed=seed)
        found = optuna.importance.get_param_importances(study_of(runs), evaluator=evaluator, normalize=False)
        for path, share in found.items():
            theirs[path].append(share)
    print(f"\n{n} runs, {sweeps} sweeps\n")
    print("| parameter | true share | Varre | length of the 80% interval / 2.56 | Optuna |")
    print("| -- | --: | --: | --: | --: |")
    for path in sorted(exact, key=lambda path: -exact[path]):
        mine, other = np.array(ours[path]), np.array(theirs[path])
        beside = f"{other.mean():.3f} ± {other.std():.3f}" if len(other) else "–"
        print(
            f"| {path} | {exact[path]:.3f} | {mine.mean():.3f} ± {mine.std():.3f} | {np.mean(widths[path]) / 2.56:.3f} "
            f"| {beside} |",
            flush=True,
        )


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, nargs="+", default=[20, 200, 1000, 10_000])
    parser.add_argument("--sweeps", type=int, default=20)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
    print(
        f"Python {platform.python_version()}, scikit-learn {sklearn.__version__}, Optuna {optuna.__version__}, "
        f"{platform.machine()}, one thread, CPU time\n"
    )
    times(arguments.runs)
    for n in (20, 100):
        accuracy(n, arguments.sweeps)


if __name__ == "__main__":
    main()
