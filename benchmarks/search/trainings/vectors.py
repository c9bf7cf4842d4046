"""Support vector machines: few parameters, some of which a kernel does not have, and a narrow valley of C and gamma."""

from __future__ import annotations

import numpy as np
from sklearn.svm import SVC, SVR

from . import data
from .training import Config, Training, error_rate

__all__ = ["TRAININGS"]

LONG = 20_000
"""Steps at most: a configuration that does not converge by then is judged as it stands."""

KERNELS = {
    "kernel": {"values": ["rbf", "poly", "sigmoid", "linear"]},
    "gamma": {
        "distribution": "log_uniform_values",
        "min": 1e-5,
        "max": 10.0,
        "when": {"kernel": ["rbf", "poly", "sigmoid"]},
    },
    "degree": {"min": 2, "max": 5, "when": {"kernel": "poly"}},
    "coef0": {"min": -1.0, "max": 1.0, "when": {"kernel": ["poly", "sigmoid"]}},
}


def classify(split: data.Split, config: Config, seed: int) -> float:
    """Error rate, softened by the margin so that no two configurations tie: both are in the unit interval."""
    options = {**config, "class_weight": "balanced" if config["balanced"] else None}
    del options["balanced"]
    model = SVC(max_iter=LONG, random_state=seed, **options).fit(split.x, split.y)
    decided = model.decision_function(split.valid_x)
    wrong = error_rate(split.valid_y, model.predict(split.valid_x))
    return wrong + 1e-3 * float(np.mean(np.exp(-np.abs(decided))))


def regress(config: Config, seed: int) -> float:
    """Mean squared error of the progress of diabetes."""
    del seed  # nothing is drawn
    split = data.diabetes()
    said = SVR(max_iter=LONG, **config).fit(split.x, split.y).predict(split.valid_x)
    return float(np.mean((said - split.valid_y) ** 2))


CLASSES: dict[str, object] = {
    "C": {"distribution": "log_uniform_values", "min": 1e-3, "max": 1e3},
    **KERNELS,
    "balanced": {"values": [True, False]},
    "shrinking": {"values": [True, False]},
}
VALUES: dict[str, object] = {
    "C": {"distribution": "log_uniform_values", "min": 1e-3, "max": 1e3},
    "epsilon": {"distribution": "log_uniform_values", "min": 1e-3, "max": 1.0},
    **KERNELS,
}

TRAININGS = [
    Training(
        "svm-digits",
        "a support vector machine on digits",
        CLASSES,
        lambda config, seed: classify(data.digits(), config, seed),
    ),
    Training(
        "svm-breast",
        "a support vector machine on breast cancer",
        CLASSES,
        lambda config, seed: classify(data.breast_cancer(), config, seed),
    ),
    Training("svr-diabetes", "support vector regression on diabetes", VALUES, regress),
]
