"""Forests: nearly flat, and noisy. A searcher that chases luck is found out here."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor

from . import data
from .training import Config, Training, log_loss

__all__ = ["TRAININGS"]

SHARED: dict[str, object] = {
    "n_estimators": {"distribution": "q_log_uniform_values", "min": 4, "max": 64, "q": 1},
    "max_depth": {"min": 2, "max": 20},
    "max_features": {"min": 0.05, "max": 1.0},
    "min_samples_leaf": {"distribution": "q_log_uniform_values", "min": 1, "max": 50, "q": 1},
    "bootstrap": {"values": [True, False]},
    "max_samples": {"min": 0.1, "max": 1.0, "when": {"bootstrap": True}},
}
WHOLE = ("n_estimators", "max_depth", "min_samples_leaf")


def _options(config: Config, seed: int) -> dict[str, object]:
    return {name: int(value) if name in WHOLE else value for name, value in config.items()} | {"random_state": seed}


def digits(config: Config, seed: int) -> float:
    """Log-loss on digits."""
    split = data.digits()
    model = RandomForestClassifier(**_options(config, seed)).fit(split.x, split.y)
    return log_loss(split.valid_y, model.predict_proba(split.valid_x))


def diabetes(config: Config, seed: int) -> float:
    """Mean squared error on diabetes, of trees whose cuts are sought or drawn."""
    split = data.diabetes()
    options = _options(config, seed)
    kind = {"best": RandomForestRegressor, "random": ExtraTreesRegressor}[str(options.pop("cuts"))]
    said = kind(**options).fit(split.x, split.y).predict(split.valid_x)
    return float(np.mean((said - split.valid_y) ** 2))


TRAININGS = [
    Training("forest-digits", "a forest on digits", {**SHARED, "criterion": {"values": ["gini", "entropy"]}}, digits),
    Training("forest-diabetes", "a forest on diabetes", {**SHARED, "cuts": {"values": ["best", "random"]}}, diabetes),
]
