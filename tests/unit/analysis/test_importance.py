"""What `explain` says of whole sweeps."""

from __future__ import annotations

import dataclasses
import json
import math
import pickle
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from varre.analysis.importance import NEEDED, Importance, Method, ParameterImportance, explain
from varre.analysis.seen import Counts, Seen
from varre.analysis.words import Words
from varre.models.outputs import Warp
from varre.runs import Observation, Outcome
from varre.space import (
    Categorical,
    Clause,
    Condition,
    Constant,
    IntUniform,
    LogUniformValues,
    Parameter,
    Params,
    SearchSpace,
    Uniform,
)
from varre.sweepfile import Objective


def space_of(*more: Parameter, **distributions: object) -> SearchSpace:
    plain = (Parameter(name, (name,), distribution) for name, distribution in distributions.items())
    return SearchSpace((*more, *plain))


def runs_of(
    space: SearchSpace, loss: Callable[[Params], float], n: int, seed: int = 0, noise: float = 0.0
) -> list[Seen]:
    rng = np.random.default_rng(seed)
    drawn = [space.decode(rng.random(len(space)).tolist()) for _ in range(n)]
    return [Seen(params, float(loss(params) + noise * rng.normal()), Outcome.FINISHED) for params in drawn]


def of(found: Importance, path: str) -> ParameterImportance:
    return next(each for each in found.parameters if each.path == path)


MIXED = space_of(
    lr=LogUniformValues(1e-4, 1.0),
    opt=Categorical(("adam", "sgd", "rms")),
    k=IntUniform(1, 9),
    noise=Uniform(0, 1),
    c=Constant(3),
)


def mixed(params: Params) -> float:
    return (
        (math.log10(params["lr"]) + 2) ** 2 / 4
        + {"adam": 0.0, "sgd": 0.4, "rms": 0.1}[params["opt"]]
        + 0.02 * params["k"]
    )


# -- the figures are right ---------------------------------------------------------------------------------------


def test_fanova_finds_the_shares_of_a_known_function() -> None:
    """Exact shares by summing over the full grid of the space, on the scale that losses are seen on."""
    space = space_of(a=IntUniform(1, 6), b=Categorical(("x", "y", "z")), c=IntUniform(1, 4))
    table = {"x": 0.0, "y": 3.0, "z": 1.0}

    def loss(p: Params) -> float:
        return 0.1 * (p["a"] - 3) ** 2 + table[p["b"]] / 2 + 0.3 * p["c"] * (p["b"] == "z")

    grid = list(space.grid())
    losses = np.array([loss(p) for p in grid])
    warped = Warp.of(losses.tolist())(losses).reshape(6, 3, 4)
    whole = warped.var()
    runs = [Seen(p, loss(p), Outcome.FINISHED) for p in grid for _ in range(4)]
    found = explain(space, runs)
    for axis, path in enumerate("abc"):
        exact = warped.mean(axis=tuple({0, 1, 2} - {axis})).var() / whole
        assert of(found, path).importance == pytest.approx(exact, abs=0.02)
    bc = warped.mean(axis=0)
    together = (bc - bc.mean(0, keepdims=True) - bc.mean(1, keepdims=True) + bc.mean()).var() / whole
    [pair] = [each for each in found.interactions if {each.a, each.b} == {"b", "c"}]
    assert pair.importance == pytest.approx(together, abs=0.02)
    assert found.interactions[0] == max(found.interactions, key=lambda each: each.importance)


def test_fanova_finds_the_integrals_of_a_continuous_function() -> None:
    """x + y^2 on the unit square: variances 1/12 and 4/45. Losses below the median are not bent."""
    space = space_of(x=Uniform(0.0, 1.0), y=Uniform(0.0, 1.0))
    found = explain(space, runs_of(space, lambda p: min(p["x"] + p["y"] ** 2, 10.0), 1500))
    g = (np.arange(400) + 0.5) / 400
    plain = g[:, None] + g[None, :] ** 2
    warped = Warp.of(plain.ravel().tolist())(plain)
    assert of(found, "x").importance == pytest.approx(warped.mean(1).var() / warped.var(), abs=0.03)
    assert of(found, "y").importance == pytest.approx(warped.mean(0).var() / warped.var(), abs=0.03)


