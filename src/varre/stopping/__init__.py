"""When to give up on a run: the registry of stoppers.

A stopper is one file here and one line below. It is a pure function of what has been seen: see `varre.stopping.base`.
Packages bring along more of them by entry points: see `varre.sweepfile.plugins`.
"""

from __future__ import annotations

from varre.errors import ConfigError, Problem
from varre.stopping.asha import Asha
from varre.stopping.base import Stopper
from varre.stopping.hyperband import Hyperband
from varre.stopping.median import Median
from varre.stopping.patience import Patience
from varre.sweepfile import AshaRule, CurveRule, EarlyTermination, HyperbandRule, MedianRule, OtherRule, PatienceRule
from varre.sweepfile.plugins import STOPPERS, load

__all__ = ["Stopper", "make"]


def make(rule: EarlyTermination) -> Stopper:
    """The stopper that a sweep file asks for.

    Raises ConfigError for a rule that no package brings along, and for options that its package refuses.
    """
    match rule:
        case HyperbandRule():
            return Hyperband.of(rule)
        case AshaRule():
            return Asha.of(rule)
        case MedianRule():
            return Median(rule.min_iter, rule.min_runs)
        case PatienceRule():
            return Patience(rule.rows, rule.min_delta, rule.min_iter)
        case CurveRule():
            # Imported here: arrays take 0.1 s to load, and no other rule needs them.
            from varre.stopping.curve import Curve

            return Curve(rule.min_iter, rule.min_runs, rule.chance)
        case OtherRule():
            return _other(rule)


def _other(rule: OtherRule) -> Stopper:
    factory = load(STOPPERS, rule.type, "early_terminate.type")
    try:
        stopper: Stopper = factory(**rule.options)
    except (TypeError, ValueError) as error:  # what Python says of arguments that do not fit, and people of values
        raise ConfigError([Problem("early_terminate", f"{rule.type}: {error}")]) from error
    return stopper
