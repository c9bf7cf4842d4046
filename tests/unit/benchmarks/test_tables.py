"""The tables in the repository: each answers anywhere in its space, and says how true it is."""

from __future__ import annotations

import json

import numpy as np
import pytest
from figures import draws_for, regret
from random_ import Random
from tables import TABLES
from tasks import CHEAP, task, tasks


@pytest.fixture(params=tasks())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_table_answers_anywhere_in_its_space(name: str):
    own = task(name)
    searcher = Random(own.parameters, seed=1, trials=200, workers=1)
    configs = [searcher.ask(trial) for trial in range(200)]
    losses = own.true(configs)
    assert np.nanmin(losses) >= own.best * 0.99
    assert np.isfinite(losses).mean() > 0.5
    assert all(0 < own.lasts(config) < 60 for config in configs)


def test_its_draws_are_those_of_random_search(name: str):
    """What another generator draws from the same space lies as much above the median as below it."""
    own = task(name)
    searcher = Random(own.parameters, seed=2, trials=1_000, workers=1)
    losses = np.nan_to_num(own.true([searcher.ask(trial) for trial in range(1_000)]), nan=np.inf)
    assert (losses <= np.median(own.drawn)).mean() == pytest.approx(0.5, abs=0.06)
    assert len(own.drawn) >= 20_000
    assert (own.drawn[:-1] <= own.drawn[1:]).all()


def test_luck_is_that_of_the_seed_and_no_more_than_the_noise(name: str):
    own = task(name)
    config = Random(own.parameters, seed=3, trials=1, workers=1).ask(0)
    seen = [own.observe(config, seed) for seed in (1, 2, 1)]
    assert seen[0] == seen[2]
    assert np.log(seen[0] / own.true([config])[0]) == pytest.approx(0, abs=1)


def test_the_best_loss_is_no_regret_and_hard_to_draw(name: str):
    own = task(name)
    assert regret(own.best, own) == 0
    assert draws_for(own.best, own) > 1_000


def test_a_table_says_how_true_it_is(name: str):
    told = json.loads((TABLES / f"{name}.json").read_text())["held_out"]
    assert told["rank_correlation"] > 0.8


def test_the_cheap_tasks_are_tasks():
    assert set(CHEAP) <= set(tasks())
