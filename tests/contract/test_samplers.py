"""What every sampler promises, whoever wrote it: a new one needs a line in the registry and inherits all of this."""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
from dataclasses import replace

import pytest

from varre import search
from varre.runs import Exhausted, History, Observation, Outcome, Seeds, Suggestion
from varre.space import Params
from varre.sweepfile import SweepFile

SPACES = {
    "finite": {"a": {"values": [0, False, "", None]}, "b": {"min": 1, "max": 3}},
    "tree": {
        "on": {"values": [True, False]},
        "heads": {"values": [2, 4], "when": {"on": True}},
        "layers": {"min": 1, "max": 3, "when": {"on": True, "heads": 4}},
    },
    "constants": {"a": {"value": 0}, "b": {"value": [1, {"c": False}]}},
    "mixed": {
        "lr": {"distribution": "log_uniform_values", "min": 1e-4, "max": 1e-1},
        "width": {"distribution": "q_log_uniform_values", "min": 8, "max": 512, "q": 8},
        "optimizer": {"values": ["adam", "sgd", 0]},
        "momentum": {"min": 0.0, "max": 0.99, "when": {"optimizer": "sgd"}},
        "noise": {"distribution": "normal", "mu": 0.0, "sigma": 1.0},
        "size": {"values": [1, 2, 3], "ordered": True},
        "fixed": {"value": False},
    },
}
FINITE = ("finite", "tree", "constants")
CASES = [(m, s) for m in search.SAMPLERS for s in SPACES if s in FINITE or m != "grid"]
every_case = pytest.mark.parametrize(("method", "space"), CASES)
every_finite_case = pytest.mark.parametrize(("method", "space"), [(m, s) for m, s in CASES if s in FINITE])


def sweep(method: str, space: str) -> SweepFile:
    metric = {"name": "loss", "goal": "minimize"}
    return SweepFile.parse({"method": method, "metric": metric, "parameters": SPACES[space]})


def explains(method: str) -> bool:
    return isinstance(search.make(sweep(method, "finite")), search.Explainer)


def a_loss(params: Params) -> float:
    """Anything that depends on the parameters, the same in every process."""
    return random.Random(json.dumps(params, sort_keys=True)).gauss(0.0, 1.0)


def seen(number: int, params: Params, outcome: Outcome = Outcome.FINISHED) -> Observation:
    curve = () if outcome in (Outcome.FAILED, Outcome.WAITING) else (a_loss(params) + 1.0, a_loss(params))
    return Observation(number, params, curve, outcome)


def a_history(file: SweepFile, n: int = 12, outcomes: tuple[Outcome, ...] = tuple(Outcome)) -> History:
    """``n`` runs, all different in a finite space, in every state."""
    draws = random.Random(5)
    found: dict[object, Params] = {}
    for _ in range(20 * n):
        params = file.space.decode([draws.random() for _ in file.space.parameters])
        if len(found) < min(n, (file.space.cardinality or n + 1) - 1):
            found.setdefault(file.space.key(params), params)
    runs = [seen(i + 1, params, outcomes[i % len(outcomes)]) for i, params in enumerate(found.values())]
    return History(tuple(runs), len(runs) + 1)


def suggestions(answer: object) -> list[Suggestion]:
    assert isinstance(answer, list)
    assert all(isinstance(suggestion, Suggestion) for suggestion in answer)
    return answer


@every_case
@pytest.mark.parametrize("n", [1, 3])
def test_suggestions_lie_in_the_space_and_say_why(method, space, n):
    file = sweep(method, space)
    for history in (History(), a_history(file)):
        answer = suggestions(search.make(file).ask(history, n, Seeds(1)))
        assert 1 <= len(answer) <= n
        for suggestion in answer:
            assert file.space.check(suggestion.params) == []
            assert suggestion.reason.source


@every_case
def test_the_same_history_gives_the_same_answer_whatever_was_asked_before(method, space):
    file = sweep(method, space)
    history = a_history(file)
    used = search.make(file)
    first = used.ask(history, 2, Seeds(1))
    used.ask(History(), 1, Seeds(2))
    used.ask(replace(history, observations=history.observations[:3], next_number=4), 1, Seeds(1))
    assert used.ask(history, 2, Seeds(1)) == first
    assert search.make(file).ask(history, 2, Seeds(1)) == first


