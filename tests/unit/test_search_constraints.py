"""Constraints and the search methods: all that is proposed is feasible, and a finite space comes whole and ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varre import Optimizer, search
from varre.errors import SpaceExhausted, UsageError
from varre.runs import Exhausted, History, Observation, Outcome, Seeds
from varre.search import random as untried
from varre.search.finite import Configurations
from varre.space import Params, SearchSpace, counting
from varre.sweepfile import SweepFile

PARAMETERS = {
    "layers": {"min": 1, "max": 8},
    "width": {"values": [128, 256, 512, 1024], "ordered": True},
    "lr": {"distribution": "log_uniform_values", "min": 1e-4, "max": 1e-1},
    "decay": {"distribution": "log_uniform_values", "min": 1e-5, "max": 1e-1},
    "schedule": {"values": ["cosine", "step"]},
    "warmup": {"min": 0, "max": 10, "when": {"schedule": "cosine"}},
}
POSSIBLE = [
    "layers * width <= 1024",
    "decay < lr / 10",
    "warmup <= layers",
    "layers in [2, 4, 8] or schedule == 'cosine'",
    "width / layers >= 100",
    "lr * width > 1 or decay < 1e-4",
]
FINITE = {
    "a": {"min": 1, "max": 6},
    "b": {"min": 1, "max": 6},
    "mode": {"values": ["x", "y"]},
    "c": {"values": [1, 2, True], "when": {"mode": "x"}},
    "d": {"values": ["p", "q"], "when": {"c": [1, True]}},
}
RELATED = [["a * b == 6"], ["a < b", "c != a"], ["a + b + c <= 5", "d == 'p' or a > 1"], ["mode == 'y' or c == true"]]


def sweep(parameters: object, constraints: list[str], method: str = "random", **more: object) -> SweepFile:
    metric = {"name": "loss"}
    return SweepFile.parse(
        {"method": method, "metric": metric, "parameters": parameters, "constraints": constraints, **more}
    )


def loss(params: Params) -> float:
    """Falls towards a border of what is feasible."""
    return -float(params["layers"]) * float(params["width"]) / 1024 + abs(float(params["lr"]) - 0.01) * 50  # type: ignore[arg-type]


def history(points: list[Params]) -> History:
    seen = (Observation(number, each, (float(number % 5),), Outcome.FINISHED) for number, each in enumerate(points, 1))
    return History(tuple(seen), len(points) + 1)


def walked(file: SweepFile, seed: int = 0, most: int = 1000) -> list[Params]:
    sampler, found = search.make(file), list[Params]()
    while len(found) < most:
        answer = sampler.ask(history(found), 1, Seeds(seed))
        if isinstance(answer, Exhausted):
            break
        assert isinstance(answer, list)
        found += [suggestion.params for suggestion in answer]
    return found


def keys(space: SearchSpace, points: list[Params]) -> list[object]:
    return sorted(map(space.key, points), key=repr)


def feasible(space: SearchSpace) -> list[Params]:
    return [point for point in SearchSpace(space.parameters).grid() if space.allows(point)]


@pytest.mark.parametrize("method", ["random", "bayes"])
@given(constraints=st.lists(st.sampled_from(POSSIBLE), min_size=1, max_size=4, unique=True), seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=6)
def test_all_that_is_proposed_is_feasible(method: str, constraints: list[str], seed: int) -> None:
    file = sweep(PARAMETERS, constraints, method)
    sampler, seen = search.make(file), History()
    for number in range(1, 14):
        answer = sampler.ask(seen, 1, Seeds(seed))
        assert isinstance(answer, list)
        params = answer[0].params
        assert file.space.violated(params) is None
        assert file.space.check(params) == []
        assert search.make(file).ask(seen, 1, Seeds(seed)) == answer
        seen = History((*seen.observations, Observation(number, params, (loss(params),), Outcome.FINISHED)), number + 1)
    assert sampler.ask(seen, 1, Seeds(seed)) == search.make(file).ask(seen, 1, Seeds(seed))


@pytest.mark.parametrize("constraints", RELATED)
@pytest.mark.parametrize(
    ("method", "order"), [("grid", "sorted"), ("grid", "shuffled"), ("random", "sorted"), ("bayes", "sorted")]
)
def test_a_finite_space_comes_whole_each_once_and_ends(method: str, order: str, constraints: list[str]) -> None:
    file = sweep(FINITE, constraints, method, order=order)
    expected = feasible(file.space)
    if method == "bayes":
        assert len(expected) > 12
        tried = history(expected[:-6])
        sampler, found = search.make(file), list(expected[:-6])
        for _ in range(6):
            [suggestion] = sampler.ask(tried, 1, Seeds(1))  # type: ignore[misc]
            found.append(suggestion.params)
            tried = history(found)
        assert isinstance(sampler.ask(tried, 1, Seeds(1)), Exhausted)
    else:
        found = walked(file)
    assert keys(file.space, found) == keys(file.space, expected)
    if (method, order) == ("grid", "sorted"):
        assert found == expected


@pytest.mark.parametrize("constraints", RELATED)
def test_feasible_configurations_are_numbered_in_the_order_of_the_grid(constraints: list[str]) -> None:
    space = sweep(FINITE, constraints).space
    numbered = Configurations(space)
    assert [numbered.at(i) for i in range(numbered.size)] == list(space.grid())
    assert numbered.size == space.cardinality


@pytest.mark.parametrize(("method", "order"), [("random", "sorted"), ("grid", "shuffled")])
def test_what_cannot_be_counted_is_searched_all_the_same(
    monkeypatch: pytest.MonkeyPatch, method: str, order: str
) -> None:
    monkeypatch.setattr(counting, "MOST_LOOKS", 10)
    monkeypatch.setattr(untried, "_MOST_TRIES", 2000)
    file = sweep({name: FINITE[name] for name in ("a", "b")}, ["a * b == 6"], method, order=order)
    assert file.space.cardinality is None
    assert keys(file.space, walked(file)) == keys(file.space, feasible(file.space))


def test_the_best_point_on_a_border_is_found() -> None:
    plane = {"x": {"min": 0.0, "max": 1.0}, "y": {"min": 0.0, "max": 1.0}}
    optimizer = Optimizer(sweep(plane, ["x + y <= 1"], "bayes"), seed=1)
    for _ in range(25):
        suggestion = optimizer.ask()
        x, y = float(suggestion.params["x"]), float(suggestion.params["y"])  # type: ignore[arg-type]
        assert x + y <= 1
        optimizer.tell(suggestion, -x - 2 * y)
    assert optimizer.best is not None
    assert optimizer.best.value < -1.9  # the corner x = 0, y = 1 has -2


def test_the_optimizer_takes_feasible_configurations_only() -> None:
    optimizer = Optimizer(sweep(FINITE, ["a * b == 6"], start=[{"a": 2}]))
    first = optimizer.ask()
    assert (first.params["a"], first.params["b"]) == (2, 3)
    with pytest.raises(UsageError, match=r"it violates the constraint a \* b == 6: a is 2, b is 2"):
        optimizer.tell({"a": 2, "b": 2, "mode": "y"}, 1.0)
    optimizer.tell({"a": 1, "b": 6, "mode": "y"}, 1.0)
    assert optimizer.best is not None
    assert optimizer.best.params == {"a": 1, "b": 6, "mode": "y"}


def test_the_optimizer_ends_when_all_feasible_ones_are_tried() -> None:
    optimizer = Optimizer(sweep({"a": FINITE["a"], "b": FINITE["b"]}, ["a * b == 6"]))
    for _ in range(4):
        optimizer.tell(optimizer.ask(), 1.0)
    with pytest.raises(SpaceExhausted, match="all 4 configurations"):
        optimizer.ask()
