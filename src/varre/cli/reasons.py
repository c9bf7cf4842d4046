"""Why a run was tried, and why it ended as it did, as sentences."""

from __future__ import annotations

from varre.cli.numbers import figures, with_sd
from varre.cli.text import clean, count
from varre.runs import Reason, Run, RunState, StopReason

__all__ = ["failure", "stopped", "tried", "tried_short"]

_SOURCES = {
    "grid": "next of the grid",
    "random": "drawn at random",
    "sobol": "first points (Sobol)",
    "gp": "proposed by the model",
    "start": "given in the sweep file (start)",
    "retry": "once more",
    "queued": "queued by hand",
}
_FRACTIONS = {2: "half", 3: "third", 4: "quarter", 5: "fifth"}


def tried(reason: Reason | None) -> str:
    """Why a configuration was tried: ``expected 0.039 ± 0.008, 41% chance of a new best``."""
    if reason is None or reason.predicted is None:
        return tried_short(reason)
    parts = [tried_short(reason)]
    if reason.improvement_probability is not None:
        parts.append(_chance(reason.improvement_probability))
    return ", ".join([*parts, clean(reason.note)] if reason.note else parts)


def tried_short(reason: Reason | None) -> str:
    """The first part of `tried`: what was expected, or else where the configuration came from."""
    if reason is None:
        return ""
    if reason.predicted is not None:
        return f"expected {with_sd(reason.predicted.mean, reason.predicted.sd)}"
    source = _SOURCES.get(reason.source, clean(reason.source))
    return f"{source}: {clean(reason.note)}" if reason.note else source


def _chance(probability: float) -> str:
    percent = round(100 * probability)
    return f"{percent}% chance of a new best" if percent >= 1 else "under 1% chance of a new best"


def stopped(stop: StopReason | None, *, eta: float | None = None, saved: int | None = None) -> str:
    """Why a run was stopped: ``at row 3: 0.310, the cut was 0.122 (best third of 8); 12 epochs saved``.

    ``eta`` is the sweep's own, to name the share that may go on; ``saved`` the epochs that were not trained.
    """
    if stop is None:
        return ""
    text = _sources_of_stops(stop, eta)
    if stop.note:
        text = f"{text}: {clean(stop.note)}" if stop.rung is None else f"{text}, {clean(stop.note)}"
    return f"{text}; {count(saved, 'epoch')} saved" if saved else text


def _sources_of_stops(stop: StopReason, eta: float | None) -> str:
    if stop.rung is None:
        return {"person": "by hand", "canceled": "the sweep was cancelled", "timeout": "out of time"}.get(
            stop.source, clean(stop.source)
        )
    if stop.value is None:
        return f"at row {stop.rung}: no value of the metric"
    value, threshold = figures_like([stop.value, stop.threshold])
    cut = "" if stop.threshold is None else f", the cut was {threshold}"
    return f"at row {stop.rung}: {value}{cut}{_share(stop, eta)}"


def figures_like(values: list[float | None]) -> list[str]:
    """Figures of a sentence, with three digits for the largest."""
    known = [abs(value) for value in values if value is not None]
    if known and 1e-3 <= max(known) < 1:
        return ["" if value is None else f"{value:.3f}" for value in values]
    return figures(values)


def _share(stop: StopReason, eta: float | None) -> str:
    if not stop.peers:
        return ""
    if eta in _FRACTIONS and stop.peers >= 2 * eta:
        return f" (best {_FRACTIONS[int(eta)]} of {stop.peers})"
    return f" (best {stop.kept} of {stop.peers})" if stop.kept else f" (of {stop.peers})"


def failure(run: Run) -> str:
    """What ended a run that went wrong: ``exit code 1: RuntimeError: loss is not finite``."""
    if run.state is RunState.CANCELED:
        return "cancelled"
    if run.state is RunState.CRASHED:
        what = f"lost {run.losses} times: agent or machine gone" if run.losses > 1 else "lost: agent or machine gone"
    else:
        what = exit_text(run.exit_code)
    return f"{what}: {clean(run.error)}" if run.error and run.error not in what else what


def exit_text(code: int | None) -> str:
    """How a process ended: ``exit code 1``, ``killed by SIGKILL``."""
    if code is None:
        return "no exit code"
    if code >= 0:
        return f"exit code {code}"
    import signal

    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
