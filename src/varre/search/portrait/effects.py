"""What matters to the model: how far each parameter moves what it expects, and over what distance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from varre.search.belief import Belief
from varre.search.portrait.courses import Course
from varre.search.portrait.shapes import Effect
from varre.space import Distribution
from varre.space.distribution import number

__all__ = ["effects"]

_MUCH, _LITTLE = 0.3, 0.1
"""From such parts of the greatest effect on, a parameter matters, or matters a little."""


def effects(belief: Belief, courses: Sequence[Course]) -> tuple[Effect, ...]:
    """The effect of every parameter, greatest first, from its ``courses``, averaged over the others."""
    spans = [float(np.ptp(course.mean)) for course in courses]
    greatest = max(spans, default=0.0)
    order = sorted(range(len(courses)), key=lambda i: -spans[i])
    return tuple(
        _effect(belief, courses[i], spans[i] / greatest if greatest else 0.0, first=rank == 0)
        for rank, i in enumerate(order)
    )


def _effect(belief: Belief, course: Course, share: float, *, first: bool) -> Effect:
    best, worst = (float(belief.losses(np.array(end))) for end in (course.mean.min(), course.mean.max()))
    length, decades, likeness = _scale(belief, course.path)
    ratio = worst / best if best > 0.0 else None
    return Effect(course.path, best, worst, ratio, share, length, decades, likeness, _words(share, first=first))


def _words(share: float, *, first: bool) -> Literal["most", "much", "little", "hardly"]:
    if share < _LITTLE:
        return "hardly"
    return "most" if first else "much" if share >= _MUCH else "little"


def _scale(belief: Belief, path: str) -> tuple[float | None, float | None, float | None]:
    """Length scale, the same in decades, and the correlation of neighbouring values, where each means something."""
    encoder = belief.encoder
    place = encoder.space.parameters.index(encoder.space[path])
    if place in encoder.categories:
        length = float(belief.seen.length[len(encoder.numbers) + encoder.categories.index(place)])
        return None, None, math.exp(-(length**-2))
    column = encoder.numbers.index(place)
    length, levels = float(belief.seen.length[column]), int(encoder.levels[column])
    likeness = _matern(1.0 / levels / length) if levels else None
    return length, _decades(encoder.space[path].distribution, length, float(encoder.ratios[column])), likeness


def _decades(distribution: Distribution, length: float, ratio: float) -> float | None:
    if ratio > 1.0:
        return length * math.log10(ratio)
    low, middle, high = (number(distribution.from_unit(u)) or 0.0 for u in (0.0, 0.5, 1.0))
    if low <= 0.0 or not math.isclose(middle * middle, low * high, rel_tol=1e-6):
        return None
    return length * math.log10(high / low)


def _matern(r: float) -> float:
    """Rasmussen and Williams (2006), eq. 4.17."""
    scaled = math.sqrt(5.0) * r
    return (1.0 + scaled + scaled**2 / 3.0) * math.exp(-scaled)
