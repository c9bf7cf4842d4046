"""Learning curves: how much a run will still gain, told by the runs that have ended.

Freeze-thaw (Swersky, Snoek, Adams 2014) has a Gaussian process over configuration and epoch whose kernel says what
curves look like. Here the sweep's own curves say it: a Gaussian process from the *shape* of a curve until row t to
what it gained after t. Shapes unlike any that was seen get wide predictions, so strange runs go on and teach.

Notation

| letter | shape | what |
| -- | -- | -- |
| t | | the row at which a run is looked at, from 1 |
| b(s) | | best loss of a run until row s |
| b*, c | | best loss of all runs, and the scale: 0.3 of the distance from it to the median end |
| u(s) | | warped loss, log(1 + (b(s) - b*) / c): 0 for the best of all                                     (1) |
| U | (n, 3) | shapes: u(t), u(t/2) - u(t), u(t/4) - u(t/2): where a run is, and its last gains            (2) |
| z | (n,) | gains to come: u(t) - u(T), T the last row                                                   (3) |
| f | (3,) | the shape of the run that is judged |
| θ = (ℓ, r, η) | (g, 3) | length, share of the curved part, and noise of a kernel                             |

Kernel (shapes centred), with a common variance σ² that is integrated out under an inverse gamma prior (a, b):

    k(x, x') = σ² [1 + x·x' / 2 + r exp(-|x - x'|² / 2ℓ²) + η δ(x, x')]                                   (4)

Each θ of a fixed grid then predicts with a Student t distribution (Rasmussen and Williams 2006, 2.2; O'Hagan 1991):

    z(f) ~ t_ν(k'K⁻¹z, (k(f, f) - k'K⁻¹k)(b + q/2) / (a + n/2)),  ν = 2a + n,  q = z'K⁻¹z                 (5)
    log evidence = -log|K| / 2 - (a + n/2) log(b + q/2) + constant                                        (6)

and the prediction is the mixture of all, weighted by evidence: nothing is optimised, so nothing overfits four runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

__all__ = ["Gain", "Warp", "gain_to_come"]

Floats = NDArray[np.float64]

_LENGTHS = np.array((0.4, 0.8, 1.6, 3.2))
_THETA = np.array(list(product(_LENGTHS, (0.1, 1.0), (0.002, 0.02, 0.2))))
_LENGTH_OF = np.searchsorted(_LENGTHS, _THETA[:, 0])
_A, _B = 1.0, 0.05
_JITTER = 1e-9
_MOST = 32
"""Of more shapes the nearest count: far ones tell little, and a Cholesky factor of 32 takes microseconds."""
_MOST_SCALES = 1e12
"""Further away than so many scales is as good as infinitely far."""


@dataclass(frozen=True, slots=True)
class Warp:
    """Losses as distances from the best, on a scale that is fine near it (1).

    Neither shift nor scale of the losses changes the warped ones, and one diverged run does not flatten the others.
    """

    best: float
    scale: float

    @classmethod
    def of(cls, best: float, ends: Floats) -> Warp:
        """The warp of a sweep whose best loss is ``best`` and whose runs ended at ``ends`` (n,)."""
        return cls(best, max(0.3 * (float(np.median(ends)) - best), 1e-9 * abs(best), 1e-300))

    def __call__(self, losses: Floats) -> Floats:
        """Warped losses, of any shape."""
        with np.errstate(over="ignore"):  # an infinity is cut like all that is too far
            return np.log1p(np.minimum(np.maximum(losses - self.best, 0.0) / self.scale, _MOST_SCALES))

    def loss(self, warped: float) -> float:
        """The loss behind a warped one."""
        return self.best + self.scale * float(np.expm1(warped))

    def shapes(self, bests: Floats) -> Floats:
        """Shapes (n, 3) from the best losses (n, 3) until t, t/2 and t/4 (2)."""
        u = self(bests)
        return np.column_stack([u[:, 0], u[:, 1] - u[:, 0], u[:, 2] - u[:, 1]])


@dataclass(frozen=True, slots=True)
class Gain:
    """A prediction of a gain: Student t distributions of ``dof`` degrees, mixed by ``weights``; all (g,)."""

    weights: Floats
    means: Floats
    scales: Floats
    dof: float

    @property
    def mean(self) -> float:
        """What is expected."""
        return float(self.weights @ self.means)

    def chance_above(self, need: float) -> float:
        """The probability of a gain of more than ``need``."""
        return float(self.weights @ stdtr(self.dof, (self.means - need) / self.scales))


def gain_to_come(U: Floats, z: Floats, f: Floats) -> Gain:
    """What a run of shape ``f`` (3,) will gain, from shapes ``U`` (n, 3) that gained ``z`` (n,); n is at least 1.

    The order of the rows does not matter, to the last bit.
    """
    U, z = _nearest(U, z, f)
    n, centre = len(z), U.mean(0)
    K = _kernel(np.vstack([U, f]) - centre)
    # The last row of the factor of all n + 1 points is (k'L⁻ᵀ, s): s² is the variance of f given the others.
    L = np.linalg.cholesky(K)
    w = np.linalg.solve(L[:, :n, :n], np.broadcast_to(z[:, None], (len(K), n, 1)))[:, :, 0]  # L⁻¹z
    b = _B + (w**2).sum(1) / 2
    evidence = -np.log(np.diagonal(L[:, :n, :n], axis1=1, axis2=2)).sum(1) - (_A + n / 2) * np.log(b)
    weights = np.exp(evidence - evidence.max())
    scales = L[:, n, n] * np.sqrt(b / (_A + n / 2))
    return Gain(weights / weights.sum(), (L[:, n, :n] * w).sum(1), scales, 2 * _A + n)


def _nearest(U: Floats, z: Floats, f: Floats) -> tuple[Floats, Floats]:
    """The shapes nearest to ``f`` with their gains, in an order that does not depend on the one they came in."""
    distance = ((U - f) ** 2).sum(1)
    chosen = np.lexsort((z, *U.T, distance))[:_MOST]
    return U[chosen], z[chosen]


def _kernel(X: Floats) -> Floats:
    """The kernel (4) between the rows of ``X`` for each θ, (g, n, n), without σ²."""
    squared = ((X[:, None] - X[None]) ** 2).sum(-1)
    K: Floats = np.exp(squared / (-2 * _LENGTHS[:, None, None] ** 2))[_LENGTH_OF]
    share, noise = (_THETA[:, i, None, None] for i in (1, 2))
    K *= share
    K += 1.0 + X @ X.T / 2
    K += (noise + _JITTER) * np.eye(len(X))
    return K
