"""The sweep file: W&B's schema and Varre's own keys, read once into frozen values, with every problem at its place.

The reader is loaded at its first use: a training script that only logs needs none, and would wait for it at each of
its starts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from varre.sweepfile.objective import Objective

if TYPE_CHECKING:
    from varre.sweepfile.overriding import load_text, override
    from varre.sweepfile.rules import (
        AshaRule,
        CurveRule,
        EarlyTermination,
        HyperbandRule,
        MedianRule,
        OtherRule,
        PatienceRule,
    )
    from varre.sweepfile.sweep import DEFAULT_COMMAND, SweepFile

__all__ = [
    "DEFAULT_COMMAND",
    "AshaRule",
    "CurveRule",
    "EarlyTermination",
    "HyperbandRule",
    "MedianRule",
    "Objective",
    "OtherRule",
    "PatienceRule",
    "SweepFile",
    "load_text",
    "override",
]

_RULES = ("AshaRule", "CurveRule", "EarlyTermination", "HyperbandRule", "MedianRule", "OtherRule", "PatienceRule")
_HOMES = {
    "DEFAULT_COMMAND": "sweep",
    "SweepFile": "sweep",
    "load_text": "overriding",
    "override": "overriding",
    **dict.fromkeys(_RULES, "rules"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
