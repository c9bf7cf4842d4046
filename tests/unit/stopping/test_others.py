"""asha, median and patience: by hand, and against their descriptions done over by brute force."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varre import stopping
from varre.runs import Observation, Outcome, StopReason
from varre.sweepfile import AshaRule, MedianRule, PatienceRule


def run(*curve: float, outcome: Outcome = Outcome.RUNNING) -> Observation:
    return Observation(1, {}, curve, outcome)


def done(*curve: float) -> Observation:
    return run(*curve, outcome=Outcome.FINISHED)


curves = st.lists(st.lists(st.integers(-3, 3).map(float), max_size=12), min_size=1, max_size=12)
outcomes = st.lists(st.sampled_from(list(Outcome)), min_size=12, max_size=12)


def observed(curves: list[list[float]], outcomes: list[Outcome]) -> list[Observation]:
    return [run(*curve, outcome=outcome) for curve, outcome in zip(curves, outcomes, strict=False)]


# -- asha ------------------------------------------------------------------------------------------------------------


def test_asha_looks_at_its_rungs_only() -> None:
    stopper = stopping.make(AshaRule(min_iter=2, eta=3.0))
    assert stopper.rungs(0, 60) == (2, 6, 18, 54)
    assert stopper.rungs(2, 5) == ()
    assert stopper.rungs(5, 6) == (6,)


def test_asha_lets_one_in_eta_go_on_and_the_first_always() -> None:
    stopper = stopping.make(AshaRule(min_iter=1, eta=3.0))
    runs = [run(float(loss)) for loss in range(9)]
    assert [stopper.decide(each, runs).stop is None for each in runs] == [True] * 3 + [False] * 6
    assert stopper.decide(runs[8], runs[8:]).stop is None
    assert stopper.decide(runs[8], runs[7:]).stop == StopReason("asha", 1, 8.0, 7.0, 2, 1)


def test_asha_judges_by_the_best_until_the_rung() -> None:
    stopper = stopping.make(AshaRule(min_iter=3, eta=2.0))
    noisy, steady = run(0.0, 1.0, 9.0, 9.0), run(2.0, 2.0, 2.0)
    assert stopper.decide(noisy, [noisy, steady]).stop is None
    assert stopper.decide(steady, [noisy, steady]).stop == StopReason("asha", 3, 2.0, 0.0, 2, 1)


@given(curves, outcomes, st.integers(1, 3), st.sampled_from([1.5, 2.0, 3.0]))
def test_asha_agrees_with_its_description(curves, outcomes, min_iter: int, eta: float) -> None:
    runs = observed(curves, outcomes)
    stopper = stopping.make(AshaRule(min_iter=min_iter, eta=eta))
    for each in runs:
        rungs = [int(min_iter * eta**k) for k in range(20) if int(min_iter * eta**k) <= len(each.curve)]
        stops = False
        if rungs:
            there = [p for p in runs if len(p.curve) >= rungs[-1] and p.outcome != Outcome.FAILED]
            better = [p for p in there if min(p.curve[: rungs[-1]]) < min(each.curve[: rungs[-1]])]
            stops = bool(there) and len(better) >= max(1, len(there) // eta)
        assert (stopper.decide(each, runs).stop is not None) == stops


# -- median ----------------------------------------------------------------------------------------------------------


def test_median_holds_the_best_so_far_against_the_median_of_averages() -> None:
    # Averages until row 2: 3, 4 and 5.
    peers = [done(4.0, 2.0, 0.0), done(5.0, 3.0, 0.0), done(9.0, 1.0, 0.0)]
    stopper = stopping.make(MedianRule(min_iter=2, min_runs=3))
    bad, fair = run(4.5, 8.0), run(4.0, 8.0)
    assert stopper.decide(bad, [bad, *peers]).stop == StopReason("median", 2, 4.5, 4.0, 3)
    assert stopper.decide(fair, [fair, *peers]).stop is None


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.FINISHED])
def test_median_hears_finished_runs_only(outcome: Outcome) -> None:
    bad = run(9.0)
    stopper = stopping.make(MedianRule(min_runs=2))
    assert stopper.decide(bad, [bad, done(1.0), run(1.0, outcome=outcome)]).stop is None
    assert stopper.decide(bad, [bad, done(1.0), done(1.0)]).stop is not None


def test_median_waits_for_its_first_row_and_for_runs_that_came_as_far() -> None:
    stopper = stopping.make(MedianRule(min_iter=3, min_runs=1))
    early, far = run(9.0, 9.0), run(9.0, 9.0, 9.0)
    assert stopper.rungs(0, 4) == (3, 4)
    assert stopper.decide(early, [early, done(1.0, 1.0, 1.0)]).stop is None
    assert stopper.decide(far, [far, done(1.0, 1.0)]).stop is None
    assert stopper.decide(far, [far, done(1.0, 1.0, 1.0)]).stop is not None


@given(curves, outcomes, st.integers(1, 4), st.integers(1, 4))
def test_median_agrees_with_its_description(curves, outcomes, min_iter: int, min_runs: int) -> None:
    runs = observed(curves, outcomes)
    stopper = stopping.make(MedianRule(min_iter=min_iter, min_runs=min_runs))
    for each in runs:
        row, stops = len(each.curve), False
        there = [p.curve[:row] for p in runs if p.outcome == Outcome.FINISHED and len(p.curve) >= row]
        if row >= min_iter and len(there) >= min_runs:
            stops = min(each.curve) > statistics.median(sum(curve) / row for curve in there)
        assert (stopper.decide(each, runs).stop is not None) == stops


# -- patience --------------------------------------------------------------------------------------------------------


def test_patience_ends_when_the_last_rows_were_no_better() -> None:
    stopper = stopping.make(PatienceRule(rows=2))
    for curve, stops in [
        ((3.0, 2.0), False),
        ((3.0, 3.0, 3.0), True),
        ((3.0, 3.0, 2.0), False),
        ((3.0, 2.0, 4.0), False),
        ((3.0, 2.0, 4.0, 2.5), True),
    ]:
        assert (stopper.decide(run(*curve), []).stop is not None) == stops


def test_patience_wants_more_than_min_delta() -> None:
    stopper = stopping.make(PatienceRule(rows=1, min_delta=0.5))
    assert stopper.decide(run(3.0, 2.5), []).stop == StopReason("patience", 2, 2.5, 2.5, note="no improvement in a row")
    assert stopper.decide(run(3.0, 2.25), []).stop is None


def test_patience_begins_at_min_iter() -> None:
    flat = run(*[1.0] * 5)
    assert stopping.make(PatienceRule(rows=2, min_iter=6)).decide(flat, []).stop is None
    assert stopping.make(PatienceRule(rows=2, min_iter=5)).decide(flat, []).stop is not None
    assert stopping.make(PatienceRule(rows=2, min_iter=5)).rungs(0, 6) == (5, 6)
    assert stopping.make(PatienceRule(rows=7)).rungs(0, 9) == (8, 9)


@given(
    st.lists(st.integers(-3, 3).map(float), max_size=12), st.integers(1, 4), st.sampled_from([0.0, 1.0]),
    st.integers(1, 9),
)  # fmt: skip
def test_patience_agrees_with_its_description(curve, rows: int, min_delta: float, min_iter: int) -> None:
    stops = False
    if len(curve) >= min_iter and len(curve) > rows:
        before, last = curve[:-rows], curve[-rows:]
        stops = not any(loss < min(before) - min_delta for loss in last)
    rule = PatienceRule(rows=rows, min_delta=min_delta, min_iter=min_iter)
    assert (stopping.make(rule).decide(run(*curve), []).stop is not None) == stops