@pytest.mark.parametrize("method", list(Method))
def test_noise_does_not_matter_and_what_matters_does(method: Method) -> None:
    found = explain(MIXED, runs_of(MIXED, mixed, 300, noise=0.05), method)
    assert found.parameters[0].path == "lr"
    assert of(found, "noise").importance < 0.05
    assert of(found, "opt").importance > 2 * of(found, "k").importance
    assert [each.importance for each in found.parameters] == sorted(
        (each.importance for each in found.parameters), reverse=True
    )


def test_permutation_counts_half_the_growth_of_the_error() -> None:
    """For an additive function that is the share of the variance."""
    space = space_of(x=Uniform(0.0, 1.0), y=Uniform(0.0, 1.0))
    found = explain(space, runs_of(space, lambda p: 2 * p["x"] + p["y"], 1500), "permutation")
    assert of(found, "x").importance == pytest.approx(0.8, abs=0.06)
    assert of(found, "y").importance == pytest.approx(0.2, abs=0.06)


# -- beside Optuna and scikit-learn ------------------------------------------------------------------------------


def optuna_importance(runs: list[Seen], losses: list[float], evaluator: object) -> dict[str, float]:
    import optuna

    kinds = {
        "lr": optuna.distributions.FloatDistribution(1e-4, 1.0, log=True),
        "opt": optuna.distributions.CategoricalDistribution(("adam", "sgd", "rms")),
        "k": optuna.distributions.IntDistribution(1, 9),
        "noise": optuna.distributions.FloatDistribution(0.0, 1.0),
    }
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study()
    for run, loss in zip(runs, losses, strict=True):
        params = {name: run.params[name] for name in kinds}
        study.add_trial(optuna.trial.create_trial(params=params, distributions=kinds, value=loss))
    return dict(optuna.importance.get_param_importances(study, evaluator=evaluator, normalize=True))


def warped_losses(runs: list[Seen]) -> list[float]:
    losses = [run.value for run in runs if run.value is not None]
    return Warp.of(losses)(np.array(losses)).tolist()


def test_fanova_agrees_with_optunas() -> None:
    """Optuna's shares are those of trees, not of the forest, so they are compared as parts of their sum."""
    from optuna.importance import FanovaImportanceEvaluator

    runs = runs_of(MIXED, mixed, 300, noise=0.02)
    theirs = optuna_importance(runs, warped_losses(runs), FanovaImportanceEvaluator(seed=0))
    ours = explain(MIXED, runs)
    total = sum(each.importance for each in ours.parameters)
    for path, share in theirs.items():
        assert of(ours, path).importance / total == pytest.approx(share, abs=0.06)


def test_ped_anova_agrees_with_optunas() -> None:
    """Among numbers. A category Optuna smooths by as much however many runs there are, so that it counts for less."""
    from optuna.importance import PedAnovaImportanceEvaluator

    runs = runs_of(MIXED, mixed, 400, noise=0.02)
    theirs = optuna_importance(runs, warped_losses(runs), PedAnovaImportanceEvaluator())
    ours = explain(MIXED, runs, "ped_anova")
    assert sum(each.importance for each in ours.parameters) == pytest.approx(1.0)
    numbers = ("lr", "k", "noise")
    our_sum, their_sum = (sum(of(ours, path).importance for path in numbers), sum(theirs[path] for path in numbers))
    for path in numbers:
        assert of(ours, path).importance / our_sum == pytest.approx(theirs[path] / their_sum, abs=0.03)
    assert theirs["opt"] < of(ours, "opt").importance


