"""What the figures say, as codes and arguments: the words themselves belong to whoever shows them.

constant         it never varied
higher           higher values are better
lower            lower values are better
unclear          a number: neither direction is sure
level            a category: runs with ``level`` did best, and the levels differ
alike            a category: the levels may all be the same
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from varre.analysis.correlation import Correlation
from varre.analysis.levels import Level
from varre.space import Value

__all__ = ["Words", "words"]


@dataclass(frozen=True, slots=True)
class Words:
    """``code`` is one of the module's list; ``level`` is the value that it is about, for ``level`` alone."""

    code: Literal["constant", "higher", "lower", "unclear", "level", "alike"]
    level: Value = None


def words(correlation: Correlation, levels: Sequence[Level] | None, *, varied: bool) -> Words | None:
    """What to say, or ``None`` with too little to say anything. A loss that falls is a metric that gets better."""
    if not varied:
        return Words("constant")
    if correlation.low is None or correlation.high is None:
        return None
    if correlation.kind == "rank":
        return Words("lower" if correlation.low > 0.0 else "higher" if correlation.high < 0.0 else "unclear")
    means = [(level.mean, place) for place, level in enumerate(levels or ()) if level.mean is not None]
    if correlation.low == 0.0 or not levels or not means:
        return Words("alike")
    return Words("level", levels[min(means)[1]].value)
