"""The observations of a history as arrays: what they hold, and that keeping them changes nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from varre.runs import Observation, Outcome
from varre.search.ledger import Entries, Ledger
from varre.space import Categorical, Clause, Condition, Parameter, SearchSpace, Uniform

ON = Condition((("on", Clause(one_of=(True,))),))
SPACE = SearchSpace(
    (Parameter("m", ("m",), Uniform(0.0, 2.0), ON), Parameter("on", ("on",), Categorical((True, False))))
)
FINISHED = Observation(2, {"on": True, "m": 1.5}, (3.0, 1.0, 2.0), Outcome.FINISHED)
OUTSIDE = ({"on": True}, {"on": False, "m": 1.0}, {"on": True, "m": 9.0}, {"on": True, "m": 1.0, "n": 1}, {})


def alike(a: Entries, b: Entries) -> None:
    assert list(a.observations) == list(b.observations)
    for name in ("V", "loss", "number", "ended", "under_way"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name))


def test_a_run_that_ended_has_its_best_loss_and_its_place() -> None:
    entries = Entries.of(SPACE, [FINISHED, replace(FINISHED, number=None, params={"on": False})])
    np.testing.assert_array_equal(entries.V, [[0.75, 0.25], [np.nan, 0.75]])
    assert entries.loss.tolist() == [1.0, 1.0]
    assert entries.number.tolist() == [2, 0]


@pytest.mark.parametrize(
    ("outcome", "loss", "ended", "under_way"),
    [
        (Outcome.FINISHED, 1.0, True, False),
        (Outcome.STOPPED, 1.0, True, False),
        (Outcome.FAILED, np.nan, True, False),
        (Outcome.RUNNING, 1.0, False, True),
        (Outcome.WAITING, 1.0, False, True),
        (Outcome.FORGOTTEN, 1.0, False, False),
    ],
)
def test_what_a_run_tells_is_its_outcomes_affair(outcome: Outcome, loss: float, ended: bool, under_way: bool) -> None:
    entries = Entries.of(SPACE, [replace(FINISHED, outcome=outcome)])
    np.testing.assert_array_equal(entries.loss, [loss])
    assert entries.ended.tolist() == [ended]
    assert entries.under_way.tolist() == [under_way]


@pytest.mark.parametrize("params", OUTSIDE)
def test_a_configuration_outside_the_space_is_left_out(params: dict[str, float]) -> None:
    assert SPACE.check(params)
    entries = Entries.of(SPACE, [replace(FINISHED, params=params), FINISHED])
    assert list(entries.observations) == [FINISHED]
    assert len(entries) == 1


def test_keeping_it_up_to_date_is_reading_it_anew() -> None:
    rng = random.Random(0)
    ledger, observations = Ledger(SPACE), list[Observation]()

    def drawn() -> Observation:
        params = rng.choice([*OUTSIDE, {"on": True, "m": rng.random()}, {"on": False}])
        return Observation(len(observations) + 1, params, (rng.random(),), rng.choice(list(Outcome)))

    for _ in range(60):
        for _ in range(rng.randrange(3)):
            observations.append(drawn())
        if observations and rng.random() < 0.6:
            observations[rng.randrange(len(observations))] = drawn()
        if rng.random() < 0.1:
            del observations[rng.randrange(len(observations) + 1) :]
        alike(ledger.entries(tuple(observations)), Entries.of(SPACE, tuple(observations)))


def test_what_was_handed_out_stays_as_it_was() -> None:
    ledger = Ledger(SPACE)
    before = ledger.entries((FINISHED,))
    ledger.entries((replace(FINISHED, curve=(7.0,)), FINISHED))
    alike(before, Entries.of(SPACE, (FINISHED,)))
