"""How a sweep stands, kept up to date run by run: always what counting all runs anew would say."""

from __future__ import annotations

import math
from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from varre.runs import RunKey, RunOutline, RunState
from varre.server.standing import Staircase, Standing, thinned
from varre.sweepfile import Objective

LOSSES = st.sampled_from([math.nan, 0.0, 1.0, 2.0, 3.0, -1.0, 2.5])


@given(st.lists(st.tuples(st.integers(0, 9), LOSSES), max_size=40))
@example([(0, 1.0), (1, 0.5), (1, math.nan)])
@example([(0, 1.0), (2, 0.0), (1, 0.0)])
def test_the_staircase_is_that_of_all_losses_looked_at_anew(puts: list[tuple[int, float]]) -> None:
    stairs, losses = Staircase(), [math.nan] * 10
    for place, loss in puts:
        stairs.put(place, loss)
        losses[place] = loss
        assert list(stairs.steps) == _steps(losses)


def _steps(losses: list[float]) -> list[tuple[int, float]]:
    finite = [(place, loss) for place, loss in enumerate(losses) if not math.isnan(loss)]
    return [(place, loss) for i, (place, loss) in enumerate(finite) if all(before > loss for _, before in finite[:i])]


OUTLINES = st.builds(
    lambda number, state, best, deleted: RunOutline(
        RunKey(f"run{number:05}"), number, state, best, 1.0 * number, None, None, 9.0 if deleted else None
    ),
    st.integers(1, 8),
    st.sampled_from(RunState),
    st.none() | st.sampled_from([0.5, 1.0, 2.0]),
    st.booleans(),
)


@given(st.lists(OUTLINES, max_size=30), st.sampled_from(["minimize", "maximize"]))
def test_counts_and_the_best_are_those_of_the_runs_that_are_not_deleted(news: list[RunOutline], goal: str) -> None:
    objective = Objective("loss", goal)  # type: ignore[arg-type]
    standing, runs = Standing(objective), {}
    for run in news:
        standing.learn([run])
        runs[run.number or 0] = run
    there = [run for _, run in sorted(runs.items()) if run.deleted is None]
    assert +standing.counts == Counter(run.state for run in there)
    failed = (RunState.FAILED, RunState.CRASHED)
    valued = [run for run in there if run.best is not None and run.state not in failed]
    best = min(valued, key=lambda run: objective.loss(run.best or 0.0), default=None)
    assert standing.best == (None if best is None else (best.key, best.number, best.best))


def _run(number: int, state: RunState, best: float | None) -> RunOutline:
    return RunOutline(RunKey(f"run{number:05}"), number, state, best, 0.0, None, None, None)


def test_versions_tell_what_has_changed() -> None:
    standing = Standing(Objective("loss"))
    standing.learn([_run(1, RunState.RUNNING, None), _run(2, RunState.RUNNING, None)])
    before = standing.version, standing.settled
    standing.learn([_run(1, RunState.RUNNING, None)])
    assert (standing.version, standing.settled) == before
    standing.learn([_run(1, RunState.RUNNING, 0.5)])
    assert (standing.version > before[0], standing.settled) == (True, before[1])
    standing.learn([_run(1, RunState.FINISHED, 0.5)])
    assert standing.settled > before[1]


def test_the_spark_line_goes_on_to_the_newest_run() -> None:
    standing = Standing(Objective("accuracy", "maximize"))
    values = (0.2, 0.1, 0.7, None)
    standing.learn([_run(number, RunState.FINISHED, best) for number, best in enumerate(values, 1)])
    assert standing.spark == [(1, 0.2), (3, 0.7), (4, 0.7)]


@given(st.integers(0, 300), st.integers(2, 50))
def test_a_thinned_line_keeps_its_ends_and_its_order(count: int, most: int) -> None:
    points = [(number, -1.0 * number) for number in range(count)]
    thin = thinned(points, most)
    assert len(thin) == min(count, most)
    assert thin == sorted(set(thin))
    assert thin[:1] + thin[-1:] == points[:1] + points[-1:]
