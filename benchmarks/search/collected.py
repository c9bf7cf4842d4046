"""What `collect.py` wrote, as arrays."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from collect import TWICE
from encoding import Parameters, encode
from ensembles import Array

__all__ = ["Collected"]

LOWEST = 1e-6
"""Losses and seconds below this count as this: their logarithm is taken."""


@dataclass(frozen=True, slots=True)
class Collected:
    """n trainings: configurations, ``x`` (n, d) the same encoded, ln of losses (n,), NaN where diverged, of seconds."""

    configs: list[dict[str, Any]]
    x: Array
    loss: Array
    seconds: Array
    pairs: Array
    """ln of the losses of configurations that were trained twice: (m, 2)."""

    @classmethod
    def of(cls, parameters: Parameters, records: list[dict[str, Any]]) -> Collected:
        """From the lines of a file."""
        configs = [record["params"] for record in records]
        loss = np.array([np.nan if record["loss"] is None else record["loss"] for record in records])
        seconds = np.array([record["seconds"] for record in records])
        loss, seconds = np.log(np.maximum(loss, LOWEST)), np.log(np.maximum(seconds, LOWEST))
        return cls(configs, encode(parameters, configs), loss, seconds, _pairs(configs, loss))

    def noise(self) -> float:
        """The standard deviation of ln loss between two trainings of one configuration, robustly: by the median."""
        gaps = np.abs(np.diff(self.pairs[np.isfinite(self.pairs).all(1)], axis=1)) / np.sqrt(2)
        return float(np.median(gaps) * 1.4826) if len(gaps) else 0.0


def _pairs(configs: list[dict[str, Any]], loss: Array) -> Array:
    keys = [json.dumps(config, sort_keys=True) for config in configs]
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    again = range(len(keys) - TWICE, len(keys))
    return np.array([(loss[first[keys[place]]], loss[place]) for place in again if first[keys[place]] != place])
