"""Small networks in plain NumPy: what a table is, once it has been fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "Ensemble"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Networks of one shape, with tanh between their layers and one output, whose mean is the answer.

    ``weights`` are (members, in, out) and ``biases`` (members, 1, out), layer by layer.
    """

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]

    @classmethod
    def of(cls, members: list[Any]) -> Ensemble:
        """Of multi-layer perceptrons that scikit-learn has fitted."""
        layers = range(len(members[0].coefs_))
        return cls(
            tuple(np.stack([member.coefs_[layer] for member in members]) for layer in layers),
            tuple(np.stack([member.intercepts_[layer][None] for member in members]) for layer in layers),
        )

    @classmethod
    def load(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> Ensemble:
        """What ``saved`` gave."""
        layers = range(sum(key.startswith(f"{name}.w") for key in arrays))
        return cls(
            tuple(arrays[f"{name}.w{layer}"].astype(np.float64) for layer in layers),
            tuple(arrays[f"{name}.b{layer}"].astype(np.float64) for layer in layers),
        )

    def saved(self, name: str) -> dict[str, NDArray[np.float16]]:
        """Its arrays by name, in half precision: the error of rounding is far below that of fitting."""
        pairs = zip(self.weights, self.biases, strict=True)
        return {
            f"{name}.{letter}{layer}": array.astype(np.float16)
            for layer, pair in enumerate(pairs)
            for letter, array in zip("wb", pair, strict=True)
        }

    def __call__(self, x: Array) -> Array:
        """(n,) for (n, d)."""
        flow = x[None]
        for layer, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            flow = flow @ weights + biases
            flow = np.tanh(flow) if layer + 1 < len(self.weights) else flow
        return np.asarray(flow[..., 0].mean(0))
