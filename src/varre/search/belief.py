"""What is believed after a history, and what that says of points: their improvement, and what people may read.

Notation, besides that of `varre.models.gp`:
    S          number of fantasies, 1 when nothing is under way
    best (S,)  least posterior mean of the points seen: with noise, the best value is luck, its mean is not
               (Letham et al. 2019, "Constrained Bayesian optimization with noisy experiments")
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve
from scipy.special import ndtr, ndtri

from varre.models.encoding import Encoder, Floats, Points
from varre.models.gp import GaussianProcess
from varre.models.outputs import Warp
from varre.runs import Observation, Prediction
from varre.search.acquisition import log_h, slope_of_log_h
from varre.search.trust import penalty

__all__ = ["Belief"]


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
        k, slope = p.near.covariance_and_slope(points)  # (m, n)
        k *= p.signal
        alpha = p.alpha.reshape(len(p.points), -1)
        v = cho_solve((p.L, True), k.T, check_finite=False).T  # (m, n)
        sd = np.sqrt(np.maximum(p.signal - np.einsum("ij,ij->i", k, v), 1e-12 * p.signal))[:, None]
        z = (self.best - k @ alpha) / sd  # (m, S)
        logs = log_h(z)
        mean_log = _mean_of_logs(logs)[:, None]
        share = np.exp(logs - mean_log) / logs.shape[1] * slope_of_log_h(z, logs)  # (m, S)
        # d mean = dk alpha, d sd = -dk v / sd: one weighted sum over the data holds both
        by_k = -(share @ alpha.T) / sd - v * (1.0 - (share * z).sum(axis=1, keepdims=True)) / sd**2
        gradient = p.near.slopes_in_x(points, p.signal * by_k * slope)
        return (np.log(sd) + mean_log)[:, 0], gradient

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


def _mean_of_logs(logs: Floats) -> Floats:
    """``log mean exp`` over the fantasies (m, S)."""
    if logs.shape[1] == 1:
        return logs[:, 0]
    top = logs.max(axis=1)
    mean: Floats = top + np.log(np.exp(logs - top[:, None]).mean(axis=1))
    return mean
