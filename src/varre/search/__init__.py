"""Where to look next: the registry of samplers.

A sampler is one file here and one line below. It is a pure function of history: see `varre.search.base`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from varre.search.base import Explainer, Needs, Sampler
from varre.search.grid import Grid
from varre.search.random import Random
from varre.sweepfile import SweepFile

__all__ = ["SAMPLERS", "Explainer", "Needs", "Sampler", "make"]


def _bayes(file: SweepFile) -> Sampler:
    from varre.search.bayes import Bayes  # NumPy and SciPy: only for those who use them

    return Bayes(file.space)


SAMPLERS: Mapping[str, Callable[[SweepFile], Sampler]] = {
    "grid": lambda file: Grid(file.space, file.order),
    "random": lambda file: Random(file.space),
    "bayes": _bayes,
}
"""By the ``method`` of a sweep file."""


def make(file: SweepFile) -> Sampler:
    """The sampler that a sweep file asks for."""
    return SAMPLERS[file.method](file)
