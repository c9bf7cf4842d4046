"""What mattered in a sweep, and how each parameter goes together with the metric.

Three ways to say how much a parameter mattered; each gives shares from 0 to 1 with 80 % intervals:

    fanova        share of the variance over the search space that the parameter explains alone (`fanova`)
    ped_anova     how far the best tenth of the runs differs from all of them in it (`ped_anova`)
    permutation   share of the variance that is lost when its values are exchanged among runs (`permutation`)

Losses enter warped as search sees them (`varre.models.outputs.Warp`): the better half as it is, the worse half squeezed
by a logarithm. One diverged run would else be all the variance there is. The map depends on neither the unit nor the
zero of the loss, and rises, so that it changes nothing where only ranks count.

The same runs, method and seed give the same figures, whatever order the runs come in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from varre.analysis.axes import indices, is_category, places
from varre.analysis.correlation import Correlation, eta, rank
from varre.analysis.fanova import fanova
from varre.analysis.figures import Figures
from varre.analysis.levels import Level, levels
from varre.analysis.ped_anova import ped_anova
from varre.analysis.permutation import permutation
from varre.analysis.seen import NEEDED, Counts, Seen, told, too_few
from varre.analysis.table import Table
from varre.analysis.words import Words, words
from varre.models.threads import one_thread
from varre.space import Categorical, SearchSpace
from varre.sweepfile import Objective

__all__ = ["NEEDED", "Importance", "Interaction", "Method", "ParameterImportance", "explain"]

_INTERACTIONS = 5
METHODS: Mapping[str, Callable[[Table, np.random.Generator], Figures]] = {
    "fanova": fanova,
    "ped_anova": ped_anova,
    "permutation": permutation,
}
"""How each method finds its figures."""


class Method(StrEnum):
    """How importance is measured."""

    FANOVA = "fanova"
    PED_ANOVA = "ped_anova"
    PERMUTATION = "permutation"


@dataclass(frozen=True, slots=True)
class ParameterImportance:
    """What one parameter did.

    ``importance`` with its 80 % interval from ``low`` to ``high``: exactly 0 for what never varied, ``None`` with too
    few runs. ``levels`` are those of a category, ordered or not.
    """

    path: str
    importance: float | None
    low: float | None
    high: float | None
    correlation: Correlation
    levels: tuple[Level, ...] | None
    words: Words | None


@dataclass(frozen=True, slots=True)
class Interaction:
    """The share of the variance that ``a`` and ``b`` explain together and neither of them alone."""

    a: str
    b: str
    importance: float


@dataclass(frozen=True, slots=True)
class Importance:
    """The importance of every parameter, greatest first.

    ``note`` is a sentence where there is something to say of the whole: too few runs (``needed`` of them, with a
    value, are enough), or all alike. ``a_tree`` is how many runs each tree of the forest saw, drawn from all; and
    ``explained`` the share of the variance that the forest predicts in runs it did not see (R², at least 0): with
    little of that, importance is a guess. Both are ``None`` without a forest. Figures of the loss are losses until
    `in_units`.
    """

    method: Method
    runs: Counts
    note: str | None
    needed: int
    a_tree: int | None
    explained: float | None
    parameters: tuple[ParameterImportance, ...]
    interactions: tuple[Interaction, ...]

    def in_units(self, objective: Objective) -> Importance:
        """The same with correlations and means of the metric, not of the loss."""
        if objective.goal == "minimize":
            return self
        return replace(self, parameters=tuple(_in_units(each, objective) for each in self.parameters))


def explain(
    space: SearchSpace, runs: Sequence[Seen], method: Method | str = Method.FANOVA, seed: int = 0, stopped: bool = True
) -> Importance:
    """What mattered in ``runs``; with ``stopped``, runs that were stopped early count with the value they reached.

    Runs whose values lie outside ``space`` are left out. Deterministic; about 1 s for 10,000 runs of 8 parameters.
    Raises ValueError for a method that there is not.
    """
    with one_thread():
        return _explain(space, runs, Method(method), seed, stopped)


def _explain(space: SearchSpace, runs: Sequence[Seen], method: Method, seed: int, stopped: bool) -> Importance:
    kept, losses, counts = told(runs, stopped=stopped)
    table = Table.of(space, kept, losses)
    counts = replace(counts, used=len(table.losses))
    enough = counts.used >= NEEDED
    figures = _figures(table, method, seed) if enough else None
    parameters = (_parameter(table, place, figures) for place in range(len(space)))
    return Importance(
        method=method,
        runs=counts,
        note=_note(table),
        needed=NEEDED,
        a_tree=figures.a_tree if figures else None,
        explained=figures.explained if figures else None,
        parameters=tuple(sorted(parameters, key=lambda each: -(each.importance or 0.0))),
        interactions=_interactions(table, figures) if figures else (),
    )


def _note(table: Table) -> str | None:
    have = len(table.losses)
    if few := too_few(have):
        return few
    if not table.axes:
        return f"no parameter varied in {have} runs"
    return None if table.y.any() else f"all {have} runs have the same value"


def _figures(table: Table, method: Method, seed: int) -> Figures:
    if not table.axes or not table.y.any():
        return Figures.nothing(len(table.axes))
    return METHODS[method](table, np.random.default_rng(seed))


def _interactions(table: Table, figures: Figures) -> tuple[Interaction, ...]:
    paths = [axis.path for axis in table.axes]
    pairs = sorted(figures.pairs, key=lambda pair: -pair.importance)[:_INTERACTIONS]
    return tuple(Interaction(paths[pair.a], paths[pair.b], pair.importance) for pair in pairs)


def _parameter(table: Table, place: int, figures: Figures | None) -> ParameterImportance:
    parameter = table.space.parameters[place]
    column = next((i for i, axis in enumerate(table.axes) if axis.path == parameter.path), None)
    importance = low = high = None
    if figures is not None:
        importance, low, high = (0.0, 0.0, 0.0) if column is None else figures.of(column)
    found = _levels(table, place)
    correlation = _correlation(table, place, varied=column is not None and figures is not None)
    said = words(correlation, found, varied=column is not None) if figures is not None else None
    return ParameterImportance(parameter.path, importance, low, high, correlation, found, said)


def _correlation(table: Table, place: int, *, varied: bool) -> Correlation:
    u = table.units[:, place]
    present = ~np.isnan(u)
    if not varied:
        return Correlation(None, None, None, None, int(present.sum()))
    distribution = table.space.parameters[place].distribution
    if is_category(distribution):
        return eta(u[present], table.losses[present])
    x = places(distribution)[indices(distribution, u)] if isinstance(distribution, Categorical) else u
    return rank(x[present], table.losses[present])


def _levels(table: Table, place: int) -> tuple[Level, ...] | None:
    distribution = table.space.parameters[place].distribution
    if not isinstance(distribution, Categorical):
        return None
    u = table.units[:, place]
    present = ~np.isnan(u)
    return levels(distribution.choices, indices(distribution, u[present]), table.losses[present])


def _in_units(each: ParameterImportance, objective: Objective) -> ParameterImportance:
    return replace(
        each,
        correlation=each.correlation.negated() if each.correlation.kind == "rank" else each.correlation,
        levels=None if each.levels is None else tuple(level.in_units(objective) for level in each.levels),
    )