def test_permutation_agrees_with_scikit_learns() -> None:
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.inspection import permutation_importance

    runs = runs_of(MIXED, mixed, 600, noise=0.02)
    y = np.array(warped_losses(runs))
    opts = ("adam", "sgd", "rms")
    X = np.array(
        [[math.log(r.params["lr"]), opts.index(r.params["opt"]), r.params["k"], r.params["noise"]] for r in runs]
    )
    forest = RandomForestRegressor(100, random_state=0).fit(X[:400], y[:400])
    theirs = permutation_importance(forest, X[400:], y[400:], n_repeats=10, random_state=0).importances_mean / 2
    ours = explain(MIXED, runs, "permutation")
    for path, share in zip(("lr", "opt", "k", "noise"), theirs, strict=True):
        assert of(ours, path).importance == pytest.approx(share, abs=0.08)


# -- conditions and constants ------------------------------------------------------------------------------------


def conditional() -> SearchSpace:
    rate = Parameter("rate", ("rate",), Uniform(0.0, 1.0), Condition((("drop", Clause(one_of=(True,))),)))
    return space_of(rate, drop=Categorical((True, False)), x=Uniform(0.0, 1.0))


@pytest.mark.parametrize(("method", "switching"), [("fanova", 0.0), ("permutation", 0.5)])
def test_a_conditional_parameter_counts_where_it_exists(method: str, switching: float) -> None:
    """Where there is a rate it does everything; the switch does nothing alone, and takes the rate's effect away.

    The switch's total effect is E (rate - 1/2)^2 / 4 = 1/48, of a variance of 1/24.
    """
    space = conditional()
    found = explain(space, runs_of(space, lambda p: p.get("rate", 0.5), 800), method)
    assert of(found, "rate").importance > 0.9
    assert of(found, "drop").importance == pytest.approx(switching, abs=0.05)
    assert of(found, "rate").correlation.n < 500


@pytest.mark.parametrize("method", ["fanova", "permutation"])
def test_what_an_absence_brings_counts_for_the_switch(method: str) -> None:
    space = conditional()
    found = explain(space, runs_of(space, lambda p: 1.0 * p["drop"] + 0.1 * p["x"], 800), method)
    assert of(found, "drop").importance > 0.9
    assert of(found, "rate").importance < 0.05


@pytest.mark.parametrize("method", list(Method))
def test_what_never_varied_gets_exactly_nothing(method: Method) -> None:
    space = space_of(a=Uniform(0, 1), c=Constant("x"), only=Categorical(("p", "q")))
    runs = [Seen({**run.params, "only": "p"}, run.value, run.outcome) for run in runs_of(space, lambda p: p["a"], 40)]
    found = explain(space, runs, method)
    for path in ("c", "only"):
        each = of(found, path)
        assert (each.importance, each.low, each.high, each.correlation.kind) == (0.0, 0.0, 0.0, None)
        assert each.words == Words("constant")


# -- which runs count --------------------------------------------------------------------------------------------


def test_failed_runs_do_not_count_and_stopped_ones_may() -> None:
    runs = runs_of(MIXED, mixed, 30)
    some = [dataclasses.replace(run, outcome=Outcome.STOPPED) if i % 3 == 0 else run for i, run in enumerate(runs)]
    failed = [Seen(run.params, 1e9, Outcome.FAILED) for run in runs[:5]]
    under_way = [Seen(run.params, 1e9, Outcome.RUNNING) for run in runs[:2]]
    nothing = [Seen(runs[0].params, None, Outcome.FINISHED), Seen(runs[0].params, math.nan, Outcome.FINISHED)]
    found = explain(MIXED, [*some, *failed, *under_way, *nothing])
    assert found.runs == Counts(finished=22, stopped=10, failed=5, used=30)
    assert found.parameters == explain(MIXED, runs).parameters
    assert explain(MIXED, some, stopped=False).runs.used == 20


