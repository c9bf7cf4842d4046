"""The parts of a portrait. Figures are losses until `Portrait.in_units`; intervals hold eight in ten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from varre.runs import Reason
from varre.space import Params, Value
from varre.sweepfile import Objective

__all__ = ["Band", "Effect", "Guess", "LeftOut", "Model", "Novelty", "Portrait", "Slice"]


@dataclass(frozen=True, slots=True)
class Band:
    """A predicted value, the median, and the interval in which eight of ten runs would end."""

    mean: float
    low: float
    high: float

    def in_units(self, objective: Objective) -> Band:
        """The same in the metric's own units; ``low`` stays the lower end."""
        mean, low, high = (objective.value(figure) for figure in (self.mean, self.low, self.high))
        return Band(mean, min(low, high), max(low, high))


@dataclass(frozen=True, slots=True)
class Guess:
    """A configuration that might be tried.

    ``reason`` is the sampler's own, with its expected gain (a size, in units of the loss) and chance of a new best;
    ``predicted`` is ``None`` without a model. ``near`` runs are so alike that the model correlates them with it above
    0.8; ``nearest`` is the number of the most alike (``None`` for a run of an earlier sweep), ``likeness`` its
    correlation, and ``differences`` are the parameters in which it differs, those that matter most to the model first.
    """

    params: Params
    reason: Reason
    predicted: Band | None = None
    near: int = 0
    nearest: int | None = None
    likeness: float | None = None
    differences: tuple[str, ...] = ()

    def in_units(self, objective: Objective) -> Guess:
        """The same in the metric's own units."""
        predicted = None if self.predicted is None else self.predicted.in_units(objective)
        return replace(self, reason=self.reason.in_units(objective), predicted=predicted)


@dataclass(frozen=True, slots=True)
class Slice:
    """What is expected along one parameter: ``bands`` at ``values``, in order, and where it is ``absent``, if ever.

    The others are as in the run asked for, or averaged over; then the interval is one of the average, and narrower.
    ``likeness`` says, for each of the model's ``left_out``, from 0 to 1 how alike it is to the run asked for in all
    parameters but this one; it is empty for an average.
    """

    path: str
    values: tuple[Value, ...]
    bands: tuple[Band, ...]
    absent: Band | None
    likeness: tuple[float, ...] = ()

    def in_units(self, objective: Objective) -> Slice:
        """The same in the metric's own units."""
        absent = None if self.absent is None else self.absent.in_units(objective)
        return replace(self, bands=tuple(band.in_units(objective) for band in self.bands), absent=absent)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one parameter does in the model, averaged over the others.

    ``best`` and ``worst`` are the ends of what is expected along it. ``ratio`` is worst over best for losses above 0,
    and ``None`` else. ``share`` is the effect as a part of the greatest one, in the model's own scale. ``length`` is
    the length scale of a number, as a part of its axis; ``decades`` the same in powers of ten where the axis is
    logarithmic; ``likeness`` the correlation between neighbouring values, or any two values of a category.
    """

    path: str
    best: float
    worst: float
    ratio: float | None
    share: float
    length: float | None
    decades: float | None
    likeness: float | None
    words: Literal["most", "much", "little", "hardly"]

    def in_units(self, objective: Objective) -> Effect:
        """The same in the metric's own units."""
        return replace(self, best=objective.value(self.best), worst=objective.value(self.worst))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A run predicted from all others: its ``number`` (``None``: of an earlier sweep), what it ``measured``."""

    number: int | None
    measured: float
    predicted: Band
    inside: bool

    def in_units(self, objective: Objective) -> LeftOut:
        """The same in the metric's own units."""
        return replace(self, measured=objective.value(self.measured), predicted=self.predicted.in_units(objective))


@dataclass(frozen=True, slots=True)
class Novelty:
    """How unlike all earlier ones a run was: ``distance`` from 0, the same, to 1, new."""

    number: int
    distance: float
    kind: Literal["covering", "exploring", "refining"]


@dataclass(frozen=True, slots=True)
class Model:
    """What a fitted model believes.

    It knows ``fitted`` runs, of ``stopped`` ones that were stopped early and ``failed`` without a loss, ``of`` so many
    that ended: with many, a subset stands for all. ``under_way`` runs are taken to end as predicted. Equal runs differ
    by ``noise``, as a part of the standard deviation of all on the model's scale. ``base`` is the number of the run
    that the others are as in along each parameter, ``None`` for an average or a run of an earlier sweep.
    """

    fitted: int
    of: int
    stopped: int
    failed: int
    under_way: int
    noise: float
    base: int | None
    alternatives: tuple[Guess, ...]
    slices: tuple[Slice, ...]
    effects: tuple[Effect, ...]
    left_out: tuple[LeftOut, ...]
    novelty: tuple[Novelty, ...]

    def in_units(self, objective: Objective) -> Model:
        """The same in the metric's own units."""
        return replace(
            self,
            alternatives=tuple(guess.in_units(objective) for guess in self.alternatives),
            slices=tuple(along.in_units(objective) for along in self.slices),
            effects=tuple(effect.in_units(objective) for effect in self.effects),
            left_out=tuple(run.in_units(objective) for run in self.left_out),
        )


@dataclass(frozen=True, slots=True)
class Portrait:
    """A search as of one history: the ``next`` suggestion (``None``: nothing is left), and the model if there is one.

    A model needs ``needed`` runs; there are ``have``.
    """

    needed: int
    have: int
    next: Guess | None
    model: Model | None

    def in_units(self, objective: Objective) -> Portrait:
        """The same in the metric's own units."""
        return replace(
            self,
            next=None if self.next is None else self.next.in_units(objective),
            model=None if self.model is None else self.model.in_units(objective),
        )
