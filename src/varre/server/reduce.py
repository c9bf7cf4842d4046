"""Curves with no more points than a screen can show: minimum, maximum and last of each pixel's points.

A line through these three covers the same pixels as the line through all of them, and no peak gets lost.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator

__all__ = ["kept"]


def kept(values: array[float], pixels: int) -> list[int] | None:
    """The places of the points to keep, in order, at most three a pixel; ``None`` when all of them are.

    The points are dealt to ``pixels`` buckets of equal numbers. A value that is not finite is nobody's extreme, but
    stays where it is the last of its bucket.
    """
    count = len(values)
    if count <= pixels:
        return None
    return [place for bucket in range(pixels) for place in _of_bucket(values, bucket, pixels)]


def _of_bucket(values: array[float], bucket: int, pixels: int) -> Iterator[int]:
    start, end = (len(values) * edge // pixels for edge in (bucket, bucket + 1))
    part = values[start:end]
    chosen = {end - 1}
    if math.isfinite(sum(part)):  # the usual case, without a look at each value from Python
        chosen |= {start + part.index(min(part)), start + part.index(max(part))}
    else:
        finite = [place for place in range(start, end) if math.isfinite(values[place])]
        if finite:
            chosen |= {min(finite, key=values.__getitem__), max(finite, key=values.__getitem__)}
    yield from sorted(chosen)
