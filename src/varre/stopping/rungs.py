"""The rows at which stoppers look at a run; rows count from 1."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

__all__ = ["among", "every", "upwards"]

_MOST = 100
"""W&B's own number of bands counted from ``min_iter``."""
_FARTHEST = 2**62
"""No run logs so many rows; beyond, powers of eta overflow."""


def every(first: int, before: int, after: int) -> tuple[int, ...]:
    """Every row in ``(before, after]`` from ``first`` on."""
    return tuple(range(max(before + 1, first), after + 1))


def among(rows: tuple[int, ...], before: int, after: int) -> tuple[int, ...]:
    """Those of ``rows``, ascending, that lie in ``(before, after]``."""
    return rows[bisect_right(rows, before) : bisect_right(rows, after)]


def upwards(min_iter: int, eta: float) -> Iterator[int]:
    """The rows ``min_iter * eta**k``, rounded down; some may be the same."""
    row: float = min_iter
    for _ in range(_MOST):
        if row > _FARTHEST:
            return
        yield int(row)
        row *= eta
