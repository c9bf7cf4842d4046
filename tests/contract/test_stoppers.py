"""What every stopper promises, whoever wrote it: a new one needs a line in `CONFIGS` and inherits the rest."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varre import stopping
from varre.runs import Decision, Observation, Outcome
from varre.sweepfile import EarlyTermination, Objective

CONFIGS = {
    "hyperband": [
        EarlyTermination(min_iter=1, eta=2.0),
        EarlyTermination(min_iter=3, eta=3.0),
        EarlyTermination(max_iter=27, s=2.0, eta=3.0, strict=False),
    ]
}
EVERY = [pytest.param(config, id=f"{name}-{i}") for name, some in CONFIGS.items() for i, config in enumerate(some)]
every_stopper = pytest.mark.parametrize("config", EVERY)

curves = st.lists(st.lists(st.floats(-1e6, 1e6), max_size=30), min_size=1, max_size=10)


def observed(curves: list[list[float]]) -> list[Observation]:
    return [Observation(i + 1, {}, tuple(curve), Outcome.RUNNING) for i, curve in enumerate(curves)]


def test_every_registered_stopper_is_tested_here():
    assert set(CONFIGS) == set(stopping.STOPPERS)


@every_stopper
@given(curves=curves)
def test_never_stops_the_best_run_of_all(config, curves):
    # Best at every row that any run has reached: no rule may see a reason to stop it.
    longest = max(map(len, curves))
    best = [min((curve[row] for curve in curves if row < len(curve)), default=0.0) for row in range(longest)]
    runs = observed([best, *curves])
    assert stopping.make(config).decide(runs[0], runs) == Decision()


@every_stopper
@given(curves=curves)
def test_a_decision_is_a_pure_function_of_what_was_seen(config, curves):
    runs = observed(curves)
    first = [stopping.make(config).decide(run, runs) for run in runs]
    stopper = stopping.make(config)
    shuffled = random.Random(0).sample(runs, len(runs))
    assert [stopper.decide(run, shuffled) for run in runs] == first
    assert [stopper.decide(run, runs) for run in runs] == first


@every_stopper
@given(curves=curves)
def test_every_stop_says_why(config, curves):
    runs = observed(curves)
    for run in runs:
        stop = stopping.make(config).decide(run, runs).stop
        if stop is None:
            continue
        assert stop.source == config.type
        assert stop.rung is not None
        assert 1 <= stop.rung <= len(run.curve)
        assert stop.value is not None
        assert stop.threshold is not None
        assert stop.value > stop.threshold
        assert stop.peers is not None
        assert stop.kept is not None
        assert 1 <= stop.kept < stop.peers <= len(runs)


@every_stopper
@given(curves=curves, shift=st.integers(-5, 5), scale=st.sampled_from([0.5, 2.0, 8.0]))
def test_only_the_order_of_losses_matters(config, curves, shift, scale):
    whole = [[float(round(loss)) for loss in curve] for curve in curves]
    moved = [[loss * scale + shift for loss in curve] for curve in whole]
    stops = [
        [stopping.make(config).decide(run, runs).stop is not None for run in runs]
        for runs in (observed(whole), observed(moved))
    ]
    assert stops[0] == stops[1]


@every_stopper
@given(before=st.integers(0, 100), more=st.integers(0, 50))
def test_rungs_are_rows_that_are_new_in_order(config, before, more):
    rungs = stopping.make(config).rungs(before, before + more)
    assert list(rungs) == sorted(set(rungs))
    assert all(before < rung <= before + more for rung in rungs)


@every_stopper
@given(cut=st.integers(0, 60))
def test_rungs_of_two_steps_are_those_of_one(config, cut):
    stopper = stopping.make(config)
    assert stopper.rungs(0, cut) + stopper.rungs(cut, 60) == stopper.rungs(0, 60)


@every_stopper
@given(curves=curves)
def test_a_run_without_a_rung_is_never_stopped(config, curves):
    stopper = stopping.make(config)
    runs = observed(curves)
    for run in runs:
        if not stopper.rungs(0, len(run.curve)):
            assert stopper.decide(run, runs).stop is None


@every_stopper
def test_reasons_are_told_in_the_metrics_own_units(config):
    runs = observed([[-0.1] * 30, *[[-0.9] * 30] * 3])
    stop = stopping.make(config).decide(runs[0], runs).stop
    assert stop is not None
    told = stop.in_units(Objective("accuracy", "maximize"))
    assert told.value is not None
    assert math.isclose(told.value, 0.1)
    assert told.threshold is not None
    assert math.isclose(told.threshold, 0.9)
