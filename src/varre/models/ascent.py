"""Several smooth functions climbed at once, each within its bounds, by BFGS.

One call of the objective serves all functions that still climb: for small problems the calls cost more than the sums.
Each function has steps of its own: it goes on where a step gained what was promised, and tries a shorter one where not.

Notation:
    s            number of functions, d of variables; k of the s still climb
    x, g (s, d)  where each is, and its gradient there;  f (s,) its value
    p (s, d)     direction;  t (s,) the share of it that is tried
    B (s, d, d)  estimate of the inverse of the negated Hessian

    B <- (I - r u w') B (I - r w u') + r u u',  u = step, w = g - g_new, r = 1 / u'w    Nocedal and Wright (2006), 6.17
    p  = B g over the variables that are not held at a bound                            Bertsekas (1982)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from varre.models.encoding import Floats

__all__ = ["Objective", "Top", "ascend"]

Rows = NDArray[np.intp]
Objective = Callable[[Floats, Rows], tuple[Floats, Floats]]
"""Values (k,) and gradients (k, d) of the functions with these numbers (k,), at their points (k, d)."""

_PROMISE = 1e-4
"""Armijo's: a step is good if it gains this share of what the gradient promises."""
_FIRST = 0.25
"""The first step, before anything is known of curvature, is this share of the longest one."""


@dataclass(frozen=True, slots=True)
class Top:
    """Where the climbs ended: ``x`` (s, d), ``f`` (s,) and ``B`` (s, d, d)."""

    x: Floats
    f: Floats
    B: Floats


def ascend(
    objective: Objective,
    x: Floats,
    low: Floats,
    high: Floats,
    *,
    longest: float,
    gain: float,
    evaluations: int,
    B: Floats | None = None,
) -> Top:
    """Climb from ``x`` (s, d) within ``low`` and ``high``, (s, d) or (d,); a variable with equal bounds stays.

    No step changes a variable by more than ``longest``. A climb ends when a step gains, or promises, less than
    ``gain``; all end after so many ``evaluations``. ``B``, if it is known, makes the first steps good ones.
    """
    climbs = _Climbs(objective, x, low, high, longest, B)
    live = climbs.worth_a_step(np.arange(len(x)), gain)
    for _ in range(evaluations - 1):
        if not len(live):
            break
        live = climbs.step(live, gain)
    return Top(climbs.x, climbs.f, climbs.B)


class _Climbs:
    """All functions on their way."""

    def __init__(
        self, objective: Objective, x: Floats, low: Floats, high: Floats, longest: float, B: Floats | None
    ) -> None:
        self._objective = objective
        self._low, self._high = np.broadcast_to(low, x.shape), np.broadcast_to(high, x.shape)
        self._longest = longest
        self.x = np.clip(x, low, high)
        self.f, self.g = objective(self.x, np.arange(len(x)))
        self.B = np.tile(np.eye(x.shape[1]), (len(x), 1, 1)) if B is None else B.copy()
        self._curved = np.full(len(x), B is not None)
        self.p = np.zeros_like(self.x)
        self.t = np.ones(len(x))
        self._aim(np.arange(len(x)))

    def worth_a_step(self, rows: Rows, gain: float) -> Rows:
        """Those of ``rows`` whose next step promises something."""
        promised: Floats = _dot(self.g[rows], self.p[rows]) * self.t[rows]
        return rows[promised >= gain]

    def step(self, live: Rows, gain: float) -> Rows:
        """One step of each function in ``live``; those that go on."""
        there = np.minimum(
            np.maximum(self.x[live] + self.t[live, None] * self.p[live], self._low[live]), self._high[live]
        )
        f, g = self._objective(there, live)
        promised = _dot(self.g[live], there - self.x[live])
        gained = f - self.f[live]
        good = gained >= _PROMISE * promised  # not so for NaN
        if not good.all():
            self._shorten(live[~good], promised[~good], gained[~good])
        arrived = live[good]
        self._learn(arrived, there[good], g[good])
        self.x[arrived], self.f[arrived], self.g[arrived] = there[good], f[good], g[good]
        self._aim(arrived)
        return self.worth_a_step(live[~good | (gained >= gain)], gain)

    def _shorten(self, rows: Rows, promised: Floats, gained: Floats) -> None:
        """To the top of the parabola through what is known, within limits."""
        top = 0.5 * promised / np.maximum(promised - gained, 1e-300)
        self.t[rows] *= np.clip(np.where(np.isfinite(gained), top, 0.1), 0.1, 0.5)

    def _learn(self, rows: Rows, there: Floats, g: Floats) -> None:
        """What the steps tell of the curvature; nothing where the function is not concave along them."""
        u, w = there - self.x[rows], self.g[rows] - g
        bent = _dot(u, w)
        sure = bent > 1e-10 * _dot(w, w)
        rows, u, w, bent = rows[sure], u[sure], w[sure], bent[sure, None]
        fresh = ~self._curved[rows]
        if fresh.any():
            self.B[rows[fresh]] *= (bent[fresh] / _dot(w[fresh], w[fresh])[:, None])[..., None]
            self._curved[rows] = True
        u, Bw = u / bent, (self.B[rows] @ w[:, :, None])[:, :, 0]
        scale = bent + _dot(w, Bw)[:, None]
        cross = Bw[:, :, None] * u[:, None, :]
        self.B[rows] += (scale * u)[:, :, None] * u[:, None, :] - cross - cross.transpose(0, 2, 1)

    def _aim(self, rows: Rows) -> None:
        """The next direction of each of ``rows``, to be tried in full."""
        x, g = self.x[rows], self.g[rows]
        held = ((x <= self._low[rows]) & (g <= 0.0)) | ((x >= self._high[rows]) & (g >= 0.0))
        g = np.where(held, 0.0, g)
        p = np.where(held, 0.0, (self.B[rows] @ g[:, :, None])[:, :, 0])
        most = np.abs(p).max(axis=1, initial=0.0)
        limit = np.where(self._curved[rows], self._longest, self._longest * _FIRST)
        self.p[rows] = p * np.minimum(1.0, limit / np.maximum(most, 1e-300))[:, None]
        self.t[rows] = 1.0


def _dot(a: Floats, b: Floats) -> Floats:
    """Of rows (k, d) with each other, (k,)."""
    product: Floats = (a * b).sum(axis=1)
    return product