def test_too_few_runs_get_a_sentence_and_no_figures() -> None:
    found = explain(MIXED, runs_of(MIXED, mixed, NEEDED - 1))
    assert found.note == "needs at least 8 runs with a value; 7 so far"
    assert {each.importance for each in found.parameters} == {None}
    assert {each.correlation.kind for each in found.parameters} == {None}
    assert explain(MIXED, runs_of(MIXED, mixed, NEEDED)).note is None


def test_equal_losses_say_so() -> None:
    found = explain(MIXED, runs_of(MIXED, lambda _: 0.5, 20))
    assert found.note == "all 20 runs have the same value"
    assert {each.importance for each in found.parameters} == {0.0}


def test_few_runs_do_not_load_scikit_learn() -> None:
    code = (
        "import sys; from varre.analysis.importance import explain; from varre.space import *;"
        "explain(SearchSpace((Parameter('x', ('x',), Uniform(0, 1)),)), []); assert 'sklearn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_runs_outside_the_space_are_left_out() -> None:
    runs = runs_of(MIXED, mixed, 20)
    found = explain(MIXED, [*runs, Seen({**runs[0].params, "opt": "lion"}, 0.1, Outcome.FINISHED)])
    assert (found.runs.finished, found.runs.used) == (21, 20)


# -- what it says ------------------------------------------------------------------------------------------------


def test_levels_have_counts_and_geometric_means() -> None:
    space = space_of(opt=Categorical(("adam", "sgd", "rms")), x=Uniform(0, 1))
    values = {"adam": [0.1, 0.4], "sgd": [0.9] * 8}
    runs = [Seen({"opt": o, "x": i / 10}, v, Outcome.FINISHED) for o in values for i, v in enumerate(values[o])]
    found = of(explain(space, runs), "opt")
    assert [(level.value, level.count) for level in found.levels] == [("adam", 2), ("sgd", 8), ("rms", 0)]
    assert found.levels[0].mean == pytest.approx(0.2)
    assert found.levels[2].mean is None
    assert found.words == Words("level", "adam")
    shifted = of(explain(space, [dataclasses.replace(run, value=run.value - 0.2) for run in runs]), "opt")
    assert shifted.levels[0].mean == pytest.approx(0.05)


def test_listed_numbers_are_numbers_whatever_order_they_are_listed_in() -> None:
    space = space_of(size=Categorical((64, 16, 128, 32)), x=Uniform(0, 1))
    runs = runs_of(space, lambda p: math.log(p["size"]), 60)
    for method in Method:
        found = of(explain(space, runs, method), "size")
        assert found.importance > 0.8
        assert (found.correlation.kind, found.correlation.value) == ("rank", pytest.approx(1.0))
        assert found.words == Words("lower")
        assert [level.value for level in found.levels] == [64, 16, 128, 32]


def test_words_tell_the_better_direction() -> None:
    found = explain(space := space_of(x=Uniform(0, 1), y=Uniform(0, 1)), runs_of(space, lambda p: -p["x"], 60))
    assert of(found, "x").words == Words("higher")
    assert of(explain(space, runs_of(space, lambda p: p["x"], 60)), "x").words == Words("lower")


def test_a_metric_to_maximise_is_told_in_its_own_units() -> None:
    runs = runs_of(MIXED, lambda p: -0.9 + mixed(p) / 10, 60)
    found = explain(MIXED, runs)
    told = found.in_units(Objective("accuracy", "maximize"))
    assert found.in_units(Objective("loss")) is found
    loss, metric = of(found, "k").correlation, of(told, "k").correlation
    assert (metric.value, metric.low, metric.high) == (-loss.value, -loss.high, -loss.low)
    assert of(told, "opt").correlation == of(found, "opt").correlation
    assert of(told, "opt").levels[0].mean == -of(found, "opt").levels[0].mean > 0
    assert [each.importance for each in told.parameters] == [each.importance for each in found.parameters]


def test_it_crosses_a_pipe_and_is_strict_json() -> None:
    found = explain(MIXED, [*runs_of(MIXED, mixed, 40), Seen({}, 1e308, Outcome.FINISHED)])
    assert pickle.loads(pickle.dumps(found)) == found
    json.dumps(dataclasses.asdict(found), allow_nan=False)


def test_a_run_is_seen_as_search_sees_it() -> None:
    assert Seen.of(Observation(3, {"x": 1}, (0.5, 0.2, 0.4), Outcome.STOPPED)) == Seen({"x": 1}, 0.2, Outcome.STOPPED)


# -- what must make no difference --------------------------------------------------------------------------------


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # half a second an example: shrinking takes minutes
)
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(["adam", "sgd", "rms"]), st.integers(1, 9), st.floats(-1e6, 1e6)),
        min_size=8,
        max_size=25,
    ),
    st.sampled_from(list(Method)),
    st.randoms(use_true_random=False),
)
def test_shares_are_shares_whatever_order_runs_come_in(rows, method, random) -> None:  # type: ignore[no-untyped-def]
    runs = [
        Seen({"lr": 10 ** (-4 * u), "opt": opt, "k": k, "noise": u, "c": 3}, loss, Outcome.FINISHED)
        for u, opt, k, loss in rows
    ]
    found = explain(MIXED, runs, method)
    for each in found.parameters:
        assert 0.0 <= each.low <= each.importance <= each.high <= 1.0
    if method is not Method.PERMUTATION:
        assert sum(each.importance for each in found.parameters) <= 1.0 + 1e-9
    shuffled = list(runs)
    random.shuffle(shuffled)
    assert explain(MIXED, shuffled, method) == found


