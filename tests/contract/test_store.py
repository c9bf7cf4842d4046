"""What every store keeps its word on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from varre.errors import ConflictError, NotFoundError
from varre.runs import (
    FINAL,
    SWEEP_TRANSITIONS,
    TRANSITIONS,
    AgentId,
    Lease,
    Observation,
    Outcome,
    Prediction,
    Reason,
    Row,
    Run,
    RunKey,
    RunState,
    StopReason,
    Sweep,
    SweepKey,
    SweepState,
)
from varre.spool import WriterState
from varre.store import Batch, Store

Open = Callable[[Path], Store]

SWEEP = Sweep(
    key=SweepKey("sweepkey"),
    id="my-sweep",
    project="a project",
    name="",
    state=SweepState.RUNNING,
    state_reason="",
    seed=2**200,
    text="{}",
    directory=None,
    created=1.5,
    ended=None,
)
RUN = Run(
    key=RunKey("run00001"),
    id="run00001",
    project="a project",
    sweep=SWEEP.key,
    number=1,
    state=RunState.PENDING,
    attempt=0,
    losses=0,
    params={"lr": 0.1, "b.c": [1, None, True]},
    config={"lr": 0.1, "b": {"c": [1, None, True]}},
    summary={},
    reason=Reason("gp", Prediction(0.5, 0.1), 0.2, 0.3, "why"),
    stop=None,
    agent=None,
    created=2.5,
    started=None,
    ended=None,
    exit_code=None,
    error="",
    rows=0,
    skipped=0,
    best=None,
    last=None,
    best_row={},
)
AGENT = AgentId("host-00000000")
LEASE = Lease(RUN.key, 1, AGENT)
WRITER = "1.7-00000000"


def run(number: int, **changes: object) -> Run:
    key = RunKey(f"run{number:05}")
    return replace(RUN, key=key, id=key, number=number, **changes)


def to(state: RunState) -> Callable[[Run], Run]:
    return lambda run: replace(run, state=state)


def same(run: Run) -> Run:
    return run


def refuse(_: object) -> Run:
    raise ConflictError("no")


@pytest.fixture
def store(open_store: Open, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as store:
        store.sweeps.create(SWEEP)
        yield store


# -- sweeps --------------------------------------------------------------------------------------------------------


def test_a_sweep_is_kept_as_it_is(store: Store) -> None:
    assert store.sweeps.get(SWEEP.key) == SWEEP
    assert store.sweeps.find("my-sweep") == store.sweeps.find("sweepkey", "a project") == [SWEEP]
    assert store.sweeps.find("my-sweep", "another") == []
    assert store.sweeps.all() == store.sweeps.all("a project") == [SWEEP]
    assert store.sweeps.all("another") == []


def test_an_unknown_sweep_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.sweeps.get(SweepKey("nosweep0"))
    with pytest.raises(NotFoundError):
        store.sweeps.move(SweepKey("nosweep0"), lambda sweep: sweep)


def test_the_id_of_a_sweep_is_unique_in_its_project(store: Store) -> None:
    again = replace(SWEEP, key=SweepKey("sweepke2"))
    with pytest.raises(ConflictError):
        store.sweeps.create(again, [run(1, sweep=again.key)])
    assert store.runs.find("run00001") == []
    store.sweeps.create(replace(again, project="another"))
    assert {sweep.project for sweep in store.sweeps.find("my-sweep")} == {"a project", "another"}


def test_earlier_runs_are_kept_with_the_sweep(store: Store) -> None:
    prior = [
        Observation(None, {"lr": 0.5}, (0.5, -1e300, 5e-324), Outcome.FINISHED),
        Observation(None, {}, (), Outcome.FAILED),
    ]
    sweep = replace(SWEEP, key=SweepKey("sweepke2"), id="with-prior")
    store.sweeps.create(sweep, prior=prior)
    assert store.sweeps.prior(sweep.key) == prior
    assert store.sweeps.prior(SWEEP.key) == []


def test_skipped_suggestions_are_kept_in_order_and_change_the_sweep(store: Store) -> None:
    points = [{"a": 0.1, "b": [1, True]}, {"a": math.inf}, {"a": 0.1, "b": [1, True]}]
    before = store.feed.cursor()
    for params in points:
        store.sweeps.skip(SWEEP.key, params)
    assert store.sweeps.skipped(SWEEP.key) == points
    assert store.feed.cursor() > before
    assert store.sweeps.get(SWEEP.key) == SWEEP
    assert store.sweeps.skipped(SweepKey("nosweep0")) == []
    with pytest.raises(NotFoundError):
        store.sweeps.skip(SweepKey("nosweep0"), {})


@pytest.mark.parametrize("old", SweepState)
@pytest.mark.parametrize("new", SweepState)
def test_a_sweep_moves_as_allowed_only(store: Store, old: SweepState, new: SweepState) -> None:
    sweep = replace(SWEEP, key=SweepKey("sweepke2"), id="two", state=old)
    store.sweeps.create(sweep)
    if new == old or new in SWEEP_TRANSITIONS[old]:
        moved = store.sweeps.move(sweep.key, lambda sweep: replace(sweep, state=new, state_reason="why", ended=9.0))
        assert moved == store.sweeps.get(sweep.key) == replace(sweep, state=new, state_reason="why", ended=9.0)
    else:
        with pytest.raises(ConflictError, match=str(old)):
            store.sweeps.move(sweep.key, lambda sweep: replace(sweep, state=new))
        assert store.sweeps.get(sweep.key) == sweep


def test_a_sweep_takes_its_waiting_runs_along_or_none_of_them(store: Store) -> None:
    for number, state in enumerate([RunState.PENDING, RunState.RUNNING, RunState.PREEMPTED, RunState.FAILED], start=1):
        store.runs.insert(run(number, state=state))
    with pytest.raises(ConflictError):
        store.sweeps.move(SWEEP.key, lambda sweep: replace(sweep, state=SweepState.CANCELED), waiting=refuse)
    assert store.sweeps.get(SWEEP.key).state == SweepState.RUNNING
    store.sweeps.move(SWEEP.key, lambda sweep: sweep, waiting=to(RunState.CANCELED))
    states = [run.state for run in store.runs.of(SWEEP.key)]
    assert states == [RunState.CANCELED, RunState.RUNNING, RunState.CANCELED, RunState.FAILED]


# -- runs ----------------------------------------------------------------------------------------------------------


def test_a_run_is_kept_as_it_is(store: Store) -> None:
    full = replace(
        RUN,
        state=RunState.STOPPED,
        stop=StopReason("hyperband", 3, 0.5, 0.4, 9, 3, "note"),
        agent=AGENT,
        started=3.5,
        ended=4.5,
        exit_code=-15,
        error="ä",
        best=0.1,
        last=0.2,
        best_row={"loss": 0.1, "big": 10**400},
        summary={"list": [1, {"a": None}], "text": "ä\ud800"},
        name="a name",
        preempting=True,
        notes="so\nwhat",
        tags=("a", "ä"),
        group="g",
        job_type="train",
        ranges={"loss": (-1e300, 5e-324)},
        deleted=7.5,
    )
    assert store.runs.insert(full) == full
    assert store.runs.get(full.key) == full
    assert store.runs.find(full.id) == store.runs.find(full.key, "a project") == [full]
    assert store.runs.of(SWEEP.key, deleted=True) == store.runs.news(SWEEP.key, 0).runs == [full]
    assert store.runs.numbered(SWEEP.key, 1) == full
    assert store.runs.numbered(SWEEP.key, 2) is None


def test_values_that_are_not_numbers_come_back(store: Store) -> None:
    store.runs.insert(replace(RUN, summary={"nan": math.nan, "inf": math.inf}))
    summary = store.runs.get(RUN.key).summary
    assert math.isnan(summary["nan"])
    assert summary["inf"] == math.inf


def test_an_unknown_run_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.runs.get(RUN.key)
    with pytest.raises(NotFoundError):
        store.runs.change(RUN.key, same)
    assert store.runs.holdings([RUN.key]) == {}


def test_numbers_count_on_without_gap(store: Store) -> None:
    for wrong in (0, 2):
        with pytest.raises(ConflictError):
            store.runs.insert(run(wrong))
    store.runs.insert(run(1))
    with pytest.raises(ConflictError):
        store.runs.insert(replace(run(1), key=RunKey("another1"), id="another1"))
    store.runs.insert(run(2))
    assert [run.number for run in store.runs.of(SWEEP.key)] == [1, 2]


def test_a_sweep_has_at_most_so_many_runs(store: Store) -> None:
    store.runs.insert(run(1), cap=1)
    with pytest.raises(ConflictError):
        store.runs.insert(run(2), cap=1)


@pytest.mark.parametrize("state", [SweepState.PAUSED, SweepState.FINISHED, SweepState.CANCELED])
def test_a_sweep_that_is_not_open_takes_no_new_run(store: Store, state: SweepState) -> None:
    store.sweeps.move(SWEEP.key, lambda sweep: replace(sweep, state=state))
    with pytest.raises(ConflictError):
        store.runs.insert(run(1))


def test_the_id_of_a_run_is_unique_in_its_project(store: Store) -> None:
    free = replace(RUN, sweep=None, number=None)
    store.runs.insert(free)
    with pytest.raises(ConflictError):
        store.runs.insert(replace(free, key=RunKey("another1")))
    store.runs.insert(replace(free, key=RunKey("another1"), project="another"))
    assert len(store.runs.find(free.id)) == 2


@pytest.mark.parametrize("old", RunState)
@pytest.mark.parametrize("new", RunState)
def test_a_run_moves_as_allowed_only(store: Store, old: RunState, new: RunState) -> None:
    store.runs.insert(replace(RUN, state=old))
    if new == old or new in TRANSITIONS[old]:
        assert store.runs.change(RUN.key, to(new)) == store.runs.get(RUN.key) == replace(RUN, state=new)
    else:
        with pytest.raises(ConflictError, match=str(old)):
            store.runs.change(RUN.key, to(new))
        assert store.runs.get(RUN.key).state == old


def test_a_change_that_refuses_changes_nothing(store: Store) -> None:
    store.runs.insert(RUN)
    before = store.runs.news(SWEEP.key, 0).cursor
    with pytest.raises(ConflictError):
        store.runs.change(RUN.key, refuse)
    assert store.runs.get(RUN.key) == RUN
    assert store.runs.news(SWEEP.key, 0).cursor == before


def test_interrupted_runs_are_taken_before_queued_ones(store: Store) -> None:
    for number, state in enumerate([RunState.PENDING, RunState.PENDING, RunState.PREEMPTED, RunState.FAILED], start=1):
        store.runs.insert(run(number, state=state))
    taken = [store.runs.take_waiting(SWEEP.key, to(RunState.RUNNING)) for _ in range(4)]
    assert [run and run.number for run in taken] == [3, 1, 2, None]
    assert store.runs.open(SWEEP.key) == {RunState.PENDING: 0, RunState.RUNNING: 3, RunState.PREEMPTED: 0}


def test_queued_runs_can_be_left(store: Store) -> None:
    store.runs.insert(run(1))
    assert store.runs.take_waiting(SWEEP.key, to(RunState.RUNNING), resumed_only=True) is None
    store.runs.insert(run(2, state=RunState.PREEMPTED))
    taken = store.runs.take_waiting(SWEEP.key, to(RunState.RUNNING), resumed_only=True)
    assert taken is not None
    assert taken.number == 2


def test_running_runs_are_found_whatever_they_belong_to(store: Store) -> None:
    for state in RunState:
        key = RunKey(f"{state.value[:4]:0<8}")
        store.runs.insert(replace(RUN, key=key, id=key, state=state, sweep=None, number=None))
    store.runs.insert(replace(RUN, state=RunState.RUNNING, created=9.0))
    assert [run.key for run in store.runs.running()] == ["runn0000", RUN.key]


def test_one_look_tells_all_about_the_runs_of_an_agent(store: Store) -> None:
    stop = StopReason("person")
    store.runs.insert(run(1, state=RunState.RUNNING, attempt=2, agent=AGENT, stop=stop))
    free = replace(run(2), sweep=None, number=None)
    store.runs.insert(free)
    store.sweeps.move(SWEEP.key, lambda sweep: replace(sweep, state=SweepState.CANCELED))
    held = store.runs.holdings([RunKey("run00001"), RunKey("run00002"), RunKey("nothing1")])
    assert set(held) == {"run00001", "run00002"}
    first, second = held[RunKey("run00001")], held[RunKey("run00002")]
    assert (first.attempt, first.agent, first.state, first.stop, first.sweep) == (2, AGENT, "running", stop, "canceled")
    assert (second.attempt, second.agent, second.stop, second.sweep) == (0, None, None, None)


# -- rows ----------------------------------------------------------------------------------------------------------


def row(step: int, **values: object) -> Row:
    return Row(step, 10.0 + step, float(step), values)


def append(store: Store, writer: str, before: int, after: int, *rows: Row, **more: object) -> Run:
    states = WriterState(before, before), WriterState(after, after)
    return store.rows.append(LEASE, writer, *states, Batch(rows, **more), same)


def test_rows_come_back_in_order_by_attempt(store: Store) -> None:
    store.runs.insert(RUN)
    append(store, WRITER, 0, 10, row(0, a=1, b=[1, "x", None]), row(1, a=math.inf), curve=(0.5, 0.25))
    append(store, WRITER, 10, 20, row(2, a={"_type": "table"}), curve=(0.125,))
    append(store, "1.8-00000000", 0, 5, row(0, a=3))
    assert list(store.rows.rows(RUN.key, 1)) == [
        row(0, a=1, b=[1, "x", None]),
        row(1, a=math.inf),
        row(2, a={"_type": "table"}),
        row(0, a=3),
    ]
    assert store.rows.curve(RUN.key, 1) == (0.5, 0.25, 0.125)
    assert list(store.rows.rows(RUN.key, 2)) == []
    assert store.rows.curve(RUN.key, 2) == ()


def test_a_writer_is_moved_with_its_rows_once(store: Store) -> None:
    store.runs.insert(RUN)
    assert store.rows.writer(RUN.key, WRITER) == WriterState()
    append(store, WRITER, 0, 10, row(0))
    with pytest.raises(ConflictError):
        append(store, WRITER, 0, 10, row(0))
    assert list(store.rows.rows(RUN.key, 1)) == [row(0)]
    assert store.rows.writer(RUN.key, WRITER) == WriterState(10, 10)


def test_a_row_that_is_not_committed_is_kept_with_the_writer(store: Store) -> None:
    store.runs.insert(RUN)
    pending = WriterState(10, 2**70, row(2**70, a=math.nan, b="x"))
    store.rows.append(LEASE, WRITER, WriterState(), pending, Batch(()), same)
    found = store.rows.writer(RUN.key, WRITER)
    assert found.pending is not None
    assert math.isnan(found.pending.values["a"])
    assert (found.next_offset, found.step, found.pending.values["b"]) == (10, 2**70, "x")
    assert store.rows.unfinished(RUN.key) == [WRITER]
    store.rows.append(LEASE, WRITER, found, WriterState(10, 2**70 + 1), Batch((row(0),)), same)
    assert store.rows.unfinished(RUN.key) == []


def test_rows_writer_and_run_change_together_or_not_at_all(store: Store) -> None:
    store.runs.insert(RUN)
    with pytest.raises(ConflictError):
        store.rows.append(LEASE, WRITER, WriterState(), WriterState(10), Batch((row(0),)), refuse)
    assert list(store.rows.rows(RUN.key, 1)) == []
    assert store.rows.writer(RUN.key, WRITER) == WriterState()
    changed = store.rows.append(
        LEASE, WRITER, WriterState(), WriterState(10), Batch((row(0),)), lambda run: replace(run, rows=1, best=0.5)
    )
    assert changed == store.runs.get(RUN.key) == replace(RUN, rows=1, best=0.5)


# -- news ----------------------------------------------------------------------------------------------------------


def test_news_are_what_has_changed_since_the_cursor(store: Store) -> None:
    store.runs.insert(run(1))
    first = store.runs.news(SWEEP.key, 0)
    assert [run.number for run in first.runs] == [1]
    assert store.runs.news(SWEEP.key, first.cursor).runs == []
    store.runs.insert(run(2))
    append(store, WRITER, 0, 10, row(0), curve=(0.5,))
    append(store, WRITER, 10, 20, row(1))
    second = store.runs.news(SWEEP.key, first.cursor)
    assert [run.number for run in second.runs] == [1, 2]
    assert [(part.run, part.attempt, part.values) for part in second.curves] == [(RUN.key, 1, (0.5,))]
    assert store.runs.news(SWEEP.key, first.cursor, curves=False).curves == []
    assert store.runs.news(SWEEP.key, second.cursor).curves == []


def test_what_has_changed_can_be_read_in_pages(store: Store) -> None:
    for number in (1, 2, 3):
        store.runs.insert(run(number))
    cursor = store.runs.news(SWEEP.key, 0).cursor
    pages = [store.runs.page(SWEEP.key, 0, after, 2) for after in (0, 2, 3)]
    assert [[run.number for run in page] for page in pages] == [[1, 2], [3], []]
    append(store, WRITER, 0, 10, row(0))
    assert [run.number for run in store.runs.page(SWEEP.key, cursor, 0, 9)] == [1]
    assert store.runs.page(SweepKey("sweepke2"), 0, 0, 9) == []


def test_news_of_other_sweeps_stay_there(store: Store) -> None:
    store.sweeps.create(replace(SWEEP, key=SweepKey("sweepke2"), id="two"))
    store.runs.insert(RUN)
    append(store, WRITER, 0, 10, row(0), curve=(0.5,))
    news = store.runs.news(SweepKey("sweepke2"), 0)
    assert (news.runs, news.curves) == ([], [])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["insert", "change", "log", "look"]), max_size=15))
def test_who_follows_the_news_knows_what_who_reads_all_knows(store: Store, steps: list[str]) -> None:
    sweep = replace(SWEEP, key=SweepKey(f"s{abs(hash(tuple(steps))) % 10**7:07}"), id=f"i{len(store.sweeps.all())}")
    if store.sweeps.find(sweep.key):
        return
    store.sweeps.create(sweep)
    known: dict[RunKey, Run] = {}
    cursor = 0
    for step in [*steps, "look"]:
        runs = store.runs.of(sweep.key)
        if step == "insert":
            key = RunKey(f"{sweep.key[:5]}{len(runs):03}")
            store.runs.insert(replace(RUN, key=key, id=f"{sweep.key}{key}", sweep=sweep.key, number=len(runs) + 1))
        elif step == "change" and runs:
            store.runs.change(runs[0].key, lambda run: replace(run, losses=run.losses + 1))
        elif step == "log" and runs:
            lease = Lease(runs[-1].key, 1, AGENT)
            before = store.rows.writer(lease.run, WRITER)
            after = WriterState(before.next_offset + 1, before.step + 1)
            store.rows.append(
                lease, WRITER, before, after, Batch((row(0),)), lambda run: replace(run, rows=run.rows + 1)
            )
        else:
            news = store.runs.news(sweep.key, cursor)
            cursor = news.cursor
            known |= {run.key: run for run in news.runs}
    assert sorted(known.values(), key=lambda run: run.number or 0) == store.runs.of(sweep.key)


# -- opening -------------------------------------------------------------------------------------------------------


def test_everything_is_there_when_it_is_opened_again(open_store: Open, tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.sweeps.create(SWEEP, [RUN])
    with open_store(tmp_path) as store:
        assert store.sweeps.get(SWEEP.key) == SWEEP
        assert store.runs.of(SWEEP.key) == [RUN]


def test_two_who_have_it_open_see_each_others_changes(open_store: Open, store: Store, tmp_path: Path) -> None:
    with open_store(tmp_path) as other:
        cursor = other.runs.news(SWEEP.key, 0).cursor
        store.runs.insert(RUN)
        assert other.runs.news(SWEEP.key, cursor).runs == [RUN]
        other.runs.change(RUN.key, to(RunState.RUNNING))
        assert store.runs.get(RUN.key).state == RunState.RUNNING


def test_every_final_state_is_final(store: Store) -> None:
    for number, state in enumerate(sorted(FINAL), start=1):
        store.runs.insert(run(number, state=state))
        for other in set(RunState) - {state}:
            with pytest.raises(ConflictError):
                store.runs.change(run(number).key, to(other))
