"""Which model at all, and its parameters: a tree of conditions, as of a sweep over whole pipelines."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.decomposition import PCA
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

from . import data
from .training import Config, Training, log_loss

__all__ = ["TRAININGS"]


def _log(low: float, high: float, **more: object) -> dict[str, object]:
    return {"distribution": "log_uniform_values", "min": low, "max": high, **more}


PARAMETERS: dict[str, object] = {
    "reduce": {"values": [True, False]},
    "components": {"min": 2, "max": 12, "when": {"reduce": True}},
    "whiten": {"values": [True, False], "when": {"reduce": True}},
    "model": {"values": ["neighbours", "vectors", "trees", "logistic", "bayes"]},
    "neighbours": {"min": 1, "max": 40, "when": {"model": "neighbours"}},
    "weights": {"values": ["uniform", "distance"], "when": {"model": "neighbours"}},
    "p": {"min": 1.0, "max": 4.0, "when": {"model": "neighbours"}},
    "C": _log(1e-4, 1e3, when={"model": ["vectors", "logistic"]}),
    "gamma": _log(1e-5, 10.0, when={"model": "vectors"}),
    "trees": {"min": 5, "max": 40, "when": {"model": "trees"}},
    "depth": {"min": 1, "max": 16, "when": {"model": "trees"}},
    "features": {"min": 0.05, "max": 1.0, "when": {"model": "trees"}},
    "smoothing": _log(1e-12, 10.0, when={"model": "bayes"}),
}


def _model(config: Config, seed: int) -> Any:
    match config["model"]:
        case "neighbours":
            return KNeighborsClassifier(int(config["neighbours"]), weights=config["weights"], p=config["p"])
        case "vectors":
            return SVC(C=config["C"], gamma=config["gamma"], max_iter=20_000, random_state=seed)
        case "trees":
            return ExtraTreesClassifier(
                int(config["trees"]),
                max_depth=int(config["depth"]),
                max_features=config["features"],
                random_state=seed,
            )
        case "logistic":
            return LogisticRegression(C=config["C"], max_iter=200, random_state=seed)
        case _:
            return GaussianNB(var_smoothing=config["smoothing"])


def classify(split: data.Split, config: Config, seed: int) -> float:
    """Log-loss; that of a support vector machine is of a softmax over its decisions."""
    x, valid_x = split.x, split.valid_x
    if config["reduce"]:
        pca = PCA(min(int(config["components"]), x.shape[1]), whiten=config["whiten"], random_state=seed).fit(x)
        x, valid_x = pca.transform(x), pca.transform(valid_x)
    model = _model(config, seed).fit(x, split.y)
    if config["model"] != "vectors":
        return log_loss(split.valid_y, model.predict_proba(valid_x))
    decided = model.decision_function(valid_x)
    if decided.ndim == 1:
        decided = np.stack([-decided, decided], axis=1)
    chances = np.exp(decided - decided.max(1, keepdims=True))
    return log_loss(split.valid_y, chances / chances.sum(1, keepdims=True))


TRAININGS = [
    Training(
        "pipeline-breast",
        "which of five models on breast cancer, and how",
        PARAMETERS,
        lambda config, seed: classify(data.breast_cancer(), config, seed),
    ),
    Training(
        "pipeline-digits",
        "which of five models on digits, and how",
        PARAMETERS,
        lambda config, seed: classify(data.digits(), config, seed),
    ),
]
