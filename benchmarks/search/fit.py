"""Fits what `collect.py` collected: an ensemble of small networks a training, which answers within a millisecond.

    python benchmarks/search/fit.py DIRECTORY [--only NAME …]

writes benchmarks/search/tables/NAME.npz and NAME.json, and prints how true each is. Networks, because they are smooth
as a real response is and favour neither the trees nor the Gaussian processes among the searchers. The logarithms of
loss and seconds are fitted; the noise is that of configurations that were trained twice, and where trainings diverged
a classifier says so. How true a table is was measured on trainings that were held out; then all are used.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))
from collected import Collected
from ensembles import Array, Ensemble
from lines import read
from scales import Scale
from scipy.stats import spearmanr
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor
from tables import TABLES, Table
from trainings import TRAININGS, Training
from wander import descend, draws

MEMBERS = 4
LAYERS = (32, 32)
HELD_OUT = 4
"""One in so many configurations is held out, to see how true a table is."""
FEWEST_DIVERGED = 0.005
"""Below this share of trainings, those that diverged are left out."""
DRAWS = 20_000

warnings.filterwarnings("ignore", category=ConvergenceWarning)


def main() -> None:
    """Fit every training that was collected."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--only", nargs="*", default=list(TRAININGS), choices=list(TRAININGS))
    parser.add_argument("--tables", type=Path, default=TABLES)
    given = parser.parse_args()
    given.tables.mkdir(exist_ok=True)
    print("| task | trainings | diverged | rank correlation | better half | best tenth | error of ln loss | noise |")
    print("|---|---|---|---|---|---|---|---|")
    for name in given.only:
        path = given.directory / f"{name}.jsonl"
        if path.exists():
            print(row(name, fit(TRAININGS[name], read(path), given.tables)), flush=True)


def fit(training: Training, records: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """Fit one training, write its table, and return what the table says of itself."""
    collected = Collected.of(training.parameters, records)
    known = np.isfinite(collected.loss)
    x = collected.x[known]
    loss, seconds = Scale.of(collected.loss[known]), Scale.of(collected.seconds)
    arrays = _regressors(x, loss.standard(collected.loss[known])).saved("loss")
    arrays |= _regressors(collected.x, seconds.standard(collected.seconds)).saved("seconds")
    diverged = 1 - float(known.mean())
    if diverged >= FEWEST_DIVERGED:
        arrays |= _classifiers(collected.x, ~known).saved("fails")
    about = {
        "about": training.about,
        "trainings": len(records),
        "diverged": round(diverged, 4),
        "held_out": held_out(x, collected.loss[known], loss),
        "scales": {"loss": asdict(loss), "seconds": asdict(seconds)},
        "noise": round(collected.noise(), 6),
        "parameters": training.parameters,
    }
    freeze(training.name, about, arrays, folder)
    return about


def freeze(name: str, about: dict[str, Any], arrays: dict[str, Any], folder: Path) -> None:
    """Write the table; the draws and the best loss are those of the table as it can be read again."""

    def write() -> Table:
        (folder / f"{name}.json").write_text(json.dumps(about, indent=1) + "\n")
        np.savez_compressed(folder / f"{name}.npz", **arrays)
        return Table.load(name, folder)

    about["best"], arrays["drawn"] = 0.0, np.zeros(1)
    table = write()
    configs = draws(table.parameters, DRAWS, seed=0)
    losses = table.true(configs)
    about["best"] = descend(table, configs, losses)
    arrays["drawn"] = np.sort(np.where(np.isnan(losses), np.inf, losses)).astype(np.float32)
    write()


def row(name: str, about: dict[str, Any]) -> str:
    """A line of the table that is printed."""
    told = about["held_out"].values()
    figures = " | ".join(f"{figure:.3f}" for figure in (*told, about["noise"]))
    return f"| {name} | {about['trainings']:,} | {about['diverged']:.1%} | {figures} |"


def held_out(x: Array, loss: Array, scale: Scale) -> dict[str, float]:
    """Of examples that were not fitted: rank correlation, the same among the better half and the best tenth, and how
    far ln loss was off, as a median over the better half.

    Equal configurations are held out together: a training that was done twice says nothing about a third.
    """
    same = np.unique(x, axis=0, return_inverse=True)[1].reshape(-1)
    held = np.random.default_rng(0).permutation(same.max() + 1)[same] % HELD_OUT == 0
    y = scale.standard(loss)
    said, loss = _regressors(x[~held], y[~held])(x[held]), loss[held]

    def rank(share: float) -> float:
        best = loss <= np.quantile(loss, share)
        return round(float(spearmanr(said[best], loss[best]).statistic), 4)

    off = np.abs(scale.logs(said) - loss)[loss <= np.median(loss)]
    return {
        "rank_correlation": rank(1.0),
        "rank_correlation_better_half": rank(0.5),
        "rank_correlation_best_tenth": rank(0.1),
        "median_error_ln_loss": round(float(np.median(off)), 4),
    }


def _regressors(x: Array, y: Array) -> Ensemble:
    def member(seed: int) -> MLPRegressor:
        return MLPRegressor(
            hidden_layer_sizes=LAYERS, activation="tanh", solver="lbfgs", alpha=0.1, max_iter=500, random_state=seed
        )

    return Ensemble.of([member(seed).fit(x, y) for seed in range(MEMBERS)])


def _classifiers(x: Array, y: Array) -> Ensemble:
    def member(seed: int) -> MLPClassifier:
        return MLPClassifier((32,), activation="tanh", alpha=1e-2, max_iter=400, random_state=seed)

    return Ensemble.of([member(seed).fit(x, y) for seed in range(MEMBERS)])


if __name__ == "__main__":
    main()
