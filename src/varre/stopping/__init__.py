"""When to give up on a run: the registry of stoppers.

A stopper is one file here and one line below. It is a pure function of what has been seen: see `varre.stopping.base`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from varre.stopping.base import Stopper
from varre.stopping.hyperband import Hyperband
from varre.sweepfile import EarlyTermination

__all__ = ["STOPPERS", "Stopper", "make"]

STOPPERS: Mapping[str, Callable[[EarlyTermination], Stopper]] = {
    "hyperband": Hyperband.from_config,
}
"""By the ``type`` of a sweep file's ``early_terminate``."""


def make(config: EarlyTermination) -> Stopper:
    """The stopper that a sweep file asks for."""
    return STOPPERS[config.type](config)
