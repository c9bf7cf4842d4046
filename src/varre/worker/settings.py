"""What the environment says to an agent, under Varre's names or W&B's."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping

from varre.errors import UsageError

__all__ = ["flapping_disabled", "kill_delay", "most_failures"]

_TRUE = {"1", "true", "yes", "on"}


def kill_delay(environ: Mapping[str, str] = os.environ) -> float:
    """Seconds between TERM and KILL where a run is asked to stop: ``VARRE_AGENT_KILL_DELAY``, by default 30."""
    name, text = _read(environ, "AGENT_KILL_DELAY", "30")
    try:
        delay = float(text)
    except ValueError:
        delay = math.nan
    if not 0 <= delay < math.inf:
        raise UsageError(f"{name} must be a number of seconds from 0 on, got {text!r}")
    return delay


def most_failures(environ: Mapping[str, str] = os.environ) -> int:
    """How many failures, against fewer finished runs, end an agent: ``VARRE_AGENT_MAX_INITIAL_FAILURES``, 5."""
    name, text = _read(environ, "AGENT_MAX_INITIAL_FAILURES", "5")
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"{name} must be a whole number from 1 on, got {text!r}")
    return int(text)


def flapping_disabled(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether ``VARRE_AGENT_DISABLE_FLAPPING`` says that no number of failures ends an agent."""
    return _read(environ, "AGENT_DISABLE_FLAPPING", "")[1].lower() in _TRUE


def _read(environ: Mapping[str, str], name: str, default: str) -> tuple[str, str]:
    for full in (f"VARRE_{name}", f"WANDB_{name}"):
        if text := environ.get(full, "").strip():
            return full, text
    return f"VARRE_{name}", default
