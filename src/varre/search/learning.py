"""From what was seen to a belief: the process fitted to it, with fantasies for the runs under way.

Notation is that of `varre.search.ledger` and `varre.models.gp`; n is the number of runs that the process is told of.

Up to some sixty runs a fit begins from fixed points. With more, it begins from an anchor: the optimum for the first m
runs that ended, with m the last of a geometric series. An anchor depends on these runs alone and is kept while they
stay the same, so that an ask has few steps to go, and its answer is the same as without what is kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from varre.models.encoding import Encoder, Floats, Points
from varre.models.fitting import Optimum, optimum
from varre.models.gp import GaussianProcess
from varre.models.outputs import Warp
from varre.search.belief import Belief
from varre.search.ledger import Entries

__all__ = ["Learner"]

_FANTASIES = 16
_SAMPLE = 60
"""So many points tell which way to look at the space."""
_MOST_FITTED = 150
"""Hyperparameters are fitted to no more points: an objective with gradient takes 0.8 ms at 150, 5 ms at 300."""
_MOST_POINTS = 300
"""Above, a subset stands for all."""
_GROWTH = 1.25
"""An anchor serves until so many times as many runs have ended."""

Rows = NDArray[np.intp]


class Learner:
    """Learns with the best of several ways to encode one space. Serves one thread at a time."""

    def __init__(self, encoders: Sequence[Encoder]) -> None:
        self._encoders = encoders
        self._anchor: tuple[bytes, Optimum] | None = None

    def learn(self, entries: Entries, seed: int) -> Belief | None:
        """The belief after ``entries``, or ``None`` if no two of them have a loss."""
        told = np.flatnonzero(entries.ended)
        told = told[np.argsort(entries.number[told], kind="stable")]
        V, loss = entries.V[told], entries.loss[told]
        if np.count_nonzero(~np.isnan(loss)) < 2:
            return None
        kept = _subset(loss, _MOST_POINTS)
        data = _Data.of(V[kept], loss[kept])
        top = self._optimum(data, V, loss)
        seen = top.process(top.encoder.from_units(data.V), data.y)
        process = _with_fantasies(seen, top.encoder.from_units(entries.V[entries.under_way]), seed)
        best = process.mean_at_data.reshape(len(process.points), -1).min(axis=0)
        observations = tuple(entries.observations[i] for i in told[kept][data.order].tolist())
        return Belief(process, seen, data.warp, data.centre, data.scale, best, observations)

    def _optimum(self, data: _Data, V: Floats, loss: Floats) -> Optimum:
        """The hyperparameters for ``data``, chosen from ``V`` and ``loss`` of all runs that ended, by number."""
        anchor = self._anchored(V, loss) if len(loss) > _SAMPLE else None
        if anchor is None:
            return _best(self._encoders, data.V, data.y)
        rows = np.flatnonzero(np.isin(data.order, _subset(data.loss, _MOST_FITTED)))
        return optimum(anchor.encoder, anchor.encoder.from_units(data.V[rows]), data.y[rows], anchor)

    def _anchored(self, V: Floats, loss: Floats) -> Optimum | None:
        """The optimum for the first so many runs, or ``None`` if no two of them have a loss."""
        first = int(_SAMPLE * _GROWTH ** math.floor(math.log(len(loss) / _SAMPLE, _GROWTH)))
        rows = _subset(loss[:first], _MOST_FITTED)
        V, loss = V[rows], loss[rows]
        if np.count_nonzero(~np.isnan(loss)) < 2:
            return None
        content = V.tobytes() + loss.tobytes()
        if self._anchor is None or self._anchor[0] != content:
            self._anchor = content, _from_scratch(self._encoders, _Data.of(V, loss))
        return self._anchor[1]


@dataclass(frozen=True, slots=True)
class _Data:
    """What a process is fitted to: ``V`` (n, D) and ``y`` (n,) = ``(warp(loss) - centre) / scale``.

    They are sorted, for the order of what finished must not matter to the last bit: entry *i* was number ``order[i]``
    of the runs given, whose losses are ``loss`` (n,), in their order.
    """

    V: Floats
    y: Floats
    order: Rows
    loss: Floats
    warp: Warp
    centre: float
    scale: float

    @classmethod
    def of(cls, V: Floats, loss: Floats) -> _Data:
        """Of runs that ended, with NaN for no loss; at least one has one."""
        failed = np.isnan(loss)
        warp = Warp.of(loss[~failed])
        z = np.where(failed, warp.failed, warp(loss))
        order = np.lexsort((z, *V.T))
        ordered = np.sort(z)
        centre, scale = float(ordered.mean()), float(ordered.std()) or 1.0
        return cls(V[order], (z[order] - centre) / scale, order, loss, warp, centre, scale)


def _from_scratch(encoders: Sequence[Encoder], data: _Data) -> Optimum:
    """The encoder is chosen, and the fit begun, by a sample where there is much."""
    sample = np.linspace(0, len(data.y) - 1, min(len(data.y), _SAMPLE)).astype(np.intp)
    best = _best(encoders, data.V[sample], data.y[sample])
    if len(sample) == len(data.y):
        return best
    return optimum(best.encoder, best.encoder.from_units(data.V), data.y, best)


def _best(encoders: Sequence[Encoder], V: Floats, y: Floats) -> Optimum:
    """The optimum of the encoder that explains ``y`` (n,) at ``V`` (n, D) best."""
    return max((optimum(e, e.from_units(V), y) for e in encoders), key=lambda found: found.density)


def _subset(loss: Floats, most: int) -> Rows:
    """Which runs, given by number, stand for all: a third the best, a third the latest, of the rest every so many."""
    if len(loss) <= most:
        return np.arange(len(loss))
    third = most // 3
    kept = np.zeros(len(loss), dtype=bool)
    kept[np.argsort(loss, kind="stable")[:third]] = True  # NaN comes last
    kept[-third:] = True
    rest = np.flatnonzero(~kept)
    kept[rest[np.linspace(0, len(rest) - 1, most - np.count_nonzero(kept)).astype(np.intp)]] = True
    return np.flatnonzero(kept)


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
