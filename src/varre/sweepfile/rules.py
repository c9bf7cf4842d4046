"""The stopping rules of a sweep file: ``early_terminate`` as values, one frozen class a type.

The rule that a package brings along (entry point ``varre.stoppers``) is an `OtherRule`: it checks its own options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from varre.space import Value

__all__ = ["AshaRule", "CurveRule", "EarlyTermination", "HyperbandRule", "MedianRule", "OtherRule", "PatienceRule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HyperbandRule:
    """W&B's hyperband.

    Bands are ``min_iter * eta**k`` if ``min_iter`` is given, else ``max_iter`` divided by ``eta`` up to ``s`` times;
    exactly one of ``min_iter`` and ``max_iter`` is given, and ``s`` with the latter.
    """

    type: Literal["hyperband"] = "hyperband"
    min_iter: int | None = None
    max_iter: int | None = None
    s: float | None = None
    eta: float = 3.0
    strict: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AshaRule:
    """Asynchronous successive halving: rungs at rows ``min_iter * eta**k``, of which one in ``eta`` runs goes on."""

    type: Literal["asha"] = "asha"
    min_iter: int = 1
    eta: float = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianRule:
    """The median rule, from row ``min_iter`` on and with at least ``min_runs`` finished runs to compare with."""

    type: Literal["median"] = "median"
    min_iter: int = 1
    min_runs: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PatienceRule:
    """No improvement by more than ``min_delta`` (in the metric's own units) within ``rows`` rows."""

    type: Literal["patience"] = "patience"
    rows: int = 10
    min_delta: float = 0.0
    min_iter: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveRule:
    """Less than ``chance`` to become the best, told by the learning curves of at least ``min_runs`` finished runs.

    Looks from row ``min_iter`` on. What ``{type: auto}`` chooses.
    """

    type: Literal["curve"] = "curve"
    min_iter: int = 2
    min_runs: int = 3
    chance: float = 0.05


@dataclass(frozen=True, slots=True)
class OtherRule:
    """A rule of another package: its ``type`` is the name of an entry point, its ``options`` are as they were given."""

    type: str
    options: Mapping[str, Value] = field(default_factory=dict)


EarlyTermination = HyperbandRule | AshaRule | MedianRule | PatienceRule | CurveRule | OtherRule
"""When to stop runs that do badly."""
