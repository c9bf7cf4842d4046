"""The arithmetic of the league table, against figures that one can reckon by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pytest
from figures import bootstrap, draws_for, incumbent, ranks, regret, times_random
from records import Heat, Record


@dataclass(frozen=True)
class Known:
    """A task of which these losses were drawn."""

    drawn: np.ndarray = field(default_factory=lambda: np.array([1.0, 2.0, 3.0, 4.0, math.inf]))
    best: float = 0.5


def raced(*incumbents: tuple[int, float, float]) -> Record:
    return Record("varre", Heat("task", 1, 0, 100), "", "", "", "", incumbents, [], 0.0)


def test_the_incumbent_is_the_best_seen_so_far_at_its_true_loss():
    record = raced((2, 0.9, 0.8), (5, 0.7, 1.1), (60, 0.6, 0.2))
    assert [incumbent(record, budget) for budget in (1, 2, 4, 5, 59, 60, 100)] == [
        math.inf, 0.8, 0.8, 1.1, 1.1, 0.2, 0.2,
    ]  # fmt: skip


def test_one_that_found_nothing_has_no_loss():
    assert incumbent(raced(), 100) == math.inf


def test_ranks_are_shared_by_equals():
    found = {"a": np.array([1.0, 2.0, np.inf]), "b": np.array([1.0, 3.0, np.inf]), "c": np.array([0.5, 1.0, np.inf])}
    assert {name: list(own) for name, own in ranks(found).items()} == {
        "a": [2.5, 2.0, 2.0],
        "b": [2.5, 3.0, 2.0],
        "c": [1.0, 1.0, 2.0],
    }


def test_ranks_of_a_race_always_have_the_same_sum():
    dice = np.random.default_rng(1)
    found = {name: dice.integers(3, size=50).astype(float) for name in "abcde"}
    assert np.allclose(np.sum(list(ranks(found).values()), axis=0), 1 + 2 + 3 + 4 + 5)


@pytest.mark.parametrize(("loss", "expected"), [(0.5, 0.0), (0.4, 0.0), (1.75, 0.5), (3.0, 1.0), (math.inf, 1.0)])
def test_regret_is_nothing_at_the_best_and_one_at_the_median_and_above(loss: float, expected: float):
    assert regret(loss, Known()) == expected


@pytest.mark.parametrize(("loss", "expected"), [(0.9, 5.0), (1.0, 5.0), (2.5, 2.5), (4.0, 1.25), (math.inf, 1.0)])
def test_draws_are_one_by_the_share_as_good_and_at_most_all(loss: float, expected: float):
    assert draws_for(loss, Known()) == expected


def test_draws_are_what_drawing_takes_on_average():
    task = Known(np.sort(np.random.default_rng(0).random(20_000)))
    dice = np.random.default_rng(1)
    waits = [next(n for n in range(1, 10_000) if dice.random() <= 0.05) for _ in range(4_000)]
    assert draws_for(0.05, task) == pytest.approx(np.mean(waits), rel=0.05)


def test_random_search_is_once_random():
    own = [3.0, 50.0, 700.0]
    assert np.exp(times_random(own, own).mean()) == pytest.approx(1.0)


def test_times_random_is_a_ratio_of_geometric_means():
    logs = times_random([20.0, 500.0], [10.0, 10.0])
    assert np.exp(logs.mean()) == pytest.approx(math.sqrt(20 * 500) / 10)


def test_the_interval_holds_the_mean_and_grows_with_the_spread():
    tasks = ["a"] * 20 + ["b"] * 20 + ["c"] * 20
    near, far = (np.random.default_rng(3).normal(0, spread, 60) for spread in (1.0, 10.0))
    small, large = bootstrap(near, tasks), bootstrap(far, tasks)
    assert small.low < small.mean < small.high
    assert large.high - large.low == pytest.approx(10 * (small.high - small.low))


def test_the_interval_counts_tasks_and_not_only_races():
    """Twenty seeds on two tasks that differ say little about the next task."""
    values = np.array([0.0] * 20 + [1.0] * 20)
    estimate = bootstrap(values, ["a"] * 20 + ["b"] * 20)
    assert (estimate.low, estimate.mean, estimate.high) == (0.0, 0.5, 1.0)


def test_another_scale_keeps_the_order():
    estimate = bootstrap(np.array([1.0, 2.0, 3.0]), ["a", "b", "c"]).map(math.exp)
    assert estimate.mean == pytest.approx(math.e**2)
    assert estimate.low < estimate.mean < estimate.high
