"""From what was seen to a belief: the process fitted to it, with fantasies for the runs under way.

Notation is that of `varre.search.ledger` and `varre.models.gp`; n is the number of runs that the process is told of.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from varre.models.encoding import Encoder, Floats, Points
from varre.models.gp import GaussianProcess, fit
from varre.models.outputs import Warp
from varre.search.belief import Belief
from varre.search.ledger import Entries

__all__ = ["learn"]

_FANTASIES = 16
_SAMPLE = 60
"""So many points tell which way to look at the space."""
_MOST_POINTS = 300
"""Above, a subset stands for all: one objective with gradient takes 2 ms at 300 points, 47 ms at 1,000."""


def learn(encoders: Sequence[Encoder], entries: Entries, seed: int) -> Belief | None:
    """The belief after ``entries``, or ``None`` if no two of them tell anything.

    Of several ways to encode the space the one counts that explains the losses best.
    """
    told = np.flatnonzero(entries.ended)
    told = told[_subset(entries.number[told], entries.loss[told])]
    loss = entries.loss[told]
    if np.count_nonzero(~np.isnan(loss)) < 2:
        return None
    warp = Warp.of(loss[~np.isnan(loss)])
    z = np.where(np.isnan(loss), warp.failed, warp(loss))
    # The order of what finished must not matter, to the last bit.
    order = np.lexsort((z, *entries.V[told].T))
    told, z = told[order], z[order]
    ordered = np.sort(z)
    centre, scale = float(ordered.mean()), float(ordered.std()) or 1.0
    seen = _explained(encoders, entries.V[told], (z - centre) / scale)
    process = _with_fantasies(seen, seen.encoder.from_units(entries.V[entries.under_way]), seed)
    best = process.mean_at_data.reshape(len(process.points), -1).min(axis=0)
    return Belief(process, seen, warp, centre, scale, best, tuple(entries.observations[i] for i in told.tolist()))


def _subset(number: NDArray[np.int64], loss: Floats) -> NDArray[np.intp]:
    """Which runs stand for all, at most `_MOST_POINTS`.

    A third the best, a third the latest, and of the rest every so many.
    """
    by_number = np.argsort(number, kind="stable")
    if len(number) <= _MOST_POINTS:
        return by_number
    third = _MOST_POINTS // 3
    kept = np.zeros(len(number), dtype=bool)
    kept[np.argsort(loss[by_number], kind="stable")[:third]] = True  # NaN comes last
    kept[-third:] = True
    rest = np.flatnonzero(~kept)
    kept[rest[np.linspace(0, len(rest) - 1, _MOST_POINTS - np.count_nonzero(kept)).astype(np.intp)]] = True
    return by_number[kept]


def _explained(encoders: Sequence[Encoder], V: Floats, y: Floats) -> GaussianProcess:
    """The process of the encoder that explains ``y`` (n,) at ``V`` (n, D) best.

    Told apart on a sample where there is much.
    """
    if len(encoders) == 1:
        return fit(encoders[0], encoders[0].from_units(V), y)
    sample = np.linspace(0, len(V) - 1, min(len(V), _SAMPLE)).astype(np.intp)
    tries = [fit(encoder, encoder.from_units(V[sample]), y[sample]) for encoder in encoders]
    best = max(tries, key=GaussianProcess.log_density)
    return best if len(sample) == len(V) else fit(best.encoder, best.encoder.from_units(V), y)


def _with_fantasies(process: GaussianProcess, under_way: Points, seed: int) -> GaussianProcess:
    """The process that has also seen the runs under way end as it expects, in several ways (Snoek et al. 2012)."""
    if not len(under_way):
        return process
    points = under_way[under_way.order()]
    mean, covariance = process.joint(points)
    root = _root(covariance + process.noise * np.eye(len(points)))
    draws = np.random.default_rng(seed).standard_normal((len(points), _FANTASIES))
    return process.given(points, mean[:, None] + root @ draws)


def _root(covariance: Floats) -> Floats:
    """A square root that bears a covariance which rounding has made slightly indefinite."""
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0.0))
    return root
