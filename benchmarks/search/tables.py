"""The surrogates that `fit.py` fitted: what a searcher of the league tunes in place of the training itself."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from encoding import Config, Parameters, encode
from ensembles import Array, Ensemble
from scales import Scale

__all__ = ["TABLES", "Table"]

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Table:
    """The losses and the durations of one training over ``parameters``.

    ``scales`` turn what the two ensembles say into logarithms of losses and seconds. ``noise`` is the
    standard deviation of ln loss between trainings of one configuration. ``drawn`` are the expected losses of random
    configurations, ascending, infinite where they fail; ``best`` is the lowest one that is known. ``digest`` tells
    one state of the table from another.
    """

    name: str
    parameters: Parameters
    loss: Ensemble
    seconds: Ensemble
    fails: Ensemble | None
    scales: tuple[Scale, Scale]
    noise: float
    drawn: Array
    best: float
    digest: str

    @classmethod
    def load(cls, name: str, folder: Path = TABLES) -> Table:
        """The table of one training. Raises FileNotFoundError where there is none."""
        told, kept = (folder / f"{name}.json").read_bytes(), (folder / f"{name}.npz").read_bytes()
        about = json.loads(told)
        with np.load(folder / f"{name}.npz") as file:
            arrays = dict(file)
        return cls(
            name,
            about["parameters"],
            Ensemble.load("loss", arrays),
            Ensemble.load("seconds", arrays),
            Ensemble.load("fails", arrays) if "fails.w0" in arrays else None,
            (Scale(**about["scales"]["loss"]), Scale(**about["scales"]["seconds"])),
            about["noise"],
            arrays["drawn"].astype(np.float64),
            about["best"],
            hashlib.sha256(kept).hexdigest()[:12],
        )

    def true(self, configs: Sequence[Config]) -> Array:
        """The expected loss of each configuration, NaN where its training fails: (n,)."""
        x = encode(self.parameters, configs)
        loss = np.exp(self.scales[0].logs(self.loss(x)))
        return loss if self.fails is None else np.where(self.fails(x) > 0, math.nan, loss)

    def observe(self, config: Config, seed: int) -> float:
        """The loss that a training with this seed ends with, NaN where it fails."""
        luck = float(np.random.default_rng(seed).standard_normal())
        return float(self.true([config])[0]) * math.exp(self.noise * luck)

    def lasts(self, config: Config) -> float:
        """How many seconds a training takes."""
        return float(np.exp(self.scales[1].logs(self.seconds(encode(self.parameters, [config]))))[0])
