"""What is learnt from many runs: nothing depends on what was learnt before, nor on the order of the runs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from varre.models.encoding import Encoder
from varre.models.fitting import Evidence, optimum
from varre.models.threads import one_thread
from varre.runs import Observation, Outcome
from varre.search.belief import Belief
from varre.search.learning import Learner
from varre.search.ledger import Entries
from varre.space import Categorical, Parameter, Params, SearchSpace, Uniform

SPACE = SearchSpace(
    (
        Parameter("c", ("c",), Categorical(("a", "b", "c"))),
        Parameter("lr", ("lr",), Uniform(1e-4, 1e-1)),
        Parameter("x", ("x",), Uniform(0.0, 1.0)),
    )
)
ENCODERS = Encoder.all_of(SPACE)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


def loss(params: Params) -> float:
    return abs(np.log10(params["lr"]) + 2.5) + (params["x"] - 0.3) ** 2 + 0.5 * (params["c"] != "b")


def runs(n: int, seed: int = 0) -> list[Observation]:
    rng = np.random.default_rng(seed)
    drawn = [SPACE.decode(rng.random(3).tolist()) for _ in range(n)]
    noisy = [(loss(params) + 0.01 * rng.normal(),) for params in drawn]
    return [Observation(i, p, c, Outcome.FINISHED) for i, (p, c) in enumerate(zip(drawn, noisy, strict=True), 1)]


def learnt(learner: Learner, observations: Sequence[Observation]) -> Belief:
    belief = learner.learn(Entries.of(SPACE, observations), seed=1)
    assert belief is not None
    return belief


def alike(a: Belief, b: Belief) -> None:
    assert a.encoder is b.encoder
    assert a.told == b.told
    for name in ("length", "signal", "noise", "L", "alpha"):
        np.testing.assert_array_equal(getattr(a.process, name), getattr(b.process, name))


@pytest.mark.parametrize("n", [70, 400])
def test_what_was_learnt_before_makes_no_difference(n: int) -> None:
    observations = runs(n)
    used = Learner(ENCODERS)
    for fewer in (n - 30, n - 3, n - 1):
        learnt(used, observations[:fewer])
    alike(learnt(used, observations), learnt(Learner(ENCODERS), observations))


@pytest.mark.parametrize("n", [50, 70, 400])
def test_the_order_of_runs_makes_no_difference(n: int) -> None:
    observations = runs(n)
    mixed = random.Random(0).sample(observations, n)
    alike(learnt(Learner(ENCODERS), mixed), learnt(Learner(ENCODERS), observations))


def test_an_early_run_that_ends_late_is_learnt_from() -> None:
    observations = runs(80)
    pending = [replace(observations[3], curve=(), outcome=Outcome.RUNNING), *observations[:3], *observations[4:]]
    learner = Learner(ENCODERS)
    assert observations[3] not in learnt(learner, pending).told
    assert observations[3] in learnt(learner, observations).told
    alike(learnt(learner, observations), learnt(Learner(ENCODERS), observations))


def test_a_fit_from_an_anchor_is_as_good_as_one_from_scratch() -> None:
    belief = learnt(Learner(ENCODERS), runs(110))
    p = belief.seen
    t = np.log([*p.length, p.signal, p.noise])
    from_scratch = optimum(p.encoder, p.points, p.y).density
    assert Evidence(p.encoder, p.points, p.y)(t)[0] == pytest.approx(from_scratch, abs=0.05)


def test_of_many_runs_the_best_and_the_latest_are_known() -> None:
    observations = runs(900)
    told = {seen.number for seen in learnt(Learner(ENCODERS), observations).told}
    best = {seen.number for seen in sorted(observations, key=lambda seen: seen.curve)[:100]}
    assert len(told) == 300
    assert best | set(range(801, 901)) <= told
    assert len((told - best) & set(range(1, 401))) > 30


@pytest.mark.parametrize("losses", [0, 1, 2, 3])
def test_many_failures_and_few_losses_are_borne(losses: int) -> None:
    failed = [replace(seen, curve=(), outcome=Outcome.FAILED) for seen in runs(200)]
    entries = Entries.of(SPACE, [*failed[: 200 - losses], *runs(200)[200 - losses :]])
    belief = Learner(ENCODERS).learn(entries, seed=1)
    assert (belief is None) == (losses < 2)
    if belief is not None:
        assert np.isfinite(belief.log_ei(belief.seen.points)).all()
