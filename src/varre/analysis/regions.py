"""Where a parameter exists: the part of the search space in which its conditions hold.

A condition is a conjunction of clauses on single parameters, so that part is again a product of axes, each with its
own weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from varre.analysis.axes import Axis
from varre.models.encoding import Floats
from varre.space import Clause, SearchSpace

__all__ = ["region"]


def region(space: SearchSpace, axes: Sequence[Axis], paths: Sequence[str]) -> list[Floats]:
    """The weights of every axis in the part of ``space`` where all of ``paths`` exist."""
    clauses: dict[str, Clause] = {}
    for path in paths:
        for parent, clause in _needed(space, path):
            clauses[parent] = clauses[parent] & clause if parent in clauses else clause
    return [axis.weights(clauses.get(axis.path)) for axis in axes]


def _needed(space: SearchSpace, path: str) -> Iterator[tuple[str, Clause]]:
    """Every clause that must hold for ``path`` to exist, those of its parents too."""
    condition = space[path].when
    for parent, clause in condition.clauses if condition else ():
        yield parent, clause
        yield from _needed(space, parent)
