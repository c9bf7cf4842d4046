"""Suggestions worked out ahead, looked at, and skipped."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from varre import search
from varre.errors import ConflictError
from varre.runs import Claim, Exhausted, History, Reason, Seeds, Suggestion, Sweep
from varre.scheduler import Scheduler
from varre.search.base import Needs
from varre.space import Params
from varre.sweepfile import SweepFile

BAYES = {
    "method": "bayes",
    "metric": {"name": "loss"},
    "seed": 3,
    "parameters": {"a": {"min": 0.0, "max": 1.0}, "b": {"min": 0.0, "max": 1.0}},
}


class Learner:
    """Suggests how many results it has seen, and says so; `asked` counts."""

    needs = Needs.OBJECTIVES

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.began = threading.Semaphore(0)

    def ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion] | Exhausted:
        results = sum(seen.loss is not None and seen.outcome == "finished" for seen in history.observations)
        self.asked.append(history.next_number)
        self.began.release()
        number = history.next_number
        return [Suggestion({"a": number / 1000, "b": results / 1000}, Reason("gp", note=f"#{number}, {results}"))]


@pytest.fixture
def learner(monkeypatch: pytest.MonkeyPatch) -> Learner:
    made = Learner()
    monkeypatch.setitem(search.SAMPLERS, "bayes", lambda file: made)  # type: ignore[arg-type]
    return made


@pytest.fixture
def ahead(world, learner: Learner) -> Callable[[], None]:  # type: ignore[no-untyped-def]
    """A scheduler that thinks ahead; the call waits until it has thought once more."""
    world.scheduler.think_ahead()

    def thought() -> None:
        assert learner.began.acquire(timeout=10)

    return thought


def claims(world, sweep: Sweep, count: int) -> list[Claim]:  # type: ignore[no-untyped-def]
    return [world.claim(sweep, world.agent()) for _ in range(count)]


def note(claim: Claim) -> str:
    return claim.reason.note


# -- ahead -----------------------------------------------------------------------------------------------------------


def test_what_was_worked_out_ahead_is_given_to_the_next_claim(world, learner, ahead) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep(BAYES)
    claims(world, sweep, 2)  # numbers 1 and 2 are asked for, then 3 ahead
    for _ in range(3):
        ahead()
    (third,) = claims(world, sweep, 1)
    assert note(third) == "#3, 0"
    assert learner.asked[:3] == [1, 2, 3]
    assert learner.asked.count(3) == 1


def test_a_claim_may_miss_as_many_results_as_runs_are_under_way(world, learner, ahead) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep(BAYES)
    first, second, third = claims(world, sweep, 3)
    for _ in range(4):
        ahead()
    world.log(first.lease, 1.0)
    world.end(first)
    (fourth,) = claims(world, sweep, 1)
    assert note(fourth) == "#4, 0"
    ahead()
    for claim in (second, third):
        world.log(claim.lease, 1.0)
        world.end(claim)
    (fifth,) = claims(world, sweep, 1)  # two results since, one run under way: too old
    assert note(fifth) == "#5, 3"


def test_one_run_at_a_time_always_learns_from_the_last(world, learner, ahead) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep(BAYES)
    for results in range(4):
        (claim,) = claims(world, sweep, 1)
        assert note(claim) == f"#{results + 1}, {results}"
        world.log(claim.lease, 1.0)
        world.end(claim)
    assert learner.asked == [1, 2, 3, 4]  # and nothing was thought for nobody


def test_a_number_that_someone_else_took_is_not_given_twice(world, learner, ahead) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep(BAYES)
    claims(world, sweep, 2)
    for _ in range(3):
        ahead()
    queued = world.scheduler.enqueue(sweep.key, {"a": 0.5, "b": 0.5})
    assert queued.number == 3
    taken, fourth = claims(world, sweep, 2)
    assert taken.number == 3
    assert (fourth.number, note(fourth)) == (4, "#4, 0")


def test_results_that_were_thrown_away_make_what_was_thought_worthless(world, learner, ahead) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep(BAYES)
    first, *_ = claims(world, sweep, 3)
    world.log(first.lease, 1.0)
    world.end(first)
    assert world.scheduler.next_suggestion(sweep.key).reason.note == "#4, 1"
    world.scheduler.delete_run(first.lease.run)
    assert world.scheduler.next_suggestion(sweep.key).reason.note == "#4, 0"


def test_with_and_without_it_claims_are_the_same_where_no_result_arrived_since(world) -> None:  # type: ignore[no-untyped-def]
    def worked(scheduler: Scheduler, sweep: Sweep) -> list[Params]:
        """Eight runs that end before any other begins, and then four without any result in between."""
        first = claims(world, sweep, 8)
        for number, claim in enumerate(first):
            world.log(claim.lease, float(number))
            world.end(claim)
        return [claim.params for claim in claims(world, sweep, 4)]

    plain = worked(world.scheduler, world.sweep(BAYES))
    world.scheduler.think_ahead()
    assert worked(world.scheduler, world.sweep(BAYES)) == plain


def test_what_is_given_lies_in_the_space_and_is_never_the_same_twice(world) -> None:  # type: ignore[no-untyped-def]
    finite = {**BAYES, "retries": 0, "parameters": {"a": {"values": [1, 2, 3, 4, 5]}, "b": {"values": [1, 2, 3]}}}
    world.scheduler.think_ahead()
    sweep = world.sweep(finite)
    space = world.scheduler.file(sweep.key).space
    given, under_way = [], []
    for number in range(15):
        (claim,) = claims(world, sweep, 1)
        given.append(space.key(claim.params))
        assert not space.check(claim.params)
        under_way.append(claim)
        if len(under_way) == 3:
            done = under_way.pop(0)
            world.log(done.lease, float(number))
            world.end(done)
    assert len(set(given)) == 15


# -- the next suggestion, and skipping it ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["grid", "random", "bayes"])
def test_the_next_suggestion_is_what_the_next_claim_gets(world, method: str) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep({**BAYES, "method": method, "parameters": {"a": {"values": [1, 2, 3, 4, 5, 6]}}})
    claims(world, sweep, 1)
    expected = world.scheduler.next_suggestion(sweep.key)
    (claim,) = claims(world, sweep, 1)
    assert (claim.params, claim.reason) == (expected.params, expected.reason)


@pytest.mark.parametrize("method", ["grid", "random", "bayes"])
@pytest.mark.parametrize("results", [0, 8])
def test_skipping_makes_the_next_suggestion_another_one(world, method: str, results: int) -> None:  # type: ignore[no-untyped-def]
    parameters = {"a": {"values": list(range(40))}} if method == "grid" else BAYES["parameters"]
    sweep = world.sweep({**BAYES, "method": method, "parameters": parameters})
    for number in range(results):
        (claim,) = claims(world, sweep, 1)
        world.log(claim.lease, float(number))
        world.end(claim)
    first = world.scheduler.next_suggestion(sweep.key).params
    seen = [first, *(world.scheduler.skip_suggestion(sweep.key).params for _ in range(3))]
    assert len({tuple(params.items()) for params in seen}) == 4
    (claim,) = claims(world, sweep, 1)
    assert claim.params == seen[-1]
    assert claim.number == results + 1


def test_what_was_skipped_is_known_to_other_processes(world) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep(BAYES)
    expected = world.scheduler.skip_suggestion(sweep.key)
    with world.another_scheduler() as other:
        assert other.next_suggestion(sweep.key) == expected
        assert other.history(sweep.key) == world.scheduler.history(sweep.key)


def test_a_finite_space_ends_when_the_rest_was_skipped(world, grid) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep(grid)
    (claim,) = claims(world, sweep, 1)
    world.scheduler.skip_suggestion(sweep.key)
    assert world.scheduler.skip_suggestion(sweep.key) is None
    with pytest.raises(ConflictError, match="no next suggestion"):
        world.scheduler.skip_suggestion(sweep.key)
    world.end(claim)
    world.refusal(sweep, world.agent())
    assert world.scheduler.sweep(sweep.key).state_reason == "exhausted"
    assert len(world.scheduler.runs(sweep.key)) == 1


def test_a_sweep_that_has_ended_has_no_next_suggestion(world, random) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep(random)
    world.scheduler.control(sweep.key, "stop")
    assert world.scheduler.next_suggestion(sweep.key) is None


def test_failed_configurations_that_come_again_cannot_be_skipped(world, grid) -> None:  # type: ignore[no-untyped-def]
    sweep = world.sweep(grid)
    for claim in claims(world, sweep, 3):
        world.end(claim, code=1)
    assert world.scheduler.next_suggestion(sweep.key).reason.source == "retry"
    with pytest.raises(ConflictError, match="cannot be skipped"):
        world.scheduler.skip_suggestion(sweep.key)


def test_a_file_that_skips_nothing_asks_as_before(world) -> None:  # type: ignore[no-untyped-def]
    """The first suggestion of a sweep is that of its sampler alone."""
    sweep = world.sweep(BAYES)
    file = SweepFile.parse(BAYES)
    (expected,) = search.make(file).ask(History(), 1, Seeds(3))  # type: ignore[misc]
    assert world.scheduler.next_suggestion(sweep.key).params == expected.params
