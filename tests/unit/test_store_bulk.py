"""Many runs read at once are the same runs as each read on its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varre.runs import AgentId, Prediction, Reason, Run, RunKey, RunState, StopReason
from varre.store.bulk import runs_of
from varre.store.records import run_columns, run_of

FLOATS = st.floats(allow_nan=False)
VALUES = st.dictionaries(
    st.sampled_from(["a", "b.c", "Ω", ""]), st.none() | st.booleans() | FLOATS | st.text(max_size=3)
)
REASONS = st.none() | st.builds(
    Reason, st.sampled_from(["gp", "sobol"]), st.none() | st.builds(Prediction, FLOATS, FLOATS)
)
STOPS = st.none() | st.builds(StopReason, st.sampled_from(["person", "hyperband"]), value=st.none() | FLOATS)
RUNS = st.builds(
    Run,
    key=st.just(RunKey("abcdefgh")),
    id=st.text(max_size=5),
    project=st.just("p"),
    sweep=st.none(),
    attempt=st.integers(0, 3),
    losses=st.just(0),
    agent=st.none() | st.just(AgentId("host-0a1b2c3d")),
    exit_code=st.none() | st.integers(-15, 2),
    error=st.text(max_size=5),
    rows=st.integers(0, 9),
    skipped=st.just(0),
    state=st.sampled_from(RunState),
    number=st.none() | st.integers(1, 99),
    params=VALUES,
    config=VALUES,
    summary=VALUES,
    best_row=VALUES,
    reason=REASONS,
    stop=STOPS,
    tags=st.lists(st.text(max_size=3), max_size=3).map(tuple),
    ranges=st.dictionaries(st.text(max_size=3), st.tuples(FLOATS, FLOATS), max_size=3),
    preempting=st.booleans(),
    created=FLOATS,
    started=st.none() | FLOATS,
    ended=st.none() | FLOATS,
    best=st.none() | FLOATS,
    last=st.none() | FLOATS,
    deleted=st.none() | FLOATS,
)


@pytest.fixture(scope="module")
def sqlite() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


@settings(max_examples=30)
@given(st.lists(RUNS, max_size=3))
def test_runs_are_the_same(sqlite: sqlite3.Connection, runs: list[Run]) -> None:
    rows = [_row(sqlite, run) for run in runs]
    assert runs_of(rows) == [run_of(row) for row in rows] == runs


def _row(sqlite: sqlite3.Connection, run: Run) -> sqlite3.Row:
    names = [field.name for field in fields(Run)]
    columns = run_columns(run, 1)
    selected = ", ".join(f'? as "{name}"' for name in names)
    row: sqlite3.Row = sqlite.execute(f"select {selected}", [columns[name] for name in names]).fetchone()
    return row
