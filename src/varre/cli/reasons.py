"""Why a run was tried, and why it went wrong, as sentences."""

from __future__ import annotations

from varre.cli.numbers import with_sd
from varre.cli.text import clean
from varre.runs import Reason, Run, RunState

__all__ = ["failure", "tried", "tried_short"]

_SOURCES = {
    "grid": "next of the grid",
    "random": "drawn at random",
    "sobol": "first points (Sobol)",
    "gp": "proposed by the model",
    "start": "given in the sweep file (start)",
    "retry": "once more",
    "queued": "queued by hand",
}


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
