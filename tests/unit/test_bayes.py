"""Bayesian optimisation, from the outside: what it suggests, why, and what must make no difference."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from varre.models.encoding import Encoder
from varre.models.outputs import Warp
from varre.runs import Exhausted, History, Observation, Outcome, Seeds, Suggestion
from varre.search.bayes import BayesSampler
from varre.search.learning import Learner
from varre.search.ledger import Entries
from varre.search.trust import penalty, radius
from varre.space import (
    Categorical,
    Clause,
    Condition,
    IntUniform,
    LogUniformValues,
    Parameter,
    Params,
    SearchSpace,
    Uniform,
)


def space(**distributions: object) -> SearchSpace:
    return SearchSpace(tuple(Parameter(name, (name,), distribution) for name, distribution in distributions.items()))


PLANE = space(x=Uniform(0.0, 1.0), y=Uniform(0.0, 1.0))
MIXED = space(c=Categorical(("a", "b", "c")), k=IntUniform(1, 6), lr=LogUniformValues(1e-4, 1.0))


def bowl(params: Params) -> float:
    return (params["x"] - 0.3) ** 2 + (params["y"] - 0.8) ** 2


def mixed(params: Params) -> float:
    return (
        {"a": 1.0, "b": 0.0, "c": 0.7}[params["c"]]
        + 0.1 * abs(params["k"] - 4)
        + (math.log10(params["lr"]) + 2) ** 2 / 4
    )


def told(search_space: SearchSpace, loss: object, n: int, seed: int = 0) -> History:
    rng = np.random.default_rng(seed)
    points = [search_space.decode(rng.random(len(search_space)).tolist()) for _ in range(n)]
    return History(tuple(Observation(i + 1, p, (loss(p),), Outcome.FINISHED) for i, p in enumerate(points)), n + 1)


def ask(search_space: SearchSpace, history: History, n: int = 1, seed: int = 0) -> list[Suggestion]:
    answer = BayesSampler(search_space).ask(history, n, Seeds(seed))
    assert not isinstance(answer, Exhausted)
    return answer


def run(search_space: SearchSpace, loss: object, n: int, seed: int = 0) -> History:
    sampler, history = BayesSampler(search_space), History()
    for number in range(1, n + 1):
        [suggestion] = sampler.ask(history, 1, Seeds(seed))
        observation = Observation(number, suggestion.params, (loss(suggestion.params),), Outcome.FINISHED)
        history = History((*history.observations, observation), number + 1)
    return history


def best(history: History) -> float:
    return min(seen.loss for seen in history.observations if seen.loss is not None)


def changed(history: History, loss: object) -> History:
    seen = tuple(replace(s, curve=tuple(loss(v) for v in s.curve)) for s in history.observations)
    return replace(history, observations=seen)


def test_finds_the_bottom_of_a_bowl():
    assert np.median([best(run(PLANE, bowl, 15, seed)) for seed in range(3)]) < 1e-3


def test_finds_the_right_category_integer_and_scale():
    assert np.median([best(run(MIXED, mixed, 25, seed)) for seed in range(3)]) < 0.05


def test_first_points_are_one_sobol_sequence_by_number():
    sampler = BayesSampler(PLANE)
    together = ask(PLANE, History(), sampler.first_points)
    assert {suggestion.reason.source for suggestion in together} == {"sobol"}
    assert 5 <= sampler.first_points <= 8
    third = ask(PLANE, told(PLANE, bowl, 2))[0]
    assert third == together[2]


def test_the_model_takes_over_after_the_first_points():
    n = BayesSampler(PLANE).first_points
    [suggestion] = ask(PLANE, told(PLANE, bowl, n))
    reason = suggestion.reason
    assert reason.source == "gp"
    assert reason.predicted is not None
    assert reason.predicted.sd > 0
    assert reason.expected_improvement is not None
    assert reason.expected_improvement >= 0
    assert reason.improvement_probability is not None
    assert 0 <= reason.improvement_probability <= 1


def test_predicted_losses_are_in_units_of_the_loss():
    history = told(PLANE, lambda p: 1000.0 + 50.0 * bowl(p), 25)
    elsewhere = told(PLANE, bowl, 20, seed=1).observations
    predictions = BayesSampler(PLANE).predict(history, [seen.params for seen in elsewhere])
    truth = np.array([1000.0 + 50.0 * bowl(seen.params) for seen in elsewhere])
    errors = np.array([prediction.mean for prediction in predictions]) - truth
    assert np.abs(errors).max() < 5.0
    assert np.abs(errors).mean() < 1.0
    assert all(0 < prediction.sd < 30.0 for prediction in predictions)


@pytest.mark.parametrize(("scale", "shift"), [(4.0, 0.0), (0.25, -8.0), (1024.0, 4096.0)])
def test_shift_and_scale_of_losses_change_nothing(scale, shift):
    # Powers of two and short binary losses: no rounding, so that nothing but the algorithm is compared.
    history = told(MIXED, lambda p: round(mixed(p) * 256) / 256, 14)
    [one], [other] = ask(MIXED, history), ask(MIXED, changed(history, lambda v: scale * v + shift))
    for name in ("c", "k"):
        assert one.params[name] == other.params[name]
    assert math.log(one.params["lr"]) == pytest.approx(math.log(other.params["lr"]), abs=1e-3)
    assert other.reason.predicted is not None
    assert one.reason.predicted is not None
    assert other.reason.predicted.mean == pytest.approx(scale * one.reason.predicted.mean + shift, rel=1e-3)
    assert other.reason.predicted.sd == pytest.approx(scale * one.reason.predicted.sd, rel=1e-2)


def test_runs_under_way_keep_others_away():
    history = told(PLANE, bowl, 10)
    several = [np.array([s.params["x"], s.params["y"]]) for s in ask(PLANE, history, 4)]
    apart = [np.abs(a - b).max() for i, a in enumerate(several) for b in several[:i]]
    assert min(apart) > 1e-3
    alone = ask(PLANE, history)[0]
    waiting = Observation(11, alone.params, (), Outcome.WAITING)
    assert ask(PLANE, History((*history.observations, waiting), 12))[0].params != alone.params


def test_a_region_where_runs_fail_is_avoided():
    # The bottom of the bowl lies where everything fails.
    def seen(number: int, params: Params) -> Observation:
        if params["x"] < 0.5:
            return Observation(number, params, (), Outcome.FAILED)
        return Observation(number, params, (bowl(params),), Outcome.FINISHED)

    sampler, history = BayesSampler(PLANE), History()
    for number in range(1, 26):
        [suggestion] = sampler.ask(history, 1, Seeds(1))
        history = History((*history.observations, seen(number, suggestion.params)), number + 1)
    late = history.observations[12:]
    assert sum(s.outcome == Outcome.FAILED for s in late) <= len(late) // 2
    assert best(history) < 0.06  # the best that does not fail is 0.04


def test_failures_alone_do_not_stop_the_search():
    points = told(PLANE, bowl, 12).observations
    failed = tuple(replace(seen, curve=(), outcome=Outcome.FAILED) for seen in points)
    assert PLANE.check(ask(PLANE, History(failed, 13))[0].params) == []


def test_a_stopped_run_counts_with_the_best_of_its_own_curve():
    history = told(PLANE, bowl, 12)
    stopped = replace(history.observations[3], curve=(9.0, bowl(history.observations[3].params), 5.0))
    as_stopped = [*history.observations]
    as_stopped[3] = replace(stopped, outcome=Outcome.STOPPED)
    assert ask(PLANE, replace(history, observations=tuple(as_stopped))) == ask(PLANE, history)


def test_a_diverged_run_does_not_blind_the_model():
    history = told(PLANE, bowl, 12)
    wild = Observation(13, {"x": 0.95, "y": 0.05}, (1e30,), Outcome.FINISHED)
    with_it = History((*history.observations, wild), 14)
    [prediction] = BayesSampler(PLANE).predict(with_it, [{"x": 0.3, "y": 0.8}])
    assert prediction.mean < 0.2


def test_a_conditional_parameter_is_searched_where_it_exists():
    on = Condition((("on", Clause(one_of=(True,))),))
    tree = SearchSpace(
        (Parameter("on", ("on",), Categorical((True, False))), Parameter("m", ("m",), Uniform(0.0, 1.0), on))
    )

    def loss(params: Params) -> float:
        return (params["m"] - 0.65) ** 2 if params["on"] else 0.1

    history = run(tree, loss, 14)
    assert best(history) < 1e-3
    assert all(tree.check(seen.params) == [] for seen in history.observations)


def test_a_logarithmic_scale_that_was_forgotten_is_found():
    forgotten = space(lr=Uniform(1e-4, 1e-1), c=Categorical(("a", "b")))

    def loss(params: Params) -> float:
        return (math.log10(params["lr"]) + 3.3) ** 2 + (params["c"] == "a")

    declared, logarithmic = Encoder.all_of(forgotten)
    seen = [{"lr": 10.0**-e, "c": c} for e in (1.2, 1.7, 2.2, 2.8, 3.1, 3.8) for c in "ab"]
    observations = [Observation(i, p, (loss(p),), Outcome.FINISHED) for i, p in enumerate(seen)]
    belief = Learner((declared, logarithmic)).learn(Entries.of(forgotten, observations), seed=0)
    assert belief is not None
    assert belief.encoder is logarithmic
    straight = [replace(o, curve=(o.params["lr"] + (o.params["c"] == "a"),)) for o in observations]
    belief = Learner((declared, logarithmic)).learn(Entries.of(forgotten, straight), seed=0)
    assert belief is not None
    assert belief.encoder is declared


def test_the_gradient_of_log_ei_is_that_of_finite_differences():
    encoder = Encoder(MIXED)
    observations = list(told(MIXED, mixed, 12).observations)
    observations += [Observation(None, {"c": "b", "k": 4, "lr": 0.01}, (), Outcome.RUNNING)]
    belief = Learner([encoder]).learn(Entries.of(MIXED, observations), seed=3)
    assert belief is not None
    points = encoder.encode([seen.params for seen in told(MIXED, mixed, 6, seed=5).observations])
    _, slope = belief.log_ei_and_gradient(points)
    for j in range(points.X.shape[1]):
        step = np.zeros_like(points.X)
        step[:, j] = 1e-6
        up, down = (belief.log_ei_and_gradient(replace(points, X=points.X + s))[0] for s in (step, -step))
        assert slope[:, j] == pytest.approx((up - down) / 2e-6, rel=1e-3, abs=1e-4)


def test_log_ei_is_that_with_a_gradient_but_for_what_is_too_far_away():
    encoder = Encoder(PLANE)
    belief = Learner([encoder]).learn(Entries.of(PLANE, told(PLANE, bowl, 15).observations), seed=0)
    assert belief is not None
    points = encoder.encode([seen.params for seen in told(PLANE, bowl, 8, seed=6).observations])
    too_far = penalty(points, belief.seen.points, encoder.dimension)
    assert 0 < np.count_nonzero(too_far) < 8
    assert belief.log_ei_and_gradient(points)[0] == pytest.approx(belief.log_ei(points) + too_far, abs=1e-5)


def test_proposals_may_go_farther_the_more_was_seen_and_everywhere_in_the_end():
    radii = [radius(seen, 3) for seen in (1, 10, 39, 40)]
    assert radii[0] < radii[1] < radii[2] < radii[3] == math.inf


def test_what_is_too_far_is_measured_to_the_nearest_point_seen():
    encoder = Encoder(PLANE)
    seen = encoder.encode([{"x": 0.1, "y": 0.1}, {"x": 0.9, "y": 0.9}])
    points = encoder.encode([{"x": 0.15, "y": 0.1}, {"x": 0.9, "y": 0.1}, {"x": 0.9, "y": 0.3}])
    near, far, less_far = penalty(points, seen, 2)
    assert near == 0.0
    assert 0.0 < less_far < far


def test_the_warp_goes_there_and_back_and_keeps_order():
    losses = np.array([0.31, 0.3, 0.35, 0.36, 0.5, 0.7])
    warp = Warp.of(losses.tolist())
    z = warp(losses)
    assert list(np.argsort(z)) == list(np.argsort(losses))
    assert warp.inverse(z) == pytest.approx(losses)
    assert warp.failed > z.max()


def test_the_warp_keeps_the_better_half_straight_and_bounds_the_worst():
    warp = Warp.of([0.1, 0.2, 0.3, 0.4, 1e300])
    good = warp(np.array([0.1, 0.2, 0.3]))
    assert good[1] - good[0] == pytest.approx(good[2] - good[1])
    assert warp(np.array([1e300]))[0] == warp(np.array([1e9]))[0] < 5.0


@pytest.mark.parametrize("losses", [[1.0], [1.0, 1.0], [5e-324, 0.0], [1e308, -1e308, 0.0]])
def test_the_warp_bears_any_losses(losses):
    warp = Warp.of(losses)
    assert np.all(np.isfinite(warp(np.array(losses))))
    assert math.isfinite(warp.failed)


def test_before_two_losses_nothing_is_predicted():
    [prediction] = BayesSampler(PLANE).predict(History(), [{"x": 0.3, "y": 0.8}])
    assert math.isnan(prediction.mean)
    assert math.isinf(prediction.sd)