@pytest.mark.parametrize("method", list(Method))
def test_the_unit_and_the_zero_of_the_loss_do_not_matter(method: Method) -> None:
    runs = runs_of(MIXED, mixed, 40)
    other = [dataclasses.replace(run, value=run.value * 4096.0 - 64.0) for run in runs]
    for a, b in zip(explain(MIXED, runs, method).parameters, explain(MIXED, other, method).parameters, strict=True):
        assert a.importance == pytest.approx(b.importance, abs=1e-6)


def test_one_diverged_run_is_not_all_the_variance() -> None:
    runs = runs_of(MIXED, mixed, 100)
    wild = [*runs, Seen({**runs[0].params, "noise": 0.999}, 1e12, Outcome.FINISHED)]
    assert of(explain(MIXED, wild), "lr").importance == pytest.approx(
        of(explain(MIXED, runs), "lr").importance, abs=0.1
    )


def test_many_runs_are_drawn_from_and_it_says_so() -> None:
    found = explain(MIXED, runs_of(MIXED, mixed, 1500))
    assert (found.a_tree, found.runs.used) == (1000, 1500)
    assert found.explained > 0.95
    assert explain(MIXED, runs_of(MIXED, mixed, 50), "ped_anova").a_tree is None


# -- error bars --------------------------------------------------------------------------------------------------


def test_error_bars_are_as_long_as_estimates_vary_from_sweep_to_sweep() -> None:
    """The half width of an 80 % interval is 1.28 standard deviations of what other runs would have given."""
    sweeps = [explain(MIXED, runs_of(MIXED, mixed, 60, seed, noise=0.1), seed=seed) for seed in range(12)]
    for path in ("lr", "opt"):
        values = np.array([of(found, path).importance for found in sweeps])
        widths = np.array([of(found, path).high - of(found, path).low for found in sweeps])
        assert 0.5 < widths.mean() / 2.56 / values.std(ddof=1) < 2.0


def test_more_runs_make_shorter_error_bars() -> None:
    few, many = (of(explain(MIXED, runs_of(MIXED, mixed, n, noise=0.1)), "lr") for n in (30, 600))
    assert many.high - many.low < 0.5 * (few.high - few.low)
