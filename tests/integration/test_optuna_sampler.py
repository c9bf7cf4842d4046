"""Varre's search in studies of the real Optuna."""

from __future__ import annotations

import math
from collections.abc import Iterator

import optuna
import pytest
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import TrialState, create_trial

from varre.errors import UsageError
from varre.optuna import VarreSampler

CHOICES = (None, True, "a/b", 1)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    yield
    optuna.logging.set_verbosity(before)


def every_kind(trial: optuna.Trial) -> float:
    """One parameter of each kind, with names that no sweep file allows; the least value is 0."""
    x = trial.suggest_float("x y", -5.0, 5.0)
    rate = trial.suggest_float("lr/é", 1e-5, 1.0, log=True)
    part = trial.suggest_float("part", 0.1, 0.9, step=0.2)
    k = trial.suggest_int("k", 3, 11, step=4)
    width = trial.suggest_int("width", 1, 128, log=True)
    choice = trial.suggest_categorical("choice", CHOICES)
    assert k in (3, 7, 11)
    assert round(part, 9) in (0.1, 0.3, 0.5, 0.7, 0.9)
    assert isinstance(width, int)
    far = (x - 1.0) ** 2 + (math.log10(rate) + 3.0) ** 2 + abs(k - 7) + abs(part - 0.5) + abs(width - 9) / 50
    return far + (0.0 if choice == "a/b" else 1.0)


def studied(objective: object, trials: int, *, seed: int = 0, direction: str = "minimize", **more: object):
    study = optuna.create_study(sampler=VarreSampler(seed=seed), direction=direction)
    study.optimize(objective, n_trials=trials, **more)
    return study


def told(*values: float, state: TrialState = TrialState.COMPLETE) -> optuna.Study:
    """A study with trials at 0.0, 0.1, … that ended with these values."""
    study = optuna.create_study(sampler=VarreSampler(seed=0))
    for place, value in enumerate(values):
        study.add_trial(at(0.1 * place, value=value, state=state))
    return study


def at(x: float, **more: object) -> optuna.trial.FrozenTrial:
    return create_trial(params={"x": x}, distributions={"x": FloatDistribution(0.0, 1.0)}, **more)


def next_x(study: optuna.Study) -> float:
    return study.ask({"x": FloatDistribution(0.0, 1.0)}).params["x"]


def test_it_searches_every_kind_of_parameter_better_than_random() -> None:
    ours = studied(every_kind, 30).best_value
    by_chance = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
    by_chance.optimize(every_kind, n_trials=300)
    assert ours < by_chance.best_value


def test_the_same_trials_and_seed_give_the_same_suggestions_whoever_asks() -> None:
    first, again = (studied(every_kind, 12, seed=3) for _ in range(2))
    assert [trial.params for trial in first.trials] == [trial.params for trial in again.trials]
    other = optuna.create_study(sampler=VarreSampler(seed=3))
    other.add_trials(first.trials)
    space = first.trials[0].distributions
    assert other.ask(space).params == first.ask(space).params


def test_maximising_is_minimising_the_negative() -> None:
    down = studied(every_kind, 12)
    up = studied(lambda trial: -every_kind(trial), 12, direction="maximize")
    assert [trial.params for trial in up.trials] == [trial.params for trial in down.trials]


def test_parameters_of_some_trials_only_are_drawn_and_the_others_searched() -> None:
    def objective(trial: optuna.Trial) -> float:
        x = trial.suggest_float("x", 0.0, 1.0)
        deep = trial.suggest_categorical("deep", [False, True])
        return (x - 0.3) ** 2 + (trial.suggest_float("depth", 0.0, 1.0) if deep else 0.4)

    study = studied(objective, 20)
    shared = [trial for trial in study.trials if "depth" not in trial.params]
    assert shared
    assert len(shared) < 20
    assert min(abs(trial.params["x"] - 0.3) for trial in study.trials) < 0.05


def test_a_pruned_trial_counts_with_the_best_that_it_reported() -> None:
    reports = {0: 5.0, 1: 2.0, 2: 9.0}
    pruned = told(3.0, 1.0, 4.0, 1.5, 6.0)
    pruned.add_trial(at(0.9, state=TrialState.PRUNED, intermediate_values=reports))
    finished = told(3.0, 1.0, 4.0, 1.5, 6.0)
    finished.add_trial(at(0.9, value=2.0))
    assert next_x(pruned) == next_x(finished)


def test_what_failed_or_diverged_is_not_tried_again_at_once() -> None:
    good = (3.0, 2.0, 1.0, 0.5, 0.2, 0.1)
    study = told(*good)
    for x in (0.62, 0.66, 0.7):
        study.add_trial(at(x, state=TrialState.FAIL))
    assert next_x(told(*good)) > 0.55
    assert all(abs(next_x(study) - x) > 0.005 for x in (0.62, 0.66, 0.7))


def test_trials_under_way_are_not_suggested_twice() -> None:
    study = told(3.0, 1.0, 2.0, 2.5, 2.0, 4.0)
    asked = [next_x(study) for _ in range(4)]
    assert len({round(x, 3) for x in asked}) == 4


def test_threads_share_a_sampler() -> None:
    study = studied(every_kind, 12, n_jobs=3)
    assert len(study.trials) == 12
    assert all(trial.state is TrialState.COMPLETE for trial in study.trials)


def test_an_enqueued_trial_is_run_as_it_is_and_learnt_from() -> None:
    study = optuna.create_study(sampler=VarreSampler(seed=0))
    study.enqueue_trial({"x": 0.25})
    study.optimize(lambda trial: (trial.suggest_float("x", 0.0, 1.0) - 0.3) ** 2, n_trials=10)
    assert study.trials[0].params == {"x": 0.25}
    assert study.best_value < 1e-3


def test_a_finite_space_is_exhausted_before_anything_is_tried_twice() -> None:
    def objective(trial: optuna.Trial) -> float:
        return trial.suggest_int("k", 0, 3) + trial.suggest_categorical("c", [0, 1])

    study = studied(objective, 12)
    tried = [tuple(trial.params.values()) for trial in study.trials]
    assert len(set(tried)) == 8
    assert len(set(tried[:8])) == 8


def test_a_space_that_changes_is_searched_as_it_is_now() -> None:
    sampler = VarreSampler(seed=0)
    study = optuna.create_study(sampler=sampler)
    study.optimize(lambda trial: trial.suggest_float("x", 0.0, 1.0), n_trials=8)
    common = {"x": FloatDistribution(0.0, 1.0)}
    wider = {"k": IntDistribution(0, 9), "c": CategoricalDistribution(("a", "b"))}
    study.optimize(lambda trial: trial.suggest_float("x", 0.0, 1.0) + trial.suggest_int("k", 0, 9), n_trials=4)
    trial = study.ask({**common, **wider})
    assert set(trial.params) == {"x", "k", "c"}


def test_several_objectives_are_refused() -> None:
    study = optuna.create_study(directions=["minimize", "minimize"], sampler=VarreSampler(seed=0))
    with pytest.raises(UsageError, match="one objective; the study has 2"):
        study.optimize(lambda trial: (trial.suggest_float("x", 0.0, 1.0), 0.0), n_trials=1)
