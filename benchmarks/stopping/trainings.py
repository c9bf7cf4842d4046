"""Trainings whose learning curves are kept: cheap, real, and every configuration of a finite space.

A complete table answers exactly what a training would have, so that nothing of a surrogate's error enters. A quarter
of the configurations learn badly or diverge, as in every sweep whose ranges are guesses.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn import datasets
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

__all__ = ["TRAININGS", "Config", "Training"]

Config = Mapping[str, Any]

warnings.filterwarnings("ignore")  # overflow and slow convergence are what the curves are to show


@dataclass(frozen=True)
class Training:
    """A training to tune.

    ``parameters`` are those of a sweep file, ``curve`` yields the metric on examples held out, ``rows`` times; NaN
    where training diverged.
    """

    name: str
    about: str
    metric: str
    goal: Literal["minimize", "maximize"]
    rows: int
    parameters: Mapping[str, Any]
    curve: Callable[[Config, int, int], Iterator[float]]


# -- data ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Split:
    """Standardised examples to train on and to judge by."""

    x: NDArray[np.float64]
    y: NDArray[Any]
    valid_x: NDArray[np.float64]
    valid_y: NDArray[Any]


@cache
def split(name: str) -> Split:
    """Half of a data set that scikit-learn ships, and its other half."""
    x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    if name == "diabetes":
        y = (y - y.mean()) / y.std()
    stratify = None if name == "diabetes" else y
    x, valid_x, y, valid_y = train_test_split(x, y, test_size=0.5, random_state=7, stratify=stratify)
    scaler = StandardScaler().fit(x)
    return Split(scaler.transform(x), y, scaler.transform(valid_x), valid_y)


# -- models ----------------------------------------------------------------------------------------------------------


def epochs(
    model: MLPClassifier | SGDClassifier, data: Split, rows: int, metric: Callable[[], float]
) -> Iterator[float]:
    """Train epoch by epoch, and give the metric after each."""
    for _ in range(rows):
        try:
            model.partial_fit(data.x, data.y, classes=np.unique(data.y))
            yield metric()
        except ValueError:  # what scikit-learn says of weights that are no longer finite
            yield math.nan


def network(name: str) -> Callable[[Config, int, int], Iterator[float]]:
    """A network of one layer, its log-loss after each epoch."""

    def curve(config: Config, seed: int, rows: int) -> Iterator[float]:
        data = split(name)
        model = MLPClassifier(
            hidden_layer_sizes=[config["width"]],
            activation=config["activation"],
            solver=config["optimizer"],
            learning_rate_init=config["learning_rate"],
            alpha=config["weight_decay"],
            batch_size=config["batch_size"],
            random_state=seed,
        )

        def loss() -> float:
            chances = np.clip(model.predict_proba(data.valid_x), 1e-7, 1)
            return float(log_loss(data.valid_y, chances, labels=np.unique(data.y)))

        return epochs(model, data, rows, loss)

    return curve


def boosting(config: Config, seed: int, rows: int) -> Iterator[float]:
    """Boosted trees, their mean squared error after each tree."""
    data = split("diabetes")
    model = GradientBoostingRegressor(
        n_estimators=rows,
        learning_rate=config["learning_rate"],
        max_depth=config["depth"],
        subsample=config["subsample"],
        min_samples_leaf=config["leaf"],
        max_features=config["features"],
        random_state=seed,
    ).fit(data.x, data.y)
    for said in model.staged_predict(data.valid_x):
        yield float(np.mean((said - data.valid_y) ** 2))


def linear(config: Config, seed: int, rows: int) -> Iterator[float]:
    """A linear classifier by stochastic gradient descent, its accuracy after each epoch: a noisy metric."""
    data = split("digits")
    model = SGDClassifier(
        loss=config["loss"],
        penalty=config["penalty"],
        alpha=config["alpha"],
        learning_rate=config["schedule"],
        eta0=config["eta0"],
        random_state=seed,
    )
    return epochs(model, data, rows, lambda: float(model.score(data.valid_x, data.valid_y)))


NETWORK: Mapping[str, Any] = {
    "learning_rate": {"values": [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3]},
    "width": {"values": [8, 32, 128]},
    "optimizer": {"values": ["adam", "sgd"]},
    "batch_size": {"values": [32, 128]},
    "activation": {"values": ["relu", "tanh"]},
    "weight_decay": {"values": [0.0001, 1.0]},
}
BOOSTING: Mapping[str, Any] = {
    "learning_rate": {"values": [0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0]},
    "depth": {"values": [1, 2, 3, 5]},
    "subsample": {"values": [0.5, 1.0]},
    "leaf": {"values": [1, 5, 20]},
    "features": {"values": [0.3, 1.0]},
}
LINEAR: Mapping[str, Any] = {
    "eta0": {"values": [0.0001, 0.001, 0.01, 0.1, 1.0, 10.0]},
    "alpha": {"values": [0.00001, 0.0001, 0.001, 0.01, 0.1]},
    "loss": {"values": ["hinge", "log_loss", "perceptron"]},
    "penalty": {"values": ["l1", "l2"]},
    "schedule": {"values": ["constant", "invscaling"]},
}

TRAININGS = {
    training.name: training
    for training in (
        Training("cancer", "a network on breast cancer", "loss", "minimize", 40, NETWORK, network("breast_cancer")),
        Training("boosting", "boosted trees on diabetes", "error", "minimize", 60, BOOSTING, boosting),
        Training("linear", "a linear model on digits", "accuracy", "maximize", 30, LINEAR, linear),
        Training("digits", "a network on digits", "loss", "minimize", 30, NETWORK, network("digits")),
    )
}
"""By name."""
