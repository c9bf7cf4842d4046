"""The contract of a stopper.

    class TestPlateau(StopperContract):
        def stopper(self) -> Stopper:
            return Plateau(rows=5)

pytest then runs each of the tests below on it. What only some stoppers promise is said by attributes of the class.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from varre.runs import Decision, Observation, Outcome
from varre.stopping.base import Stopper
from varre.sweepfile import Objective

__all__ = ["StopperContract"]

Curves = list[list[float]]

_losses = st.one_of(st.floats(-1e6, 1e6), st.integers(-3, 3).map(float))
_curves = st.lists(st.lists(_losses, max_size=30), min_size=1, max_size=10)
_outcomes = st.lists(st.sampled_from([Outcome.RUNNING, Outcome.FINISHED, Outcome.STOPPED]), min_size=10, max_size=10)


_inherited = settings(deadline=None, suppress_health_check=[HealthCheck.differing_executors])
"""Every subclass runs the same functions, which is meant."""


class StopperContract:
    """Tests that every stopper passes. Subclass it and say how the stopper is made."""

    compares = True
    """Whether it holds a run against others: then a lone run goes on, and so does the best one at every row."""
    hears_failed = False
    """Whether runs that failed have a say."""
    exact = True
    """Whether its verdicts stay the same to the last bit when losses are shifted, scaled by powers of two."""

    def stopper(self) -> Stopper:
        """A new instance of the stopper."""
        raise NotImplementedError

    # -- what it decides ----------------------------------------------------------------------------------------------

    def test_stops_a_run_that_is_hopeless(self) -> None:
        runs = _hopeless()
        assert self.stopper().decide(runs[0], runs).stop is not None

    @_inherited
    @given(curves=_curves, outcomes=_outcomes)
    def test_a_decision_is_a_pure_function_of_what_was_seen(self, curves: Curves, outcomes: list[Outcome]) -> None:
        runs = _observed(curves, outcomes)
        first = [self.stopper().decide(run, runs) for run in runs]
        used, shuffled = self.stopper(), random.Random(0).sample(runs, len(runs))
        assert [used.decide(run, shuffled) for run in runs] == first
        assert [used.decide(run, runs) for run in runs] == first

    @_inherited
    @given(curves=_curves, outcomes=_outcomes)
    def test_never_stops_the_best_run_of_all(self, curves: Curves, outcomes: list[Outcome]) -> None:
        if not self.compares:
            return
        longest = max(map(len, curves))
        best = [min((curve[row] for curve in curves if row < len(curve)), default=0.0) for row in range(longest)]
        runs = _observed([best, *curves], [Outcome.RUNNING, *outcomes])
        assert self.stopper().decide(runs[0], runs) == Decision()

    @_inherited
    @given(curve=st.lists(_losses, max_size=60))
    def test_never_stops_a_run_that_has_nobody_beside_it(self, curve: list[float]) -> None:
        [run] = _observed([curve], [Outcome.RUNNING])
        if self.compares:
            assert self.stopper().decide(run, [run]) == Decision()

    @_inherited
    @given(curves=_curves, outcomes=_outcomes, failed=_curves)
    def test_runs_that_failed_have_no_say(self, curves: Curves, outcomes: list[Outcome], failed: Curves) -> None:
        if self.hears_failed:
            return
        runs = _observed(curves, outcomes)
        more = [*runs, *_observed(failed, [Outcome.FAILED] * len(failed), first=len(runs) + 1)]
        assert [self.stopper().decide(run, more) for run in runs] == [self.stopper().decide(run, runs) for run in runs]

    @_inherited
    @given(curves=_curves, outcomes=_outcomes, shift=st.integers(-5, 5), scale=st.sampled_from([0.5, 2.0, 8.0]))
    def test_neither_shift_nor_scale_of_the_losses_matters(
        self, curves: Curves, outcomes: list[Outcome], shift: int, scale: float
    ) -> None:
        if not self.exact:
            return
        whole = [[float(round(loss)) for loss in curve] for curve in curves]
        moved = [[loss * scale + shift for loss in curve] for curve in whole]
        assert self._stopped(_observed(whole, outcomes)) == self._stopped(_observed(moved, outcomes))

    # -- what it says -------------------------------------------------------------------------------------------------

    @_inherited
    @given(curves=_curves, outcomes=_outcomes)
    def test_every_stop_says_why(self, curves: Curves, outcomes: list[Outcome]) -> None:
        runs = _observed(curves, outcomes)
        for run in runs:
            stop = self.stopper().decide(run, runs).stop
            if stop is None:
                continue
            assert stop.source
            assert stop.rung is not None
            assert 1 <= stop.rung <= len(run.curve)
            assert stop.value is not None
            assert stop.threshold is not None
            assert stop.value >= stop.threshold
            assert stop.peers is None or 1 <= stop.peers <= len(runs)
            assert stop.kept is None or 1 <= stop.kept < (stop.peers or 0)

    def test_reasons_are_told_in_the_metrics_own_units(self) -> None:
        runs = _hopeless()
        stop = self.stopper().decide(runs[0], runs).stop
        assert stop is not None
        assert stop.value is not None
        assert stop.threshold is not None
        told = stop.in_units(Objective("accuracy", "maximize"))
        assert told.value is not None
        assert told.threshold is not None
        assert math.isclose(told.value, -stop.value)
        assert math.isclose(told.threshold, -stop.threshold)

    # -- when it looks ------------------------------------------------------------------------------------------------

    @_inherited
    @given(before=st.integers(0, 100), more=st.integers(0, 50))
    def test_rungs_are_rows_that_are_new_in_order(self, before: int, more: int) -> None:
        rungs = self.stopper().rungs(before, before + more)
        assert list(rungs) == sorted(set(rungs))
        assert all(before < rung <= before + more for rung in rungs)

    @_inherited
    @given(cut=st.integers(0, 60))
    def test_rungs_of_two_steps_are_those_of_one(self, cut: int) -> None:
        stopper = self.stopper()
        assert stopper.rungs(0, cut) + stopper.rungs(cut, 60) == stopper.rungs(0, 60)

    @_inherited
    @given(curves=_curves, outcomes=_outcomes)
    def test_a_run_without_a_rung_is_never_stopped(self, curves: Curves, outcomes: list[Outcome]) -> None:
        stopper, runs = self.stopper(), _observed(curves, outcomes)
        for run in runs:
            if not stopper.rungs(0, len(run.curve)):
                assert stopper.decide(run, runs).stop is None

    def _stopped(self, runs: Sequence[Observation]) -> list[bool]:
        return [self.stopper().decide(run, runs).stop is not None for run in runs]


def _observed(curves: Curves, outcomes: Sequence[Outcome], first: int = 1) -> list[Observation]:
    outcomes = [*outcomes, *[Outcome.RUNNING] * len(curves)]
    return [Observation(first + i, {}, tuple(curve), outcomes[i]) for i, curve in enumerate(curves)]


def _hopeless() -> list[Observation]:
    """A run that stays where it began, beside twenty that came down and finished."""
    course = [1.0 / (row + 1) for row in range(30)]
    others = [[loss + i / 1000 for loss in course] for i in range(20)]
    return _observed([[5.0] * 29, *others], [Outcome.RUNNING, *[Outcome.FINISHED] * 20])
