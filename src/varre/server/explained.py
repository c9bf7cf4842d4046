"""What mattered in a sweep and what its model believes, as they go over the wire.

The shapes are those of `varre.analysis.importance` and `varre.search.portrait`, said once more because those modules
load arrays, which the server does without; tests read real answers as these, in which nothing may be too much. Figures
are in the metric's own units.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from varre.server.schema import ReasonView, Values

__all__ = [
    "BandView",
    "CorrelationView",
    "EffectView",
    "GuessView",
    "ImportanceCounts",
    "ImportanceView",
    "InteractionView",
    "LeftOutView",
    "LevelView",
    "ModelOfView",
    "ModelView",
    "NoveltyView",
    "ParameterImportanceView",
    "SliceView",
    "WordsView",
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


# -- importance ------------------------------------------------------------------------------------------------------


class ImportanceCounts(_Model):
    """How many runs finished, were stopped early and failed, and how many of them were used."""

    finished: int
    stopped: int
    failed: int
    used: int


class CorrelationView(_Model):
    """How a parameter goes together with the metric: by rank for numbers, eta for categories; 80 % interval."""

    kind: Literal["rank", "eta"] | None
    value: float | None
    low: float | None
    high: float | None
    n: int


class LevelView(_Model):
    """How many runs have a value of a category, and the mean of their metric."""

    value: JsonValue
    count: int
    mean: float | None


class WordsView(_Model):
    """What there is to say of a parameter; ``level`` is what code ``level`` is about."""

    code: Literal["constant", "higher", "lower", "unclear", "level", "alike"]
    level: JsonValue


class ParameterImportanceView(_Model):
    """What one parameter did; exactly 0 for what never varied, null with too few runs; 80 % interval."""

    path: str
    importance: float | None
    low: float | None
    high: float | None
    correlation: CorrelationView
    levels: list[LevelView] | None
    words: WordsView | None


class InteractionView(_Model):
    """The share of the variance that two parameters explain together and neither of them alone."""

    a: str
    b: str
    importance: float


class ImportanceView(_Model):
    """The importance of every parameter, greatest first; ``note`` where there is something to say of the whole.

    ``metric`` and ``which`` say by which value runs were judged, ``cursor`` up to where runs are known.
    """

    method: Literal["fanova", "ped_anova", "permutation"]
    metric: str
    which: Literal["best", "last", "min", "max"]
    runs: ImportanceCounts
    note: str | None
    needed: int
    a_tree: int | None
    explained: float | None
    parameters: list[ParameterImportanceView]
    interactions: list[InteractionView]
    cursor: int


# -- the model -------------------------------------------------------------------------------------------------------


class BandView(_Model):
    """A predicted value, the median, and the interval in which eight of ten runs would end."""

    mean: float
    low: float
    high: float


class GuessView(_Model):
    """A configuration that might be tried, why, what to expect of it, and which run is most like it."""

    params: Values
    reason: ReasonView
    predicted: BandView | None
    near: int
    nearest: int | None
    likeness: float | None
    differences: list[str]


class SliceView(_Model):
    """What is expected along one parameter, band by value; ``absent``: where the parameter does not exist.

    ``likeness``: how alike each of ``left_out`` is to the base in the other parameters; empty for an average.
    """

    path: str
    values: list[JsonValue]
    bands: list[BandView]
    absent: BandView | None
    likeness: list[float]


class EffectView(_Model):
    """What one parameter does in the model, averaged over the others."""

    path: str
    best: float
    worst: float
    ratio: float | None
    share: float
    length: float | None
    decades: float | None
    likeness: float | None
    words: Literal["most", "much", "little", "hardly"]


class LeftOutView(_Model):
    """A run predicted from all others."""

    number: int | None
    measured: float
    predicted: BandView
    inside: bool


class NoveltyView(_Model):
    """How unlike all earlier ones a run was, from 0 to 1."""

    number: int
    distance: float
    kind: Literal["covering", "exploring", "refining"]


class ModelOfView(_Model):
    """What a fitted model believes, and what it was fitted to."""

    fitted: int
    of: int
    stopped: int
    failed: int
    under_way: int
    noise: float
    base: int | None
    alternatives: list[GuessView]
    slices: list[SliceView]
    effects: list[EffectView]
    left_out: list[LeftOutView]
    novelty: list[NoveltyView]


class ModelView(_Model):
    """A search as it stands: the next suggestion, and the model if there is one; it needs ``needed`` runs.

    ``number`` is the one that the next new run will have.
    """

    needed: int
    have: int
    number: int
    next: GuessView | None
    model: ModelOfView | None
    objective: str | None
    goal: Literal["minimize", "maximize"] | None
    cursor: int
