"""What a training is: a search space, and the loss that a configuration reaches on examples held out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Config", "Floats", "Training", "error_rate", "log_loss"]

Config = Mapping[str, Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Training:
    """A training to tune.

    ``parameters`` are those of a sweep file. ``loss`` takes a configuration and the seed of everything that is drawn
    while training (weights, bootstraps, order of examples); the data and their split never change. It is lower when
    better and may be NaN where training diverged.
    """

    name: str
    about: str
    parameters: Mapping[str, Any]
    loss: Callable[[Config, int], float]


def error_rate(truth: NDArray[Any], said: NDArray[Any]) -> float:
    """The share of wrong answers."""
    return float(np.mean(truth != said))


def log_loss(truth: NDArray[np.int64], chances: Floats) -> float:
    """Mean negative log-likelihood, in nats; a chance counts as at least 1e-7. NaN where a chance is NaN."""
    given = chances[np.arange(len(truth)), truth]
    return math.nan if np.isnan(given).any() else float(-np.mean(np.log(np.clip(given, 1e-7, 1.0))))
