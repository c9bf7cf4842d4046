"""Linear models by stochastic gradient: schedules with their own parameters, and rates that diverge."""

from __future__ import annotations

import math

import numpy as np
from sklearn.linear_model import SGDClassifier

from . import data
from .training import Config, Training

__all__ = ["TRAININGS"]

PARAMETERS: dict[str, object] = {
    "loss": {"values": ["hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron"]},
    "penalty": {"values": ["l2", "l1", "elasticnet"]},
    "alpha": {"distribution": "log_uniform_values", "min": 1e-7, "max": 1e-1},
    "l1_ratio": {"min": 0.0, "max": 1.0, "when": {"penalty": "elasticnet"}},
    "learning_rate": {"values": ["optimal", "constant", "invscaling"]},
    "eta0": {
        "distribution": "log_uniform_values",
        "min": 1e-5,
        "max": 10.0,
        "when": {"learning_rate": ["constant", "invscaling"]},
    },
    "power_t": {"min": 0.1, "max": 0.9, "when": {"learning_rate": "invscaling"}},
    "average": {"values": [True, False]},
    "epochs": {"min": 2, "max": 20},
}


def mnist(config: Config, seed: int) -> float:
    """Error rate on 2,000 images, a little softened by the margins; NaN where the weights overflowed."""
    split = data.mnist(1_500)
    options = {name: value for name, value in config.items() if name != "epochs"}
    try:
        with np.errstate(all="ignore"):
            model = SGDClassifier(**options, max_iter=int(config["epochs"]), tol=None, random_state=seed)
            decided = model.fit(split.x, split.y).decision_function(split.valid_x)
    except ValueError:  # what scikit-learn says of weights that are no longer finite
        return math.nan
    if not np.isfinite(decided).all():
        return math.nan
    right = decided[np.arange(len(decided)), split.valid_y]
    others = np.where(np.eye(10, dtype=bool)[split.valid_y], -np.inf, decided).max(1)
    wrong = float(np.mean(right <= others))
    spread = float(np.std(decided)) or 1.0
    return wrong + 1e-3 * float(np.mean(1 / (1 + np.exp(np.clip((right - others) / spread, -30, 30)))))


TRAININGS = [Training("sgd-mnist", "a linear model by stochastic gradient on 1,500 images of MNIST", PARAMETERS, mnist)]
