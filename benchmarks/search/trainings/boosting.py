"""Boosted trees by LightGBM and XGBoost: many parameters of which few matter, most of them on a log scale."""

from __future__ import annotations

import lightgbm
import numpy as np
import xgboost

from . import data
from .training import Config, Training, log_loss

__all__ = ["TRAININGS"]

LIGHTGBM: dict[str, object] = {
    "boosting_type": {"values": ["gbdt", "dart"]},
    "drop_rate": {"min": 0.0, "max": 0.5, "when": {"boosting_type": "dart"}},
    "n_estimators": {"distribution": "q_log_uniform_values", "min": 5, "max": 100, "q": 1},
    "learning_rate": {"distribution": "log_uniform_values", "min": 1e-3, "max": 1.0},
    "num_leaves": {"distribution": "q_log_uniform_values", "min": 2, "max": 128, "q": 1},
    "min_child_samples": {"distribution": "q_log_uniform_values", "min": 1, "max": 100, "q": 1},
    "subsample": {"min": 0.2, "max": 1.0},
    "colsample_bytree": {"min": 0.1, "max": 1.0},
    "reg_alpha": {"distribution": "log_uniform_values", "min": 1e-6, "max": 10.0},
    "reg_lambda": {"distribution": "log_uniform_values", "min": 1e-6, "max": 10.0},
}
XGBOOST: dict[str, object] = {
    "booster": {"values": ["gbtree", "dart", "gblinear"]},
    "n_estimators": {"distribution": "q_log_uniform_values", "min": 5, "max": 100, "q": 1},
    "learning_rate": {"distribution": "log_uniform_values", "min": 1e-3, "max": 1.0},
    "reg_lambda": {"distribution": "log_uniform_values", "min": 1e-6, "max": 100.0},
    "reg_alpha": {"distribution": "log_uniform_values", "min": 1e-6, "max": 100.0},
    "max_depth": {"min": 1, "max": 10, "when": {"booster": ["gbtree", "dart"]}},
    "min_child_weight": {
        "distribution": "log_uniform_values",
        "min": 0.1,
        "max": 100.0,
        "when": {"booster": ["gbtree", "dart"]},
    },
    "subsample": {"min": 0.2, "max": 1.0, "when": {"booster": ["gbtree", "dart"]}},
    "colsample_bytree": {"min": 0.1, "max": 1.0, "when": {"booster": ["gbtree", "dart"]}},
    "rate_drop": {"min": 0.0, "max": 0.5, "when": {"booster": "dart"}},
}


def _whole(config: Config, names: tuple[str, ...]) -> dict[str, object]:
    return {name: int(value) if name in names else value for name, value in config.items()}


def lightgbm_classes(split: data.Split, config: Config, seed: int) -> float:
    """Log-loss of LightGBM."""
    options = _whole(config, ("n_estimators", "num_leaves", "min_child_samples"))
    model = lightgbm.LGBMClassifier(**options, subsample_freq=1, random_state=seed, n_jobs=1, verbose=-1)
    model.fit(split.x, split.y)
    return log_loss(split.valid_y, np.asarray(model.predict_proba(split.valid_x)))


def lightgbm_values(config: Config, seed: int) -> float:
    """Mean squared error of LightGBM on diabetes."""
    split = data.diabetes()
    options = _whole(config, ("n_estimators", "num_leaves", "min_child_samples"))
    model = lightgbm.LGBMRegressor(**options, subsample_freq=1, random_state=seed, n_jobs=1, verbose=-1)
    model.fit(split.x, split.y)
    return float(np.mean((np.asarray(model.predict(split.valid_x)) - split.valid_y) ** 2))


def xgboost_classes(split: data.Split, config: Config, seed: int) -> float:
    """Log-loss of XGBoost."""
    options = _whole(config, ("n_estimators", "max_depth"))
    model = xgboost.XGBClassifier(**options, random_state=seed, n_jobs=1, verbosity=0)
    model.fit(split.x, split.y)
    return log_loss(split.valid_y, np.asarray(model.predict_proba(split.valid_x), np.float64))


TRAININGS = [
    Training(
        "lightgbm-digits",
        "LightGBM on digits",
        LIGHTGBM,
        lambda config, seed: lightgbm_classes(data.digits(), config, seed),
    ),
    Training("lightgbm-diabetes", "LightGBM on diabetes", LIGHTGBM, lightgbm_values),
    Training(
        "xgboost-mnist",
        "XGBoost on 500 images of MNIST",
        XGBOOST,
        lambda config, seed: xgboost_classes(data.mnist(500), config, seed),
    ),
    Training(
        "xgboost-breast",
        "XGBoost on breast cancer",
        XGBOOST,
        lambda config, seed: xgboost_classes(data.breast_cancer(), config, seed),
    ),
]
