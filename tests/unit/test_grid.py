"""Grid search."""

from __future__ import annotations

from itertools import product

import pytest

from varre.errors import ConfigError
from varre.runs import Exhausted, History, Observation, Outcome, Seeds
from varre.search.finite import Configurations, shuffled
from varre.search.grid import GridSampler
from varre.space import Categorical, Clause, Condition, IntUniform, Parameter, QUniform, SearchSpace, Uniform


def space(**distributions: object) -> SearchSpace:
    return SearchSpace(tuple(Parameter(name, (name,), distribution) for name, distribution in distributions.items()))


def tree() -> SearchSpace:
    """A space in which a parent stands last in the alphabet and has a child and a grandchild."""
    on = Condition((("z", Clause(one_of=("on",))),))
    deep = Condition((("b", Clause(min=2)),))
    return SearchSpace(
        (
            Parameter("a", ("a",), Categorical((0, False, None, "")), deep),
            Parameter("b", ("b",), IntUniform(1, 4), on),
            Parameter("c", ("c",), QUniform(0.0, 1.0, 0.25)),
            Parameter("z", ("z",), Categorical(("on", "off"))),
        )
    )


ABC = space(c=Categorical(("x", "y", "z")), a=IntUniform(1, 3), b=Categorical((True, False)))


def history(*params: dict, outcome: Outcome = Outcome.FINISHED) -> History:
    seen = tuple(Observation(i + 1, p, (), outcome) for i, p in enumerate(params))
    return History(seen, len(seen) + 1)


def walked(sampler: GridSampler, seed: int = 0, n: int = 1) -> list[dict]:
    found: list[dict] = []
    while not isinstance(answer := sampler.ask(history(*found), n, Seeds(seed)), Exhausted):
        found += [dict(suggestion.params) for suggestion in answer]
    return found


def test_the_last_in_the_alphabet_varies_fastest():
    expected = [{"a": a, "b": b, "c": c} for a, b, c in product((1, 2, 3), (True, False), "xyz")]
    assert walked(GridSampler(ABC)) == expected


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("n", [1, 4, 100])
def test_gives_every_configuration_once_whatever_is_asked_at_a_time(shuffle, n):
    for finite in (ABC, tree()):
        found = walked(GridSampler(finite, shuffle=shuffle), n=n)
        assert len(found) == finite.cardinality
        assert {finite.key(p) for p in found} == {finite.key(p) for p in finite.grid()}


def test_shuffled_differs_with_the_seed_and_from_the_sorted_order():
    orders = [walked(GridSampler(ABC, shuffle=True), seed) for seed in (0, 0, 1)]
    assert orders[0] == orders[1] != orders[2]
    assert orders[0] != walked(GridSampler(ABC))


@pytest.mark.parametrize("shuffle", [False, True])
def test_a_fresh_sampler_answers_as_one_that_has_walked(shuffle):
    old = GridSampler(ABC, shuffle=shuffle)
    found: list[dict] = []
    while not isinstance(answer := old.ask(history(*found), 1, Seeds(3)), Exhausted):
        assert GridSampler(ABC, shuffle=shuffle).ask(history(*found), 1, Seeds(3)) == answer
        found += [dict(suggestion.params) for suggestion in answer]


def test_the_same_history_gives_the_same_answer_also_after_a_longer_one():
    sampler = GridSampler(ABC)
    first = sampler.ask(history(), 1, Seeds(0))
    sampler.ask(history(*ABC.grid()), 1, Seeds(0))
    assert sampler.ask(history(), 1, Seeds(0)) == first


@pytest.mark.parametrize("outcome", list(Outcome))
def test_whatever_has_a_run_is_done_in_any_state(outcome):
    done = [{"a": 1, "b": True, "c": "x"}, {"a": 1, "b": True, "c": "z"}]
    [suggestion] = GridSampler(ABC).ask(history(*done, outcome=outcome), 1, Seeds(0))
    assert suggestion.params == {"a": 1, "b": True, "c": "y"}
    assert suggestion.reason.source == "grid"


def test_runs_outside_the_space_do_not_count_as_done():
    strangers = [{"a": 1, "b": 1, "c": "x"}, {"a": 1, "b": True}, {"q": 5}]
    [suggestion] = GridSampler(ABC).ask(history(*strangers), 1, Seeds(0))
    assert suggestion.params == {"a": 1, "b": True, "c": "x"}


def test_constants_alone_are_one_run():
    assert walked(GridSampler(space(a=Categorical((0,))))) == [{"a": 0}]


def test_infinitely_many_values_are_refused_by_name():
    with pytest.raises(ConfigError, match=r"parameters\.lr"):
        GridSampler(space(lr=Uniform(0.0, 1.0)), shuffle=True).ask(history(), 1, Seeds(0))
    with pytest.raises(ConfigError, match=r"parameters\.lr"):
        GridSampler(space(lr=Uniform(0.0, 1.0))).ask(history(), 1, Seeds(0))


@pytest.mark.parametrize("finite", [ABC, tree(), space(a=IntUniform(0, 9))])
def test_configurations_by_number_are_the_grid(finite):
    configurations = Configurations(finite)
    assert [configurations.at(i) for i in range(configurations.size)] == list(finite.grid())


def test_configurations_of_an_enormous_space_are_reached_at_once():
    enormous = space(**{f"p{i:02}": IntUniform(0, 999_999) for i in range(20)})
    configurations = Configurations(enormous)
    assert configurations.size == 10**120
    assert configurations.at(10**120 - 1) == {f"p{i:02}": 999_999 for i in range(20)}


def test_shuffled_numbers_are_a_permutation_and_every_one_can_come_first():
    assert sorted(shuffled(50, Seeds(1).sweep())) == list(range(50))
    assert {next(shuffled(3, Seeds(seed).sweep())) for seed in range(30)} == {0, 1, 2}
