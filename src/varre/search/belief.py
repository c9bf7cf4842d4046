"""What is believed after a history: the fitted process, with fantasies for the runs under way.

Notation, besides that of `varre.models.gp`:
    S          number of fantasies, 1 when nothing is under way
    best (S,)  least posterior mean of the points seen: with noise, the best value is luck, its mean is not
               (Letham et al. 2019, "Constrained Bayesian optimization with noisy experiments")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve
from scipy.special import ndtr, ndtri

from varre.models.encoding import Encoder, Floats, Points
from varre.models.gp import GaussianProcess, fit
from varre.models.kernel import distances, gradient_in_x
from varre.models.outputs import Warp
from varre.runs import Observation, Outcome, Prediction
from varre.search.acquisition import log_h, slope_of_log_h
from varre.search.trust import penalty

__all__ = ["Belief"]

_FANTASIES = 16
_SAMPLE = 60
"""So many points tell which way to look at the space."""
_MOST_POINTS = 300
"""Above, a subset stands for all: one objective with gradient takes 2 ms at 300 points, 47 ms at 1,000."""


@dataclass(frozen=True, slots=True)
class Belief:
    """A process on warped, standardised losses: ``y = (warp(loss) - centre) / scale``.

    ``seen`` is what the runs that ended tell, and ``told`` (n) are these, in the order of its points; ``process`` has
    seen the runs under way end, too.
    """

    process: GaussianProcess
    seen: GaussianProcess
    warp: Warp
    centre: float
    scale: float
    best: Floats
    told: tuple[Observation, ...]

    @classmethod
    def of(cls, encoders: Sequence[Encoder], observations: Sequence[Observation], seed: int) -> Belief | None:
        """The belief after ``observations``, all in the space, or ``None`` if no two of them tell anything.

        Of several ways to encode the space the one counts that explains the losses best.
        """
        told = _subset([seen for seen in observations if _tells(seen)])
        losses = [seen.loss for seen in told if _value(seen) is not None]
        finite = [loss for loss in losses if loss is not None]
        if len(told) < 2 or len(finite) < 2:
            return None
        warp = Warp.of(finite)
        z = np.array([warp.failed if (v := _value(seen)) is None else v for seen in told])
        valued = np.array([_value(seen) is not None for seen in told])
        z[valued] = warp(z[valued])
        ordered = np.sort(z)  # sums must not depend on the order of what finished, to the last bit
        centre, scale = float(ordered.mean()), float(ordered.std()) or 1.0
        seen_process = _explained(encoders, told, (z - centre) / scale)
        under_way = [seen for seen in observations if seen.outcome in (Outcome.RUNNING, Outcome.WAITING)]
        process = _with_fantasies(seen_process, seen_process.encoder, under_way, seed)
        best = process.mean_at_data.reshape(len(process.points), -1).min(axis=0)
        order = _order(seen_process.encoder.encode([seen.params for seen in told]), (z - centre) / scale)
        return cls(process, seen_process, warp, centre, scale, best, tuple(told[i] for i in order))

    @property
    def encoder(self) -> Encoder:
        """How the space is looked at."""
        return self.seen.encoder

    # -- the acquisition -----------------------------------------------------------------------------------------

    def log_ei(self, points: Points) -> Floats:
        """Log expected improvement (m,) in standardised units, averaged over the fantasies.

        Less what `trust.penalty` takes from points far from all that was seen.
        """
        mean, sd = self._mean_and_sd(points)
        log_ei: Floats = np.log(sd) + _mean_of_logs(log_h((self.best - mean) / sd[:, None]))
        return log_ei - penalty(points, self.seen.points, self.seen.encoder.dimension)

    def log_ei_and_gradient(self, points: Points) -> tuple[Floats, Floats]:
        """Log expected improvement (m,) and its derivatives by the numbers of the points (m, d)."""
        p = self.process
        distance = distances(points, p.points, p.encoder.conditional)
        k, dk = gradient_in_x(points, p.points, p.encoder.conditional, p.length, distance)
        k, dk = p.signal * k, p.signal * dk
        alpha = p.alpha.reshape(len(p.points), -1)
        v = cho_solve((p.L, True), k.T, check_finite=False)  # (n, m)
        variance = np.maximum(p.signal - np.einsum("ij,ji->i", k, v), 1e-12 * p.signal)
        sd = np.sqrt(variance)
        z = (self.best - k @ alpha) / sd[:, None]  # (m, S)
        logs = log_h(z)
        mean_log = _mean_of_logs(logs)
        value = np.log(sd) + mean_log
        weight = np.exp(logs - mean_log[:, None]) / logs.shape[1] * slope_of_log_h(z)  # (m, S)
        dmean = np.einsum("jmn,ns,ms->mj", dk, alpha, weight)
        dsd = -np.einsum("jmn,nm->mj", dk, v) / sd[:, None]
        slope = -dmean / sd[:, None] + dsd * ((1.0 - (weight * z).sum(axis=1)) / sd)[:, None]
        return value, slope

    def _mean_and_sd(self, points: Points) -> tuple[Floats, Floats]:
        mean, sd = self.process.predict(points)
        return mean.reshape(len(points), -1), sd

    # -- for people ----------------------------------------------------------------------------------------------

    def predictions(self, points: Points) -> list[Prediction]:
        """Median loss, and half the distance between the losses one standard deviation to each side."""
        mean, sd = self.seen.predict(points)
        middle, low, high = (self.losses(mean + side * sd) for side in (0.0, -1.0, 1.0))
        return [Prediction(float(m), float(h - lo) / 2) for m, lo, h in zip(middle, low, high, strict=True)]

    def improvement(self, point: Points) -> tuple[float, float]:
        """Expected improvement of one point, in units of the loss, and the probability of a new best."""
        mean, sd = self.seen.predict(point)
        best = float(self.warp.inverse(np.array(float(self.seen_best()) * self.scale + self.centre)))
        quantiles = ndtri((np.arange(64) + 0.5) / 64)
        gains = np.maximum(best - self.losses(mean + quantiles * sd), 0.0)
        return float(gains.mean()), float(ndtr((self.seen_best() - mean[0]) / sd[0]))

    def seen_best(self) -> float:
        """The least posterior mean of what has been seen, standardised."""
        return float(self.seen.mean_at_data.min())

    def losses(self, y: Floats) -> Floats:
        """Losses of standardised values."""
        return self.warp.inverse(y * self.scale + self.centre)


def _explained(encoders: Sequence[Encoder], told: Sequence[Observation], y: Floats) -> GaussianProcess:
    """The process of the encoder that explains ``y`` best, told apart on a sample where there is much."""
    if len(encoders) == 1:
        return _fitted(encoders[0], told, y)
    order = np.lexsort((y, *encoders[0].encode([seen.params for seen in told]).columns()))
    sample = order[np.linspace(0, len(order) - 1, min(len(order), _SAMPLE)).astype(int)]
    some = [told[i] for i in sample]
    best = max((_fitted(encoder, some, y[sample]) for encoder in encoders), key=GaussianProcess.log_density)
    return best if len(some) == len(told) else _fitted(best.encoder, told, y)


def _fitted(encoder: Encoder, told: Sequence[Observation], y: Floats) -> GaussianProcess:
    """The process of ``told`` with ``y``. The order of what finished must not matter, to the last bit."""
    points = encoder.encode([seen.params for seen in told])
    order = _order(points, y)
    return fit(encoder, points[order], y[order])


def _order(points: Points, y: Floats) -> NDArray[np.intp]:
    return np.lexsort((y, *points.columns()))


def _mean_of_logs(logs: Floats) -> Floats:
    """``log mean exp`` over the fantasies (m, S)."""
    if logs.shape[1] == 1:
        return logs[:, 0]
    top = logs.max(axis=1)
    mean: Floats = top + np.log(np.exp(logs - top[:, None]).mean(axis=1))
    return mean


def _tells(seen: Observation) -> bool:
    """Whether a run says something: it ended, whether with a loss or without one."""
    return seen.outcome in (Outcome.FINISHED, Outcome.STOPPED, Outcome.FAILED)


def _value(seen: Observation) -> float | None:
    """The loss of a run that has one. A failed run has none, whatever it logged before."""
    return None if seen.outcome is Outcome.FAILED else seen.loss


def _subset(seen: list[Observation]) -> list[Observation]:
    """At most `_MOST_POINTS`: a third the best, a third the latest, and of the rest every so many."""
    if len(seen) <= _MOST_POINTS:
        return seen
    by_number = sorted(seen, key=lambda s: (s.number is not None, s.number or 0))
    rank = sorted(range(len(seen)), key=lambda i: (_value(by_number[i]) is None, _value(by_number[i]) or 0.0, i))
    third = _MOST_POINTS // 3
    kept = {*rank[:third], *range(len(seen) - third, len(seen))}
    rest = [i for i in range(len(seen)) if i not in kept]
    kept |= {rest[int(j)] for j in np.linspace(0, len(rest) - 1, _MOST_POINTS - len(kept))}
    return [by_number[i] for i in sorted(kept)]


def _with_fantasies(
    process: GaussianProcess, encoder: Encoder, under_way: Sequence[Observation], seed: int
) -> GaussianProcess:
    """The process that has also seen the runs under way end as it expects, in several ways (Snoek et al. 2012)."""
    if not under_way:
        return process
    points = encoder.encode([seen.params for seen in under_way])
    points = points[points.order()]
    mean, covariance = process.joint(points)
    root = _root(covariance + process.noise * np.eye(len(points)))
    draws = np.random.default_rng(seed).standard_normal((len(points), _FANTASIES))
    return process.given(points, mean[:, None] + root @ draws)


def _root(covariance: Floats) -> Floats:
    """A square root that bears a covariance which rounding has made slightly indefinite."""
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0.0))
    return root
