"""What may be said of each stopping rule: one table for the reader, the JSON Schema and the documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from varre.sweepfile.rules import AshaRule, CurveRule, EarlyTermination, HyperbandRule, MedianRule, PatienceRule

__all__ = ["RULES", "Option", "RuleKind"]


@dataclass(frozen=True, slots=True)
class Option:
    """A key of a stopping rule.

    ``least`` is the lowest number allowed, or (``above``) what it must be greater than; ``most`` the highest.
    ``written``: text that is written as a number will do, as over W&B's wire.
    """

    kind: Literal["count", "number", "flag"]
    about: str
    default: int | float | bool | None = None
    least: int = 1
    above: bool = False
    most: float | None = None
    written: bool = False


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A type of ``early_terminate``: what makes it from its options, and what they may be."""

    make: Callable[..., EarlyTermination]
    about: str
    options: Mapping[str, Option]


_ETA = Option("number", "Of n runs at a band, n / eta rounded down and one more go on.", 3, above=True, written=True)

RULES: Mapping[str, RuleKind] = {
    "hyperband": RuleKind(
        HyperbandRule,
        "W&B's: at each band, the best share of the runs that came as far goes on.",
        {
            "min_iter": Option("count", "The first band; the others are min_iter times eta, eta squared and so on."),
            "max_iter": Option("count", "The bands are max_iter divided by eta, s times. Wins over min_iter; needs s."),
            "s": Option("number", "How many bands max_iter gives."),
            "eta": _ETA,
            "strict": Option("flag", "Judge a run by its value at the band; if false, by its best so far.", True),
        },
    ),
    "asha": RuleKind(
        AshaRule,
        "Asynchronous successive halving: judged at its rungs only, one run in eta goes on.",
        {
            "min_iter": Option("count", "The first rung; the others are min_iter times eta, eta squared and so on.", 1),
            "eta": replace(_ETA, about="Of n runs at a rung, n / eta rounded down go on, and one at least."),
        },
    ),
    "median": RuleKind(
        MedianRule,
        "A run whose best is worse than the median of the averages of finished runs up to the same row.",
        {
            "min_iter": Option("count", "The first row at which runs are judged.", 1),
            "min_runs": Option("count", "How many finished runs there must be to compare with.", 5),
        },
    ),
    "patience": RuleKind(
        PatienceRule,
        "A run that has stopped getting better, whatever the others do.",
        {
            "rows": Option("count", "Within how many rows there must be an improvement.", 10),
            "min_delta": Option("number", "By more than how much, in the metric's own units.", 0, least=0),
            "min_iter": Option("count", "The first row at which a run is judged.", 1),
        },
    ),
    "curve": RuleKind(
        CurveRule,
        "A run whose learning curve leaves it hardly a chance to become the best: a model of the sweep's own curves.",
        {
            "min_iter": Option("count", "The first row at which runs are judged.", 2),
            "min_runs": Option("count", "How many finished runs there must be to learn from.", 3),
            "chance": Option("number", "With less than this chance a run stops.", 0.05, least=0, above=True, most=0.5),
        },
    ),
    "auto": RuleKind(CurveRule, "What Varre holds for the best: curve, as it is by default.", {}),
}
"""By the ``type`` of ``early_terminate``; the types that packages bring along come to these."""
