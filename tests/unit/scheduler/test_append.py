"""What becomes of logged lines, and the orders that go back."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from varre.errors import ConflictError, UsageError
from varre.runs import Lease, Order, OrderKind, RunState, StopReason
from varre.spool import Tail, writers


def line(data: object, kind: str = "row", **more: object) -> bytes:
    return json.dumps({"t": 1.0, "r": 0.5, "k": kind, "d": data, **more}).encode() + b"\n"


@pytest.fixture
def claim(world: Any, random: Any) -> Any:
    return world.claim(world.sweep(random), world.agent())


WRITER = "1.7-00000000"


def values(world: Any, claim: Any, attempt: int | None = None) -> list[object]:
    return [row.values for row in world.scheduler.rows(claim.lease.run, attempt)]


def test_repeats_are_skipped_and_gaps_refused(world: Any, claim: Any) -> None:
    one, two, three = line({"loss": 1}), line({"loss": 2}), line({"loss": 3})
    append = world.scheduler.append
    assert append(claim.lease, WRITER, 0, one + two).next_offset == len(one + two)
    assert append(claim.lease, WRITER, 0, one).next_offset == len(one + two)
    assert append(claim.lease, WRITER, len(one), two + three).next_offset == len(one + two + three)
    with pytest.raises(ConflictError, match="missing"):
        append(claim.lease, WRITER, len(one + two + three) + 1, one)
    assert append(claim.lease, WRITER, 5, b"").next_offset == len(one + two + three)
    assert values(world, claim) == [{"loss": 1}, {"loss": 2}, {"loss": 3}]


@pytest.mark.parametrize(("writer", "lines"), [(WRITER, b"torn"), ("2.7-00000000", b"\n"), ("../../x", b"\n")])
def test_what_no_writer_of_this_attempt_could_have_written_is_refused(
    world: Any, claim: Any, writer: str, lines: bytes
) -> None:
    with pytest.raises(UsageError):
        world.scheduler.append(claim.lease, writer, 0, lines)


def test_a_run_knows_its_best_its_last_and_the_row_of_its_best(world: Any, claim: Any) -> None:
    rows = [{"loss": 3, "acc": 0.1}, {"loss": 1.0, "acc": 0.5}, {"acc": 0.9}, {"loss": 2, "acc": 0.2}]
    world.scheduler.append(claim.lease, WRITER, 0, b"".join(line(row) for row in rows))
    run = world.run(claim)
    assert (run.best, run.last, run.best_row) == (1.0, 2.0, {"loss": 1.0, "acc": 0.5})
    assert (run.rows, run.skipped, run.summary) == (4, 0, {"loss": 2, "acc": 0.2})
    assert world.scheduler.curve(run.key) == (3.0, 1.0, 2.0)
    assert world.scheduler.best(claim.sweep) == run


def test_the_best_is_kept_across_batches_and_by_the_goal(world: Any, random: Any) -> None:
    sweep = world.sweep(random, metric={"name": "acc", "goal": "maximize"})
    one, two = (world.claim(sweep, world.agent()) for _ in range(2))
    world.log(one.lease, 0.5, 0.9, name="acc")
    world.log(one.lease, 0.4, name="acc")
    world.log(two.lease, 0.8, name="acc")
    run = world.run(one)
    assert (run.best, run.last, run.best_row) == (0.9, 0.4, {"acc": 0.9})
    assert world.scheduler.best(sweep.key).number == 1
    assert world.scheduler.best(sweep.key, last=True).number == 2


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True, "0.5", None, [0.5], 10**400])
def test_what_is_no_finite_number_is_a_value_but_no_loss(world: Any, claim: Any, value: object) -> None:
    world.log(claim.lease, value, 0.5)
    run = world.run(claim)
    assert (run.rows, run.best, run.last) == (2, 0.5, 0.5)
    assert world.scheduler.curve(run.key) == (0.5,)
    (observation,) = world.scheduler.history(claim.sweep).observations
    assert observation.curve == (0.5,)


def test_a_metric_inside_a_dict_or_with_blanks_is_found_by_its_flat_name(world: Any, random: Any) -> None:
    sweep = world.sweep(random, metric={"name": "val.my loss"})
    claim = world.claim(sweep, world.agent())
    world.scheduler.append(claim.lease, WRITER, 0, line({"val": {"my loss": 0.5}}) + line({"val.my loss": 0.25}))
    assert world.scheduler.curve(claim.lease.run) == (0.5, 0.25)


def test_configuration_summary_and_preempting_reach_the_run(world: Any, claim: Any) -> None:
    lines = [
        line({"model": {"depth": 2}}, "config"),
        line({"model": {"width": 3}}, "config"),
        line({"note": "x"}, "summary"),
        line({}, "preempting"),
        b"nonsense\n",
    ]
    for text in lines:
        before = world.scheduler.append(claim.lease, WRITER, 0, b"").next_offset
        world.scheduler.append(claim.lease, WRITER, before, text)
    run = world.run(claim)
    assert run.config == {**claim.config, "model": {"depth": 2, "width": 3}}
    assert (run.summary, run.preempting, run.skipped) == ({"note": "x"}, True, 1)
    assert run.params == claim.params


def test_what_was_not_committed_is_merged_across_batches_and_committed_at_the_end(world: Any, claim: Any) -> None:
    one, two = line({"loss": 1}, commit=False), line({"acc": 2}, commit=False)
    world.scheduler.append(claim.lease, WRITER, 0, one)
    world.scheduler.append(claim.lease, WRITER, len(one), two)
    assert values(world, claim) == []
    world.end(claim)
    assert values(world, claim) == [{"loss": 1, "acc": 2}]
    assert world.run(claim).best == 1


def test_several_processes_log_into_one_run(world: Any, claim: Any) -> None:
    world.scheduler.append(claim.lease, "1.7-00000000", 0, line({"loss": 1}))
    world.scheduler.append(claim.lease, "1.8-00000000", 0, line({"gpu": 2}))
    assert values(world, claim) == [{"loss": 1}, {"gpu": 2}]
    assert world.run(claim).summary == {"loss": 1, "gpu": 2}


def test_late_rows_of_an_old_attempt_are_kept_under_it_and_change_nothing_else(world: Any, claim: Any) -> None:
    world.log(claim.lease, 0.1)
    world.end(claim, -15, interrupted=True)
    again = world.claim(world.scheduler.sweep(claim.sweep), world.agent())
    assert again.lease.attempt == 2
    world.log(again.lease, 0.7)
    ack = world.scheduler.append(claim.lease, "1.9-00000000", 0, line({"loss": 0.01}))
    assert ack.order.kind == OrderKind.SUPERSEDED
    assert values(world, claim, 1) == [{"loss": 0.1}, {"loss": 0.01}]
    assert values(world, claim) == [{"loss": 0.7}]
    run = world.run(claim)
    assert (run.attempt, run.best, run.rows, run.summary["loss"]) == (2, 0.7, 1, 0.7)
    (observation,) = world.scheduler.history(claim.sweep).observations
    assert observation.curve == (0.7,)


def test_the_history_follows_what_other_processes_do(world: Any, claim: Any, random: Any) -> None:
    assert world.scheduler.history(claim.sweep).observations[0].curve == ()
    with world.another_scheduler() as other:
        other.append(claim.lease, WRITER, 0, line({"loss": 0.5}) + line({"loss": 0.25}))
        other.claim(claim.sweep, world.agent())
    history = world.scheduler.history(claim.sweep)
    assert [(seen.number, seen.curve, seen.outcome) for seen in history.observations] == [
        (1, (0.5, 0.25), "running"),
        (2, (), "running"),
    ]
    assert history.next_number == 3


# -- orders --------------------------------------------------------------------------------------------------------

HYPERBAND = {"type": "hyperband", "min_iter": 2, "eta": 2}


def test_a_stopper_is_asked_and_its_verdict_kept_in_the_metrics_units(world: Any, random: Any) -> None:
    metric = {"name": "loss", "goal": "maximize"}
    sweep, agent = world.sweep(random, metric=metric, early_terminate=HYPERBAND), world.agent()
    claims = [world.claim(sweep, agent) for _ in range(3)]
    for claim, value in zip(claims, (5.0, 4.0, 1.0), strict=True):
        world.log(claim.lease, 0.0, value)
    stop = world.run(claims[2]).stop
    assert (stop.source, stop.rung, stop.value, stop.threshold, stop.peers) == ("hyperband", 2, 1.0, 4.0, 3)
    expected = {claims[0].lease: Order(), claims[2].lease: Order(OrderKind.STOP, stop)}
    assert world.scheduler.heartbeat(list(expected)) == expected
    ack = world.scheduler.append(claims[2].lease, WRITER, 0, line({"loss": 9.0}))
    assert ack.order == Order(OrderKind.STOP, stop)
    assert world.end(claims[2], 143, ordered=True) == RunState.STOPPED
    assert world.run(claims[2]).stop == stop


def test_a_person_stops_a_run(world: Any, claim: Any) -> None:
    reason = StopReason("person", note="enough")
    world.scheduler.stop_run(claim.lease.run, reason)
    assert world.scheduler.heartbeat([claim.lease]) == {claim.lease: Order(OrderKind.STOP, reason)}
    assert world.end(claim, -15, ordered=True) == RunState.STOPPED
    with pytest.raises(ConflictError, match="has ended"):
        world.scheduler.stop_run(claim.lease.run, reason)


def test_a_run_that_waits_is_canceled_when_a_person_stops_it(world: Any, claim: Any) -> None:
    world.end(claim, -2, interrupted=True)
    world.scheduler.stop_run(claim.lease.run, StopReason("person"))
    assert (world.run(claim).state, world.run(claim).stop.source) == (RunState.CANCELED, "person")


def test_a_new_attempt_begins_without_the_old_ones_order(world: Any, claim: Any) -> None:
    world.scheduler.stop_run(claim.lease.run, StopReason("person"))
    world.end(claim, 1, interrupted=True)
    again = world.claim(world.scheduler.sweep(claim.sweep), world.agent())
    assert world.scheduler.heartbeat([again.lease, claim.lease]) == {
        again.lease: Order(),
        claim.lease: Order(OrderKind.SUPERSEDED),
    }


def test_who_does_not_hold_a_run_is_told_to_let_go(world: Any, claim: Any) -> None:
    strangers = [
        Lease(claim.lease.run, 1, world.agent()),
        Lease(claim.lease.run, 2, claim.lease.agent),
        Lease("norun000", 1, claim.lease.agent),  # type: ignore[arg-type]
    ]
    assert {order.kind for order in world.scheduler.heartbeat(strangers).values()} == {OrderKind.SUPERSEDED}
    assert world.scheduler.heartbeat([]) == {}


def test_the_spool_goes_when_the_run_has_ended(world: Any, claim: Any) -> None:
    folder = world.datadir.spool(claim.lease.run)
    writer = world.writer(claim.lease)
    writer.write("row", {"loss": 0.5})
    assert Tail(folder, writer.writer).read()
    world.end(claim)
    assert writers(folder) == [writer.writer], "its writer lives: more may come"
    writer.write("row", {"loss": 0.25})
    writer.close()
    assert world.scheduler.recover() == []
    assert not folder.exists()
    assert world.scheduler.curve(claim.lease.run) == (0.5, 0.25)


# -- what there is beside the metric -------------------------------------------------------------------------------


def hand_on(world: Any, claim: Any, *lines: tuple[str, dict[str, object]]) -> None:
    writer = world.writer(claim.lease)
    for kind, data in lines:
        writer.write(kind, data)
    world.hand_on(claim.lease, writer)
    writer.close()


def test_the_range_of_every_number_is_kept(world: Any, grid: dict[str, object]) -> None:
    claim = world.claim(world.sweep(grid), world.agent())
    hand_on(
        world,
        claim,
        ("row", {"loss": 0.5, "g": {"norm": 3}, "ok": True, "text": "x"}),
        ("row", {"loss": float("nan"), "g": {"norm": -1}}),
        ("row", {"loss": float("-inf"), "big": 10**400, "list": [1]}),
    )
    hand_on(world, claim, ("row", {"loss": 2, "late": 0.0}))
    assert world.run(claim).ranges == {"loss": (0.5, 2.0), "g.norm": (-1.0, 3.0), "late": (0.0, 0.0)}


def test_ranges_begin_anew_with_each_attempt(world: Any, grid: dict[str, object]) -> None:
    sweep = world.sweep(grid)
    first = world.claim(sweep, world.agent())
    world.log(first.lease, 0.1)
    world.end(first, code=-2, interrupted=True)
    second = world.claim(sweep, world.agent())
    assert world.run(second).ranges == {}
    world.log(second.lease, 0.9)
    world.log(first.lease, 0.01)
    assert world.run(second).ranges == {"loss": (0.9, 0.9)}


def test_a_script_says_what_its_run_is_called(world: Any, grid: dict[str, object]) -> None:
    claim = world.claim(world.sweep(grid), world.agent())
    hand_on(world, claim, ("about", {"name": "n", "tags": ["a", "b", "a"], "group": "g", "job_type": "train"}))
    hand_on(world, claim, ("about", {"notes": "why", "name": 7, "tags": "no"}))
    run = world.run(claim)
    assert (run.name, run.notes, run.tags, run.group, run.job_type) == ("n", "why", ("a", "b"), "g", "train")
    assert (run.rows, run.skipped) == (0, 0)


def test_what_a_person_wrote_outlives_a_script_that_is_started_again(world: Any, grid: dict[str, object]) -> None:
    sweep = world.sweep(grid)
    first = world.claim(sweep, world.agent())
    hand_on(world, first, ("about", {"name": "script's", "tags": ["a"]}))
    world.scheduler.edit_run(first.lease.run, name="person's", tags=[])
    world.end(first, code=-2, interrupted=True)
    second = world.claim(sweep, world.agent())
    hand_on(world, second, ("about", {"name": "script's", "tags": ["a"], "notes": "new"}))
    run = world.run(second)
    assert (run.name, run.tags, run.notes) == ("person's", ("a",), "new")


def test_what_the_machine_does_is_kept_apart_from_the_rows(world: Any, grid: dict[str, object]) -> None:
    claim = world.claim(world.sweep(grid), world.agent())
    hand_on(
        world,
        claim,
        ("system", {"cpu": 120.5, "gpu": {"0": {"util": 30}}, "odd": "x", "bad": float("nan"), "big": 10**400}),
        ("row", {"loss": 0.5}),
        ("system", {"cpu": 90}),
    )
    first, second = world.scheduler.gauges(claim.lease.run)
    assert first.values == {"cpu": 120.5, "gpu.0.util": 30.0}
    assert second.values == {"cpu": 90.0}
    assert first.time <= second.time
    run = world.run(claim)
    assert (run.rows, run.skipped, run.summary) == (1, 0, {"loss": 0.5})
    assert [row.values for row in world.scheduler.rows(run.key)] == [{"loss": 0.5}]
    assert set(world.scheduler.run_curves(run.key)) == {"loss"}


def test_what_the_machine_does_at_no_time_is_skipped(world: Any, claim: Any) -> None:
    world.scheduler.append(claim.lease, WRITER, 0, line({"cpu": 1.0}, "system").replace(b"1.0", b"NaN", 1))
    assert world.scheduler.gauges(claim.lease.run) == []
    assert world.run(claim).skipped == 1


def test_a_long_attempt_is_sealed_while_it_goes_on(world: Any, claim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("varre.scheduler.append._SEALED_EVERY", 10)
    offset = 0
    for value in range(34):
        text = line({"loss": value})
        offset = world.scheduler.append(claim.lease, WRITER, offset, text).next_offset
    left = world.scheduler._store._connection.all("batches_to_seal", run=claim.lease.run, attempt=1)
    assert len(left) == 4
    assert [row.values["loss"] for row in world.scheduler.rows(claim.lease.run)] == list(range(34))
    assert world.scheduler.history(claim.sweep).observations[0].curve == tuple(range(34))
