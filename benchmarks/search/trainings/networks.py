"""Small networks: learning rates over decades, layers that may not be there, an optimizer with its own parameters."""

from __future__ import annotations

import math
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

from . import data
from .training import Config, Training, log_loss

__all__ = ["TRAININGS"]

warnings.filterwarnings("ignore", category=ConvergenceWarning)

WHOLE: dict[str, object] = {
    "layers": {"min": 1, "max": 3},
    "width1": {"distribution": "q_log_uniform_values", "min": 8, "max": 128, "q": 4},
    "width2": {"distribution": "q_log_uniform_values", "min": 8, "max": 128, "q": 4, "when": {"layers": [2, 3]}},
    "width3": {"distribution": "q_log_uniform_values", "min": 8, "max": 128, "q": 4, "when": {"layers": 3}},
    "activation": {"values": ["relu", "tanh", "logistic"]},
    "optimizer": {"values": ["adam", "sgd"]},
    "learning_rate": {"distribution": "log_uniform_values", "min": 1e-5, "max": 1.0},
    "momentum": {"min": 0.0, "max": 0.99, "when": {"optimizer": "sgd"}},
    "beta1": {"min": 0.5, "max": 0.99, "when": {"optimizer": "adam"}},
    "weight_decay": {"distribution": "log_uniform_values", "min": 1e-7, "max": 10.0},
    "batch_size": {"values": [8, 16, 32, 64, 128]},
    "epochs": {"min": 5, "max": 20},
}
WRONG: dict[str, object] = {
    # What people write: no logarithm anywhere.
    "width": {"min": 8, "max": 128},
    "activation": {"values": ["relu", "tanh"]},
    "optimizer": {"values": ["adam", "sgd"]},
    "learning_rate": {"min": 0.0001, "max": 0.1},
    "weight_decay": {"min": 0.0, "max": 0.1},
    "batch_size": {"values": [16, 32, 64]},
    "epochs": {"values": [5, 10, 15]},
}


def options(config: Config, seed: int) -> dict[str, object]:
    """The configuration as scikit-learn names it."""
    layers = int(config.get("layers", 1))
    widths = [int(config["width"])] if "width" in config else [int(config[f"width{i + 1}"]) for i in range(layers)]
    own = {"momentum": config.get("momentum", 0.9), "beta_1": config.get("beta1", 0.9)}
    return {
        "hidden_layer_sizes": widths,
        "activation": config["activation"],
        "solver": config["optimizer"],
        "learning_rate_init": config["learning_rate"],
        "alpha": config["weight_decay"],
        "batch_size": int(config["batch_size"]),
        "max_iter": int(config["epochs"]),
        "n_iter_no_change": 1_000,
        "random_state": seed,
        **own,
    }


def classify(split: data.Split, config: Config, seed: int) -> float:
    """Log-loss; NaN where the weights overflowed."""
    try:
        model = MLPClassifier(**options(config, seed)).fit(split.x, split.y)
    except ValueError:  # what scikit-learn says of weights that are no longer finite
        return math.nan
    return log_loss(split.valid_y, model.predict_proba(split.valid_x))


def regress(config: Config, seed: int) -> float:
    """Mean squared error of the progress of diabetes; NaN where the weights overflowed."""
    split = data.diabetes()
    try:
        model = MLPRegressor(**options(config, seed)).fit(split.x, split.y)
    except ValueError:
        return math.nan
    loss = float(np.mean((model.predict(split.valid_x) - split.valid_y) ** 2))
    return loss if math.isfinite(loss) else math.nan


TRAININGS = [
    Training(
        "mlp-digits",
        "a network of one to three layers on digits",
        WHOLE,
        lambda config, seed: classify(data.digits(), config, seed),
    ),
    Training(
        "mlp-mnist",
        "a network of one layer on 1,000 images of MNIST, every range uniform",
        WRONG,
        lambda config, seed: classify(data.mnist(1_000), config, seed),
    ),
    Training("mlp-diabetes", "a network of one to three layers on diabetes", WHOLE, regress),
]
