"""Varre's search as a sampler of Optuna, for studies that are written in Optuna's way.

    study = optuna.create_study(sampler=VarreSampler(seed=0))
    study.optimize(objective, n_trials=50)

Optuna itself is not installed with Varre. Its distributions become a search space and its trials a history, anew for
each suggestion: the same trials and seed give the same suggestion, whichever of several processes asks. Parameters that
only some trials have are drawn independently, as Optuna's own model-based samplers do it; all others are searched
together. The first trial of a study is drawn, since nobody knows the parameters before it.
"""

from __future__ import annotations

import math
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers import BaseSampler, RandomSampler
from optuna.search_space import IntersectionSearchSpace
from optuna.study import Study, StudyDirection
from optuna.trial import FrozenTrial, TrialState

from varre import search
from varre.errors import UsageError
from varre.runs import History, Observation, Outcome, Seeds
from varre.space import Value
from varre.sweepfile import Objective, SweepFile

__all__ = ["VarreSampler"]

_Goal = Literal["minimize", "maximize"]


class VarreSampler(BaseSampler):
    """Bayesian optimisation for one objective.

    Finished trials count with their value, pruned ones with the best value that they reported, failed ones as worse
    than the worst, running ones as under way. The same seed and the same trials give the same suggestions; without
    ``seed`` one is drawn. May be used from several threads.
    """

    def __init__(self, *, seed: int | None = None) -> None:
        self._random = RandomSampler(seed)
        self._seeds = Seeds(secrets.randbits(32) if seed is None else seed)
        self._common = IntersectionSearchSpace(include_pruned=True)
        self._search: _Search | None = None
        self._lock = threading.Lock()

    def infer_relative_search_space(self, study: Study, trial: FrozenTrial) -> dict[str, BaseDistribution]:
        """The parameters that all trials have and that can take more than one value."""
        with self._lock:
            common = self._common.calculate(study)
        return {name: each for name, each in common.items() if not each.single() and type(each) in _COLUMNS}

    def sample_relative(
        self, study: Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        """What to try next. Raises `UsageError` for a study of several objectives."""
        if len(study.directions) > 1:
            raise UsageError(f"VarreSampler is for one objective; the study has {len(study.directions)}")
        if not search_space:
            return {}
        goal: _Goal = "maximize" if study.direction is StudyDirection.MAXIMIZE else "minimize"
        with self._lock:
            searched = self._searched(search_space, goal)
            return searched.suggest(study.get_trials(deepcopy=False), trial.number, self._seeds)

    def sample_independent(
        self, study: Study, trial: FrozenTrial, param_name: str, param_distribution: BaseDistribution
    ) -> Any:
        """A random value of a parameter that not all trials have."""
        return self._random.sample_independent(study, trial, param_name, param_distribution)

    def reseed_rng(self) -> None:
        """Draw independent parameters anew, as Optuna asks of each process; the search itself depends on its trials."""
        self._random.reseed_rng()

    def _searched(self, search_space: Mapping[str, BaseDistribution], goal: _Goal) -> _Search:
        if self._search is None or self._search.space != search_space or self._search.goal != goal:
            self._search = _Search(dict(search_space), goal)
        return self._search


class _Search:
    """The search of one space, and its trials as observations."""

    def __init__(self, space: dict[str, BaseDistribution], goal: _Goal) -> None:
        self.space, self.goal = space, goal
        # Names and categories of Optuna may be anything, those of a sweep file not.
        self._columns = {f"p{i}": (name, _COLUMNS[type(each)](each)) for i, (name, each) in enumerate(space.items())}
        self._objective = Objective("value", goal)
        parameters = {place: column.declared for place, (_, column) in self._columns.items()}
        metric = {"name": self._objective.name, "goal": goal}
        file = SweepFile.parse({"method": "bayes", "metric": metric, "parameters": parameters})
        self._sampler = search.make(file)
        self._seen: dict[tuple[datetime | None, int, TrialState], Observation | None] = {}

    def suggest(self, trials: Sequence[FrozenTrial], number: int, seeds: Seeds) -> dict[str, Any]:
        """Values for trial ``number``; none if all configurations have been tried, and the trial is to be drawn."""
        observations = [self._observation(each) for each in trials if each.number != number]
        history = History(tuple(each for each in observations if each is not None), number + 1)
        answer = self._sampler.ask(history, 1, seeds)
        if not isinstance(answer, list):
            return {}
        [suggestion] = answer
        return {name: column.value(suggestion.params[place]) for place, (name, column) in self._columns.items()}

    def _observation(self, trial: FrozenTrial) -> Observation | None:
        """What a trial tells, or ``None`` if it lies outside; the same object each time, by which a search knows it."""
        key = trial.datetime_start, trial.number, trial.state
        if trial.state in _UNDER_WAY:
            return self._read(trial)
        if key not in self._seen:
            self._seen[key] = self._read(trial)
        return self._seen[key]

    def _read(self, trial: FrozenTrial) -> Observation | None:
        inside = all(
            name in trial.params and each._contains(each.to_internal_repr(trial.params[name]))
            for name, each in self.space.items()
        )
        if not inside:
            return None
        params = {place: column.place(trial.params[name]) for place, (name, column) in self._columns.items()}
        losses = (self._objective.loss(value) for value in _values(trial))
        curve = tuple(loss for loss in losses if math.isfinite(loss))
        outcome = _OUTCOMES[trial.state] if curve or trial.state in _UNDER_WAY else Outcome.FAILED
        return Observation(trial.number + 1, params, curve, outcome)


_OUTCOMES: Mapping[TrialState, Outcome] = {
    TrialState.COMPLETE: Outcome.FINISHED,
    TrialState.PRUNED: Outcome.STOPPED,
    TrialState.FAIL: Outcome.FAILED,
    TrialState.RUNNING: Outcome.RUNNING,
    TrialState.WAITING: Outcome.WAITING,
}
_UNDER_WAY = frozenset({TrialState.RUNNING, TrialState.WAITING})


def _values(trial: FrozenTrial) -> Sequence[float]:
    """The value of a finished trial, and all that a pruned one reported."""
    if trial.state is TrialState.PRUNED:
        return [value for _, value in sorted(trial.intermediate_values.items())]
    return [] if trial.value is None or trial.state is not TrialState.COMPLETE else [trial.value]


@dataclass(frozen=True, slots=True)
class _Column:
    """One parameter: how a sweep file declares it, and the way to its values and back."""

    declared: Mapping[str, object]
    value: Callable[[Any], Any]
    place: Callable[[Any], Value]


def _float(given: FloatDistribution) -> _Column:
    if given.step is not None:
        return _steps(given.low, given.high, given.step, float)
    scale = "log_uniform_values" if given.log else "uniform"
    declared = {"distribution": scale, "min": given.low, "max": given.high}
    return _Column(declared, float, float)


def _int(given: IntDistribution) -> _Column:
    if not given.log:
        return _steps(given.low, given.high, given.step, int)
    declared = {"distribution": "q_log_uniform_values", "min": given.low, "max": given.high, "q": 1}
    return _Column(declared, lambda x: min(max(round(x), given.low), given.high), int)


def _steps(low: float, high: float, step: float, kind: type[float]) -> _Column:
    """Steps count from the lower end here, from zero in a sweep file: they are numbered."""
    last = round((high - low) / step)
    return _Column(
        {"min": 0, "max": last}, lambda i: kind(min(low + i * step, high)), lambda x: round((x - low) / step)
    )


def _choice(given: CategoricalDistribution) -> _Column:
    labels = [f"c{i}" for i in range(len(given.choices))]
    return _Column(
        {"values": labels},
        lambda label: given.choices[labels.index(label)],
        lambda choice: labels[int(given.to_internal_repr(choice))],
    )


_COLUMNS: Mapping[type[BaseDistribution], Callable[[Any], _Column]] = {
    FloatDistribution: _float,
    IntDistribution: _int,
    CategoricalDistribution: _choice,
}
