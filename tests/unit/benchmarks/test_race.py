"""A race on its simulated clock, with a searcher and a task that do as they are told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from race import Course, Outcome, race


@dataclass
class Scripted:
    """A searcher that proposes these configurations, and what it was asked and told."""

    configs: Sequence[Mapping[str, Any]]
    heard: list[tuple[str, int]] = field(default_factory=list)
    losses: dict[int, float | None] = field(default_factory=dict)

    def ask(self, trial: int) -> tuple[Mapping[str, Any], float]:
        self.heard.append(("ask", trial))
        return self.configs[trial], 0.25

    def tell(self, trial: int, loss: float | None) -> None:
        self.heard.append(("tell", trial))
        self.losses[trial] = loss


class Plain:
    """A task whose configurations say what comes of them, with some luck."""

    name = "plain"

    def true(self, configs: Sequence[Mapping[str, Any]]) -> np.ndarray:
        return np.array([config["loss"] for config in configs])

    def observe(self, config: Mapping[str, Any], seed: int) -> float:
        return config["loss"] + seed * 1e-12

    def lasts(self, config: Mapping[str, Any]) -> float:
        return config["seconds"]


def configs(*pairs: tuple[float, float]) -> list[dict[str, float]]:
    return [{"loss": loss, "seconds": seconds} for loss, seconds in pairs]


def raced(rival: Scripted, workers: int, seed: int = 0) -> Outcome:
    outcome = Outcome()
    race(rival, Plain(), outcome, seed=seed, trials=len(rival.configs), workers=workers)
    return outcome


def test_one_worker_takes_one_trial_after_the_other():
    rival = Scripted(configs((1, 9), (2, 1), (3, 5)))
    raced(rival, 1)
    assert rival.heard == [(what, trial) for trial in range(3) for what in ("ask", "tell")]


def test_with_two_workers_the_trial_that_ends_first_is_told_first():
    rival = Scripted(configs((1, 10), (2, 3), (3, 3), (4, 20)))
    raced(rival, 2)
    #  worker A: trial 0 until 10, then 3 until 30 · worker B: trial 1 until 3, then 2 until 6, then 3 until 26
    assert rival.heard == [
        ("ask", 0), ("ask", 1), ("tell", 1), ("ask", 2), ("tell", 2), ("ask", 3), ("tell", 0), ("tell", 3),
    ]  # fmt: skip


def test_what_ends_at_once_is_told_in_the_order_of_asking():
    rival = Scripted(configs(*[(1, 2)] * 4))
    raced(rival, 4)
    assert [trial for what, trial in rival.heard if what == "tell"] == [0, 1, 2, 3]


def test_no_worker_idles_and_none_has_two_trials():
    dice = np.random.default_rng(0)
    course, lengths = Course(8), dice.exponential(size=100)
    for trial in range(100):
        if course.full:
            course.end()
        course.begin(trial, lengths[trial])
    while not course.empty:
        course.end()
    assert lengths.sum() / 8 <= course.now <= lengths.sum() / 8 + lengths.max()


def test_the_clock_never_goes_back():
    dice, course, times = np.random.default_rng(0), Course(3), []
    for trial in range(50):
        if course.full:
            course.end()
            times.append(course.now)
        course.begin(trial, dice.exponential())
    assert times == sorted(times)


def test_incumbents_are_numbered_by_the_trials_that_have_ended():
    rival = Scripted(configs((5, 10), (7, 1), (6, 1), (4, 1)))
    outcome = raced(rival, 2)
    assert [(after, true) for after, _, true in outcome.incumbents] == [(1, 7), (2, 6), (3, 4)]
    assert outcome.ended == 4


def test_a_failed_training_is_told_as_such_and_is_never_the_incumbent():
    rival = Scripted(configs((math.nan, 1), (3, 1), (math.nan, 1)))
    outcome = raced(rival, 1)
    assert rival.losses[0] is None
    assert rival.losses[2] is None
    assert [after for after, *_ in outcome.incumbents] == [2]


def test_the_luck_of_a_trial_is_the_same_for_all_searchers_and_another_with_another_seed():
    one, two, three = (Scripted(configs(*[(1, 1)] * 5)) for _ in range(3))
    raced(one, 1)
    raced(two, 4)
    raced(three, 1, seed=1)
    assert one.losses == two.losses
    assert one.losses != three.losses


def test_the_seconds_of_each_suggestion_are_kept():
    assert raced(Scripted(configs(*[(1, 1)] * 3)), 2).seconds == pytest.approx([0.25] * 3)
