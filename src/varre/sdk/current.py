"""The run that this process is in, and the function agent's host while it calls a function.

A plain record: `varre.run`, `varre.config` and `varre.log` look here at each use.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from varre.errors import UsageError

if TYPE_CHECKING:
    from varre.sdk.hosts import Host
    from varre.sdk.run import Run

__all__ = ["host", "require", "run", "set_host", "set_run"]

_run: Run | None = None
_host: Host | None = None


def run() -> Run | None:
    """The run between `init` and `finish`, or ``None``."""
    return _run


def set_run(run: Run | None) -> None:
    """Make ``run`` the current one. An old idiom assigns ``wandb.config = {...}``; that must not hide the run's."""
    global _run
    _run = run
    for name in ("run", "config", "summary"):
        vars(sys.modules["varre"]).pop(name, None)


def host() -> Host | None:
    """Where a function agent wants `init` to attach to, or ``None`` outside of one."""
    return _host


def set_host(host: Host | None) -> None:
    """Let the next `init` attach to ``host``."""
    global _host
    _host = host


def require(call: str) -> Run:
    """The current run; `UsageError` that names ``call`` where there is none."""
    if _run is None:
        raise UsageError(f"call varre.init() before varre.{call}")
    return _run
