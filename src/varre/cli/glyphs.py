"""Small pictures in one line of text: curves and bars."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["bar", "spark"]

_HEIGHTS = "▁▂▃▄▅▆▇"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def spark(values: Sequence[float], cells: int = 8) -> str:
    """The course of finite ``values`` in at most ``cells`` cells; of a long one, the last value of each part."""
    shown = _thinned(values, cells)
    if not shown:
        return ""
    low, high = min(shown), max(shown)
    if not math.isfinite(high - low) or high == low:
        return _HEIGHTS[0] * len(shown)
    return "".join(_HEIGHTS[round((value - low) / (high - low) * (len(_HEIGHTS) - 1))] for value in shown)


def _thinned(values: Sequence[float], cells: int) -> list[float]:
    if len(values) <= cells:
        return list(values)
    return [values[(cell + 1) * len(values) // cells - 1] for cell in range(cells)]


def bar(fraction: float, cells: int) -> str:
    """A bar filled to ``fraction`` of ``cells`` cells, in eighths; the rest is blank."""
    share = 0.0 if math.isnan(fraction) else min(max(fraction, 0.0), 1.0)
    eighths = round(share * cells * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(cells)
