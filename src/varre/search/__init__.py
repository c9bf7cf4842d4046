"""Where to look next.

One registry: a method's name in the sweep file leads to the function that builds its sampler. Packages bring along
more of them by entry points: see `varre.sweepfile.plugins`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from varre.search.base import Explainer, Needs, Sampler
from varre.sweepfile import SweepFile
from varre.sweepfile.plugins import SAMPLERS as GROUP
from varre.sweepfile.plugins import load

__all__ = ["SAMPLERS", "Explainer", "Needs", "Sampler", "make"]


def _grid(file: SweepFile) -> Sampler:
    from varre.search.grid import GridSampler

    return GridSampler(file.space, shuffle=file.order == "shuffled")


def _random(file: SweepFile) -> Sampler:
    from varre.search.random import RandomSampler

    return RandomSampler(file.space)


def _bayes(file: SweepFile) -> Sampler:
    # Imported here, because arrays and their linear algebra take 0.1 s to load and a grid needs none of it.
    from varre.search.bayes import BayesSampler

    return BayesSampler(file.space)


SAMPLERS: Mapping[str, Callable[[SweepFile], Sampler]] = {"bayes": _bayes, "grid": _grid, "random": _random}
"""Every method, and how its sampler is built from a sweep file."""


def make(file: SweepFile) -> Sampler:
    """The sampler of a sweep file. Raises ConfigError for a method that no package brings along."""
    build = SAMPLERS[file.method] if file.method in SAMPLERS else load(GROUP, file.method, "method")
    sampler: Sampler = build(file)
    return sampler
