"""Random search."""

from __future__ import annotations

import math

import pytest

from varre.runs import Exhausted, History, Observation, Outcome, Seeds
from varre.search.random import RandomSampler, Untried
from varre.space import Categorical, Clause, Condition, IntUniform, LogUniformValues, Parameter, SearchSpace


def space(**distributions: object) -> SearchSpace:
    return SearchSpace(tuple(Parameter(name, (name,), distribution) for name, distribution in distributions.items()))


def walked(sampler: RandomSampler, most: int = 10_000, n: int = 1) -> list[dict]:
    found: list[dict] = []
    while len(found) < most:
        seen = tuple(Observation(i + 1, p, (), Outcome.FAILED) for i, p in enumerate(found))
        answer = sampler.ask(History(seen, len(seen) + 1), n, Seeds(4))
        if isinstance(answer, Exhausted):
            break
        found += [dict(suggestion.params) for suggestion in answer]
    return found


LR = space(lr=LogUniformValues(1e-4, 1.0))


def test_draws_follow_the_distribution():
    # The logarithm of lr is uniform on [-4, 0]: mean -2, variance 16 / 12, standard error of the mean 0.058.
    logs = [math.log10(p["lr"]) for p in walked(RandomSampler(LR), 400)]
    assert sum(logs) / 400 == pytest.approx(-2.0, abs=0.2)
    assert sum(x >= -1.0 for x in logs) / 400 == pytest.approx(0.25, abs=0.09)


def test_a_draw_depends_on_seed_and_number_only():
    def ask(sampler: RandomSampler, number: int, seed: int) -> object:
        return sampler.ask(History((), number), 1, Seeds(seed))

    used = RandomSampler(LR)
    ask(used, 1, 9)
    assert ask(used, 7, 1) == ask(RandomSampler(LR), 7, 1)
    assert ask(used, 7, 1) != ask(used, 8, 1) != ask(used, 8, 2)


def test_several_at_a_time_are_those_of_their_numbers():
    together = RandomSampler(LR).ask(History((), 5), 3, Seeds(0))
    one_by_one = [RandomSampler(LR).ask(History((), number), 1, Seeds(0)) for number in (5, 6, 7)]
    assert [[suggestion] for suggestion in together] == one_by_one


@pytest.mark.parametrize("n", [1, 7])
def test_a_finite_space_comes_whole_each_once_and_ends(n):
    on = Condition((("a", Clause(one_of=(0,))),))
    b = Parameter("b", ("b",), Categorical((True, False, None, 0, 1, "")), on)
    finite = SearchSpace((Parameter("a", ("a",), IntUniform(0, 4)), b))
    found = walked(RandomSampler(finite), n=n)
    assert len(found) == finite.cardinality == 10
    assert {finite.key(p) for p in found} == {finite.key(p) for p in finite.grid()}


def test_values_of_tiny_probability_are_found_in_the_end():
    rare = space(a=Categorical(("usual", "rare", "rarest"), (1 - 1e-9, 9e-10, 1e-10)))
    assert sorted(p["a"] for p in walked(RandomSampler(rare))) == ["rare", "rarest", "usual"]


def test_the_last_of_a_large_space_is_found():
    large = space(a=IntUniform(1, 200), b=IntUniform(1, 100))
    tried = {large.key(p) for p in large.grid() if p != {"a": 77, "b": 13}}
    assert Untried(large).draw(Seeds(0).sweep(), tried) == {"a": 77, "b": 13}


def test_the_reason_is_random():
    [suggestion] = RandomSampler(LR).ask(History(), 1, Seeds(0))
    assert suggestion.reason.source == "random"
