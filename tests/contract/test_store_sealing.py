"""Sealing changes nothing that can be read, whenever it happens and whoever has read a part before."""

from __future__ import annotations

import json
import math
import threading
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from varre.runs import AgentId, Curve, Lease, Row, Run, RunKey, RunState, Sweep, SweepKey, SweepState
from varre.spool import WriterState
from varre.store import Batch, Store

Open = Callable[[Path], Store]

SWEEP = Sweep(SweepKey("sweepkey"), "s", "p", "", SweepState.RUNNING, "", 1, "{}", None, 1.0, None)
RUN = Run(
    key=RunKey("run00001"),
    id="run00001",
    project="p",
    sweep=SWEEP.key,
    number=1,
    state=RunState.RUNNING,
    attempt=1,
    losses=0,
    params={},
    config={},
    summary={},
    reason=None,
    stop=None,
    agent=AgentId("host-00000000"),
    created=2.0,
    started=2.0,
    ended=None,
    exit_code=None,
    error="",
    rows=0,
    skipped=0,
    best=None,
    last=None,
    best_row={},
)


@pytest.fixture
def store(open_store: Open, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as store:
        store.sweeps.create(SWEEP, [RUN])
        yield store


def row(step: int, **values: Any) -> Row:
    return Row(step, 1e9 + step, step / 8, values)


def log(store: Store, *rows: Row, curve: tuple[float, ...] = (), attempt: int = 1, run: RunKey = RUN.key) -> None:
    """One batch."""
    writer = f"{attempt}.7-00000000"
    before = store.rows.writer(run, writer)
    after = WriterState(before.next_offset + 1, before.step)
    store.rows.append(
        Lease(run, attempt, AgentId("host-00000000")), writer, before, after, Batch(rows, curve), lambda run: run
    )


def end(store: Store, state: RunState = RunState.FINISHED, run: RunKey = RUN.key) -> None:
    store.runs.change(run, lambda run: replace(run, state=state))


def text(rows: list[Row]) -> str:
    """Rows as text: NaN equals NaN there, 1 is not 1.0, and the order of names counts."""
    return json.dumps([(row.step, row.time, row.runtime, row.values) for row in rows])


def read(store: Store, attempt: int = 1) -> str:
    return text(list(store.rows.rows(RUN.key, attempt)))


def curves(store: Store, metric: str = "loss") -> dict[RunKey, tuple[str, str, str]]:
    """What the two ways to read a curve say, which must be the same; NaN as text."""
    found = {curve.run: shown(curve) for curve in store.curves.of_sweep(SWEEP.key, metric)[1]}
    for run in store.runs.of(SWEEP.key):
        alone = store.curves.of_run(run.key, None)[1].get(metric)
        assert found.get(run.key) == (None if alone is None else shown(alone))
    return found


def shown(curve: Curve) -> tuple[str, str, str]:
    return repr(curve.steps), repr(curve.times), repr(curve.values)


# -- what is read --------------------------------------------------------------------------------------------------


ODD = [
    row(0, loss=0.1, n=1, text="x"),
    row(1, loss=math.nan, n=2, ok=True),
    row(2, n=3, loss=math.inf, nothing=None),
    row(3, loss=-0.0, table={"_type": "table", "rows": [[1, "ä\ud800"]]}),
    row(2**70, loss=1, big=10**400, n=2**53 + 1),
    row(2**70 + 1, loss=-math.inf, big=2**53, **{"half \ud800": 1.5, "": 0.5, "a\0b": 2.5}),
    row(2**70 + 2),
]


def test_rows_come_back_as_they_were(store: Store) -> None:
    log(store, *ODD[:3])
    log(store, *ODD[3:])
    before = read(store)
    assert before == text(ODD)
    end(store)
    store.rows.seal(RUN.key, 1)
    assert store.rows.unsealed(9) == []
    assert read(store) == before


def test_curves_come_back_as_they_were(store: Store) -> None:
    log(store, *ODD[:4])
    log(store, *ODD[4:])
    names = {name for row in ODD for name in row.values}
    before = {name: curves(store, name) for name in names}
    end(store)
    store.rows.seal(RUN.key, 1)
    assert {name: curves(store, name) for name in names} == before
    assert set(store.curves.of_run(RUN.key, None)[1]) == {"loss", "n", "big", "half \ud800", "", "a\0b"}


def test_a_curve_has_the_places_of_its_rows(store: Store) -> None:
    log(store, row(0, a=1.0), row(5, b=2), row(9, a=math.nan), row(10, a=True), row(11, a="x"), row(12, a=10**400))
    for sealed in (False, True):
        if sealed:
            end(store)
            store.rows.seal(RUN.key, 1)
        (found,) = store.curves.of_sweep(SWEEP.key, "a")[1]
        assert (found.run, found.number, found.attempt) == (RUN.key, 1, 1)
        assert found.steps == array("d", [0, 9, 12])
        assert found.times == array("d", [0, 9 / 8, 12 / 8])
        assert repr(found.values) == repr(array("d", [1.0, math.nan, math.inf]))


def test_a_long_attempt_becomes_several_chunks_and_reads_as_one(store: Store) -> None:
    rows = [row(step, loss=step / 3, **({"val": -step} if step % 7 == 0 else {})) for step in range(12_345)]
    for start in range(0, len(rows), 777):
        log(store, *rows[start : start + 777], curve=tuple(row.values["loss"] for row in rows[start : start + 777]))
    before = curves(store), curves(store, "val"), store.rows.curve(RUN.key, 1)
    end(store)
    store.rows.seal(RUN.key, 1)
    assert read(store) == text(rows)
    assert (curves(store), curves(store, "val"), store.rows.curve(RUN.key, 1)) == before
    assert text(list(store.feed.changes(0, 10**6).rows[0].rows)) == text(rows)  # type: ignore[union-attr]


def test_each_attempt_is_sealed_by_itself(store: Store) -> None:
    log(store, row(0, loss=1.0))
    store.runs.change(RUN.key, lambda run: replace(run, attempt=2))
    log(store, row(0, loss=2.0), attempt=2)
    assert store.rows.unsealed(9) == [(RUN.key, 1)]
    store.rows.seal(RUN.key, 1)
    assert (read(store), read(store, 2)) == (text([row(0, loss=1.0)]), text([row(0, loss=2.0)]))
    assert [list(curve.values) for curve in store.curves.of_sweep(SWEEP.key, "loss")[1]] == [[2.0]]
    assert list(store.curves.of_run(RUN.key, 1)[1]["loss"].values) == [1.0]


def test_what_is_logged_after_the_seal_is_read_after_it_and_sealed_in_turn(store: Store) -> None:
    log(store, row(0, loss=1.0), curve=(1.0,))
    end(store)
    store.rows.seal(RUN.key, 1)
    log(store, row(1, loss=2.0), curve=(2.0,))
    for _ in range(2):
        assert read(store) == text([row(0, loss=1.0), row(1, loss=2.0)])
        assert store.rows.curve(RUN.key, 1) == (1.0, 2.0)
        assert list(store.curves.of_run(RUN.key, None)[1]["loss"].values) == [1.0, 2.0]
        store.rows.seal(RUN.key, 1)
    assert store.rows.unsealed(9) == []


def test_a_run_without_a_sweep_is_sealed_too(store: Store) -> None:
    free = replace(RUN, key=RunKey("run00002"), id="free", sweep=None, number=None)
    store.runs.insert(free)
    log(store, row(0, loss=1.0), run=free.key)
    end(store, run=free.key)
    store.rows.seal(free.key, 1)
    assert text(list(store.rows.rows(free.key, 1))) == text([row(0, loss=1.0)])
    assert list(store.curves.of_run(free.key, None)[1]["loss"].values) == [1.0]


def test_deleted_runs_have_no_curve_among_those_of_their_sweep(store: Store) -> None:
    log(store, row(0, loss=1.0))
    store.runs.change(RUN.key, lambda run: replace(run, state=RunState.FINISHED, deleted=5.0))
    store.rows.seal(RUN.key, 1)
    assert store.curves.of_sweep(SWEEP.key, "loss")[1] == []


def test_a_run_that_kept_no_ranges_gets_them_when_it_is_sealed(store: Store) -> None:
    log(store, *ODD)
    end(store)
    cursor = store.feed.cursor()
    store.rows.seal(RUN.key, 1)
    ranges = {"loss": (-0.0, 1.0), "n": (1.0, 2.0**53), "big": (2.0**53, 2.0**53)}
    assert store.runs.get(RUN.key).ranges == ranges | {"half \ud800": (1.5, 1.5), "": (0.5, 0.5), "a\0b": (2.5, 2.5)}
    assert [run.key for run in store.runs.news(SWEEP.key, cursor).runs] == [RUN.key]


# -- who follows ---------------------------------------------------------------------------------------------------


def test_a_seal_moves_no_clock(store: Store) -> None:
    store.runs.change(RUN.key, lambda run: replace(run, ranges={"loss": (1.0, 1.0)}))
    log(store, row(0, loss=1.0))
    end(store)
    before = store.feed.cursor()
    store.rows.seal(RUN.key, 1)
    assert store.feed.cursor() == before


sizes = st.lists(st.integers(1, 700), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=sizes, seals=st.sets(st.integers(0, 5)), data=st.data())
def test_followers_of_whatever_cursor_are_told_the_same_before_and_after(
    open_store: Open, tmp_path_factory: pytest.TempPathFactory, batches: list[int], seals: set[int], data: st.DataObject
) -> None:
    with open_store(tmp_path_factory.mktemp("sealed")) as sealed, open_store(tmp_path_factory.mktemp("plain")) as plain:
        for store in (sealed, plain):
            store.sweeps.create(SWEEP, [replace(RUN, ranges={"loss": (0.0, 1e9)})])
        cursors, step = [0, sealed.feed.cursor()], 0
        for place, size in enumerate(batches):
            rows = [row(step + i, loss=float(step + i)) for i in range(size)]
            curve = tuple(float(row.step) for row in rows if row.step % 3)
            step += size
            for store in (sealed, plain):
                log(store, *rows, curve=curve)
            if place in seals:
                sealed.rows.seal(RUN.key, 1)
            cursors.append(sealed.feed.cursor())
        for cursor in cursors:
            assert points(sealed, cursor) == points(plain, cursor)
            assert rows_since(sealed, cursor) == rows_since(plain, cursor)
        assert sealed.rows.curve(RUN.key, 1) == plain.rows.curve(RUN.key, 1)
        assert sealed.curves.of_sweep(SWEEP.key, "loss") == plain.curves.of_sweep(SWEEP.key, "loss")


def points(store: Store, since: int) -> list[float]:
    return [value for part in store.runs.news(SWEEP.key, since).curves for value in part.values]


def rows_since(store: Store, since: int) -> list[Row]:
    changes = store.feed.changes(since, 10**6)
    assert changes is not None
    assert len(changes.rows) <= 1
    return [row for logged in changes.rows for row in logged.rows]


def test_several_may_seal_at_once(open_store: Open, store: Store, tmp_path: Path) -> None:
    rows = [row(step, loss=step / 7) for step in range(6_000)]
    for start in range(0, len(rows), 100):
        log(store, *rows[start : start + 100])
    end(store)

    def seal() -> None:
        with open_store(tmp_path) as other:
            other.rows.seal(RUN.key, 1)

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.rows.seal(RUN.key, 1)
    assert read(store) == text(rows)
    assert store.rows.unsealed(9) == []
