"""How alike runs are to one configuration in all parameters but one: how much they say about a line along that one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from varre.models.encoding import Encoder, Floats, Points
from varre.models.kernel import covariance_between
from varre.search.belief import Belief
from varre.space import SearchSpace

__all__ = ["likeness"]

_DIGITS = 3
"""It is a shade of grey on a page."""


def likeness(belief: Belief, base: Points, runs: Points, path: str) -> tuple[float, ...]:
    """The model's correlation of each of ``runs`` with ``base`` (one point), were ``path`` the same in both.

    What exists or not because of ``path``, or for it to exist, counts as the same too.
    """
    length = _blind(belief.encoder, belief.seen.length, _kin(belief.encoder.space, path))
    alike = covariance_between(base, runs, belief.encoder.conditional, length)[0]
    return tuple(np.round(np.clip(alike, 0.0, 1.0), _DIGITS).tolist())


def _blind(encoder: Encoder, length: Floats, paths: set[str]) -> Floats:
    """Length scales at which differences in ``paths`` count for nothing."""
    columns: Sequence[int] = (*encoder.numbers, *encoder.categories)
    hidden = [encoder.space.parameters[place].path in paths for place in columns]
    return np.where(hidden, np.inf, length)


def _kin(space: SearchSpace, path: str) -> set[str]:
    """A parameter with all that its conditions look at, and all whose conditions look at it."""
    parents = {each.path: set(each.when.paths if each.when else ()) for each in space.parameters}
    children = {each: {other for other in parents if each in parents[other]} for each in parents}
    return _reached(parents, path) | _reached(children, path)


def _reached(steps: dict[str, set[str]], start: str) -> set[str]:
    found, ahead = {start}, [start]
    while ahead:
        ahead += (fresh := steps[ahead.pop()] - found)
        found |= fresh
    return found
