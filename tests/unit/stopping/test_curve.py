"""When `curve` stops a run, and how long it takes runs to be."""

from __future__ import annotations

import pytest

from varre import stopping
from varre.runs import Observation, Outcome
from varre.stopping.length import rows_of
from varre.sweepfile import CurveRule, SweepFile

ROWS = 30


def run(*curve: float, number: int = 99, outcome: Outcome = Outcome.RUNNING, **params: object) -> Observation:
    return Observation(number, params, curve, outcome)


def course(end: float, rate: float, rows: int = ROWS) -> list[float]:
    return [end + (1.0 - end) * rate**row for row in range(rows)]


def finished(count: int = 8) -> list[Observation]:
    return [run(*course(0.2 + k / 20, 0.8), number=k, outcome=Outcome.FINISHED) for k in range(count)]


def test_a_run_that_levels_off_above_the_best_is_stopped_with_its_figures() -> None:
    peers = finished()
    bad = run(*course(0.7, 0.5, 12))
    stop = stopping.make(CurveRule()).decide(bad, [*peers, bad]).stop
    assert stop is not None
    assert (stop.source, stop.rung, stop.peers, stop.until) == ("curve", 12, 8, ROWS)
    assert stop.threshold == pytest.approx(0.2, abs=0.01)
    assert stop.value == pytest.approx(0.7, abs=0.1)
    assert stop.chance is not None
    assert 0 <= stop.chance < 0.05


def test_a_run_whose_pace_would_bring_it_to_the_best_goes_on() -> None:
    peers = finished()
    slow = run(*[1.0 - 0.07 * row for row in range(8)])
    assert stopping.make(CurveRule(chance=0.5)).decide(slow, [*peers, slow]).stop is None


def test_a_run_ahead_of_all_others_at_its_row_goes_on() -> None:
    peers = finished()
    flat = run(*[0.99] * 2)
    ahead = run(0.9, 0.7)
    assert stopping.make(CurveRule(chance=0.5)).decide(ahead, [*peers, ahead]).stop is None
    assert stopping.make(CurveRule(chance=0.5)).decide(flat, [*peers, flat]).stop is not None


def test_it_waits_for_finished_runs_that_came_further() -> None:
    bad = run(*course(0.7, 0.5, 12))
    stopper = stopping.make(CurveRule(min_runs=4))
    assert stopper.decide(bad, [*finished(3), bad]).stop is None
    assert stopper.decide(bad, [*finished(4), bad]).stop is not None
    short = [run(*course(0.2, 0.5, 6), number=k, outcome=Outcome.FINISHED) for k in range(9)]
    assert stopper.decide(bad, [*short, bad]).stop is None


def test_it_looks_ever_more_seldom() -> None:
    stopper = stopping.make(CurveRule(min_iter=4))
    assert stopper.rungs(0, 20) == (4, 5, 6, 7, 9, 12, 15, 19)
    assert stopping.make(CurveRule(min_iter=1)).rungs(0, 3) == (2, 3)
    bad = run(*course(0.7, 0.5, 3))
    assert stopper.decide(bad, [*finished(), bad]).stop is None


def test_of_many_finished_runs_the_latest_teach() -> None:
    bad = run(*course(0.7, 0.5, 12), number=999)
    late = [run(*course(0.2 + k % 9 / 20, 0.8), number=500 + k, outcome=Outcome.FINISHED) for k in range(200)]
    early = [run(*course(0.9, 0.99), number=k, outcome=Outcome.FINISHED) for k in range(1, 300)]
    stopper = stopping.make(CurveRule())
    stop = stopper.decide(bad, [*late, bad]).stop
    assert stop is not None
    assert stop.peers == 200
    assert stopper.decide(bad, [*early, *late, bad]).stop == stop


def test_what_it_remembers_changes_no_decision() -> None:
    stopper, peers = stopping.make(CurveRule()), finished()
    for rows in range(1, 20):
        bad = run(*course(0.5, 0.6, rows))
        assert stopper.decide(bad, [*peers, bad]) == stopping.make(CurveRule()).decide(bad, [*peers, bad])


def test_auto_chooses_it() -> None:
    raw = {"method": "random", "metric": {"name": "loss"}, "parameters": {"lr": {"min": 0, "max": 1}}}
    file = SweepFile.parse({**raw, "early_terminate": {"type": "auto"}})
    assert file.early_terminate == CurveRule()
    assert SweepFile.parse_text(file.to_json()).early_terminate == CurveRule()


# -- the length of runs ----------------------------------------------------------------------------------------------


def done(rows: int, **params: object) -> Observation:
    return run(*[1.0] * rows, outcome=Outcome.FINISHED, **params)


def test_a_parameter_tells_the_length_where_it_does_for_all() -> None:
    peers = [done(10, epochs=5, width=8), done(20, epochs=10, width=8), done(10, epochs=5, width=16)]
    assert rows_of(run(1.0, epochs=15, width=8), peers) == 30
    assert rows_of(run(1.0, epochs=15), [*peers, done(7, epochs=5)]) == 10  # one ended by itself: the median
    assert rows_of(run(1.0, epochs=15), [run(1.0, epochs=15)]) == 0


def test_runs_of_one_length_need_no_parameter() -> None:
    assert rows_of(run(1.0, width=3), [done(12, width=12), done(12, width=6)]) == 12
    assert rows_of(run(1.0), [done(12), run(1.0, 1.0, outcome=Outcome.STOPPED)]) == 12
