"""Samplers and stoppers that other packages bring along: entry points of two groups.

A package says so in its ``pyproject.toml``::

    [project.entry-points."varre.stoppers"]
    plateau = "my_package:plateau"

and a sweep file with ``early_terminate: {type: plateau, …}`` finds it. Names that Varre has itself cannot be taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from varre.errors import ConfigError, Problem

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["SAMPLERS", "STOPPERS", "load", "names"]

SAMPLERS = "varre.samplers"
"""Group of functions from a `SweepFile` to a sampler, by the sweep file's ``method``."""
STOPPERS = "varre.stoppers"
"""Group of functions from the options of ``early_terminate`` to a stopper, by its ``type``."""


def names(group: str) -> tuple[str, ...]:
    """What the packages installed here bring along, in alphabetical order."""
    return tuple(sorted({point.name for point in _points(group)}))


def load(group: str, name: str, path: str) -> Callable[..., Any]:
    """What stands behind a name, loaded. Raises ConfigError at ``path`` where that is nothing one can call."""
    points = [point for point in _points(group) if point.name == name]
    if not points:
        raise ConfigError([Problem(path, f"no package brings {name!r} along (entry point of {group})")])
    try:
        found = points[0].load()
    except (ImportError, AttributeError) as error:
        raise ConfigError([Problem(path, f"{_told(points[0])} cannot be loaded: {error}")]) from error
    if not callable(found):
        raise ConfigError([Problem(path, f"{_told(points[0])} is no function: {type(found).__name__}")])
    return found  # type: ignore[no-any-return]


def _points(group: str) -> tuple[EntryPoint, ...]:
    from importlib.metadata import entry_points  # takes 20 ms to load, and hardly a sweep needs it

    return tuple(entry_points(group=group))


def _told(point: EntryPoint) -> str:
    owner = "" if point.dist is None else f" of {point.dist.name} {point.dist.version}"
    return f"{point.name!r} ({point.value}{owner})"
