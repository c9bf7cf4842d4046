"""Why a run was stopped, as a sentence: what the rule saw, and what would have been needed."""

from __future__ import annotations

from varre.cli.numbers import figures
from varre.cli.text import clean, count
from varre.runs import StopReason
from varre.sweepfile import AshaRule, EarlyTermination, HyperbandRule

__all__ = ["eta_of", "stopped"]

_OTHERS = {"person": "by hand", "canceled": "the sweep was cancelled", "timeout": "out of time"}
_FRACTIONS = {2: "half", 3: "third", 4: "quarter", 5: "fifth"}


def stopped(stop: StopReason | None, *, eta: float | None = None, saved: int | None = None) -> str:
    """Why a run was stopped: ``at row 3: 0.310, the cut was 0.122 (best third of 8); 12 epochs saved``.

    ``eta`` is the sweep's own, to name the share that may go on; ``saved`` the epochs that were not trained.
    """
    if stop is None:
        return ""
    text = _by_others(stop) if stop.rung is None else f"at row {stop.rung}: {_by_rule(stop, eta)}"
    return f"{text}; {count(saved, 'epoch')} saved" if saved else text


def eta_of(early: EarlyTermination | None) -> float | None:
    """One run in so many goes on, where that is how the rule decides."""
    return early.eta if isinstance(early, (HyperbandRule, AshaRule)) else None


def _by_others(stop: StopReason) -> str:
    who = _OTHERS.get(stop.source, clean(stop.source))
    return f"{who}: {clean(stop.note)}" if stop.note else who


def _by_rule(stop: StopReason, eta: float | None) -> str:
    if stop.value is None:
        return "no value of the metric"
    value, threshold = _alike([stop.value, stop.threshold])
    match stop.source:
        case "median":
            return f"best {value}, the median of {stop.peers} finished runs was {threshold}"
        case "curve" if stop.chance is not None:
            return f"expected {value} at row {stop.until}, the best is {threshold}: {_percent(stop.chance)} to beat it"
        case "patience":
            return f"{clean(stop.note)}: {value}, needed better than {threshold}"
    cut = f", the cut was {threshold}" if stop.threshold is not None else ""
    note = f", {clean(stop.note)}" if stop.note else ""
    return f"{value}{cut}{_share(stop, eta)}{note}"


def _percent(chance: float) -> str:
    return f"{100 * chance:.1f}% chance" if chance >= 5e-4 else "under 0.1% chance"


def _share(stop: StopReason, eta: float | None) -> str:
    if not stop.peers:
        return ""
    if eta in _FRACTIONS and stop.peers >= 2 * eta:
        return f" (best {_FRACTIONS[int(eta)]} of {stop.peers})"
    return f" (best {stop.kept} of {stop.peers})" if stop.kept else f" (of {stop.peers})"


def _alike(values: list[float | None]) -> list[str]:
    """Figures of a sentence, with three digits for the largest."""
    known = [abs(value) for value in values if value is not None]
    if known and 1e-3 <= max(known) < 1:
        return ["" if value is None else f"{value:.3f}" for value in values]
    return figures(values)
