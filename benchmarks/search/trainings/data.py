"""The data: what scikit-learn ships, and MNIST as the LeNet-5 example fetches and checks it. Splits are fixed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import datasets
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from .training import Floats

__all__ = ["Split", "breast_cancer", "diabetes", "digits", "mnist"]

SPLIT_SEED = 7


@dataclass(frozen=True)
class Split:
    """Examples to train on and examples to judge by, rows of standardised numbers."""

    x: Floats
    y: NDArray[Any]
    valid_x: Floats
    valid_y: NDArray[Any]


def _split(x: Floats, y: NDArray[Any], *, held_out: float, classes: bool) -> Split:
    parts = train_test_split(x, y, test_size=held_out, random_state=SPLIT_SEED, stratify=y if classes else None)
    x, valid_x, y, valid_y = parts
    scaler = StandardScaler().fit(x)
    return Split(scaler.transform(x), y, scaler.transform(valid_x), valid_y)


@cache
def digits() -> Split:
    """1,797 images of 8 x 8, ten classes."""
    x, y = datasets.load_digits(return_X_y=True)
    return _split(x, y, held_out=0.5, classes=True)


@cache
def breast_cancer() -> Split:
    """569 patients, 30 measures, two classes."""
    x, y = datasets.load_breast_cancer(return_X_y=True)
    return _split(x, y, held_out=0.4, classes=True)


@cache
def diabetes() -> Split:
    """442 patients, 10 measures; the progress of the disease, standardised, so that 1 is the loss of the mean."""
    x, y = datasets.load_diabetes(return_X_y=True)
    y = (y - y.mean()) / y.std()
    return _split(x, y, held_out=0.4, classes=False)


@cache
def mnist(examples: int) -> Split:
    """So many images of MNIST to train on, and 2,000 to judge by, 28 x 28 halved to 14 x 14 by means of four."""
    sys.path.insert(0, str(Path(__file__).parents[3] / "examples" / "lenet5"))
    from mnist import load

    images, labels = load("train_images"), load("train_labels")
    count = examples + 2_000
    small = images[:count].reshape(count, 14, 2, 14, 2).mean((2, 4)).reshape(count, 196) / 255.0
    y = labels[:count].astype(np.int64)
    return Split(small[:examples], y[:examples], small[examples:], y[examples:])