@pytest.mark.parametrize("method", list(search.SAMPLERS))
def test_another_process_gives_the_same_answer(method):
    space = "finite" if method == "grid" else "mixed"
    script = (
        "import sys; sys.path[:0] = ['src', 'tests/contract']\n"
        "from test_samplers import *\n"
        f"file = sweep({method!r}, {space!r})\n"
        "print(search.make(file).ask(a_history(file), 2, Seeds(1)))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    file = sweep(method, space)
    assert told == [f"{search.make(file).ask(a_history(file), 2, Seeds(1))}\n"] * 2


@every_finite_case
@pytest.mark.parametrize("n", [1, 5])
def test_a_finite_space_comes_whole_each_once_whatever_becomes_of_it(method, space, n):
    file = sweep(method, space)
    sampler = search.make(file)
    history = History()
    outcomes = list(Outcome)
    while not isinstance(answer := sampler.ask(history, n, Seeds(3)), Exhausted):
        number = history.next_number
        runs = [seen(number + i, s.params, outcomes[(number + i) % 5]) for i, s in enumerate(suggestions(answer))]
        history = History((*history.observations, *runs), number + len(runs))
    keys = [file.space.key(run.params) for run in history.observations]
    assert len(keys) == len(set(keys)) == file.space.cardinality


@every_case
def test_numbers_count_not_how_many_are_asked_at_once(method, space):
    # A finite space may end between the two.
    file = sweep(method, space)
    history = a_history(file, 4)
    together = suggestions(search.make(file).ask(history, 2, Seeds(1)))
    params = together[0].params
    after = Observation(history.next_number, params, (), Outcome.RUNNING)
    then = search.make(file).ask(History((*history.observations, after), history.next_number + 1), 1, Seeds(1))
    assert together[1:] == (then if isinstance(then, list) else [])


@every_case
def test_runs_of_another_space_are_no_harm(method, space):
    file = sweep(method, space)
    history = a_history(file)
    strangers = [
        Observation(None, {"unknown": 1}, (0.5,), Outcome.FINISHED),
        Observation(None, {}, (), Outcome.FAILED),
        Observation(None, dict.fromkeys(SPACES[space], "no such value"), (0.1,), Outcome.STOPPED),
    ]
    with_them = replace(history, observations=(*strangers, *history.observations))
    assert search.make(file).ask(with_them, 1, Seeds(1)) == search.make(file).ask(history, 1, Seeds(1))


@every_case
def test_the_order_in_which_runs_are_told_does_not_matter(method, space):
    file = sweep(method, space)
    history = a_history(file)
    mixed = random.Random(1).sample(history.observations, len(history.observations))
    answer = search.make(file).ask(replace(history, observations=tuple(mixed)), 1, Seeds(1))
    assert answer == search.make(file).ask(history, 1, Seeds(1))


@every_case
@pytest.mark.parametrize("losses", ["alike", "enormous", "minute", "one_wild", "none"])
def test_any_losses_are_borne(method, space, losses):
    file = sweep(method, space)
    history = a_history(file, outcomes=(Outcome.FINISHED, Outcome.STOPPED))
    curves = {
        "alike": lambda i: (1.0,),
        "enormous": lambda i: (i * 1e300,),
        "minute": lambda i: (i * 5e-324,),
        "one_wild": lambda i: (1e308 if i == 1 else -i / 10,),
        "none": lambda i: (),
    }
    runs = tuple(replace(run, curve=curves[losses](i)) for i, run in enumerate(history.observations))
    for suggestion in suggestions(search.make(file).ask(replace(history, observations=runs), 2, Seeds(1))):
        assert file.space.check(suggestion.params) == []


@pytest.mark.parametrize(("method", "space"), [(m, s) for m, s in CASES if explains(m)])
def test_predictions_are_figures_and_the_same_again(method, space):
    file = sweep(method, space)
    sampler = search.make(file)
    assert isinstance(sampler, search.Explainer)
    history = a_history(file)
    points = [run.params for run in history.observations]
    predictions = sampler.predict(history, points)
    assert len(predictions) == len(points)
    assert all(math.isfinite(p.mean) and math.isfinite(p.sd) and p.sd >= 0 for p in predictions)
    assert search.make(file).predict(history, points) == predictions
