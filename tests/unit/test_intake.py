"""From lines to rows: steps, commit, flattening, and that it does not matter where a batch ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varre.runs import Row
from varre.space import Value
from varre.spool import Intake, WriterState, flatten, flush, take_in


def line(data: object, kind: str = "row", step: object = None, commit: object = True, t: object = 1.0) -> bytes:
    return json.dumps({"t": t, "r": 0.5, "k": kind, "d": data, "step": step, "commit": commit}).encode() + b"\n"


def rows(*lines: bytes) -> list[tuple[int, Mapping[str, Value]]]:
    return [(row.step, row.values) for row in take_in(WriterState(), b"".join(lines))[1].rows]


def test_steps_count_up_from_zero() -> None:
    assert rows(line({"a": 1}), line({"a": 2})) == [(0, {"a": 1}), (1, {"a": 2})]


def test_calls_without_commit_are_merged_into_the_next() -> None:
    assert rows(line({"a": 1, "b": 1}, commit=False), line({"b": 2, "c": 3})) == [(0, {"a": 1, "b": 2, "c": 3})]


def test_calls_at_one_step_are_merged_and_a_later_step_commits_them() -> None:
    at = [
        line({"a": 1}, step=5, commit=False),
        line({"b": 2}, step=5, commit=False),
        line({"a": 3}, step=9, commit=False),
    ]
    assert rows(*at) == [(5, {"a": 1, "b": 2})]
    state, _ = take_in(WriterState(), b"".join(at))
    assert flush(state)[1].rows == (Row(9, 1.0, 0.5, {"a": 3}),)


def test_after_an_explicit_step_counting_goes_on_from_there() -> None:
    assert rows(line({"a": 1}, step=5), line({"a": 2})) == [(5, {"a": 1}), (6, {"a": 2})]


def test_a_step_that_goes_back_is_dropped() -> None:
    assert rows(line({"a": 1}, step=5), line({"a": 2}, step=3), line({"a": 3})) == [(5, {"a": 1}), (6, {"a": 3})]


def test_an_empty_call_commits_what_was_pending_and_makes_no_row_of_its_own() -> None:
    assert rows(line({"a": 1}, commit=False), line({}), line({})) == [(0, {"a": 1})]


def test_finish_commits_what_was_pending() -> None:
    state, taken = take_in(WriterState(), line({"a": 1}, commit=False) + line({}, kind="finish"))
    assert [row.values for row in taken.rows] == [{"a": 1}]
    assert taken.finished
    assert flush(state)[1] == Intake()


def test_nested_names_are_joined_by_dots_and_typed_objects_stay_whole() -> None:
    table = {"_type": "table", "columns": ["a"], "data": [[1]]}
    data = {"train": {"loss": 1, "acc": {"top1": 2}}, "list": [{"x": 1}], "table": table, "empty": {}, "none": None}
    assert flatten(data) == {
        "train.loss": 1,
        "train.acc.top1": 2,
        "list": [{"x": 1}],
        "table": table,
        "empty": {},
        "none": None,
    }


def test_not_a_number_and_infinity_are_values() -> None:
    ((_, values),) = rows(line({"a": float("inf"), "b": float("nan"), "c": 10**400, "d": False}))
    assert values["a"] == float("inf")
    assert values["b"] != values["b"]
    assert values["c"] == 10**400
    assert values["d"] is False


def test_the_summary_has_the_last_value_of_each_key() -> None:
    lines = [
        line({"a": 1, "b": 1}),
        line({"a": 9, "best": {"loss": 0.1}}, kind="summary"),
        line({"a": 2}, commit=False),
        line({"b": 2}),
    ]
    assert take_in(WriterState(), b"".join(lines))[1].summary == {"a": 2, "b": 2, "best.loss": 0.1}


def test_configuration_is_merged_deeply() -> None:
    lines = line({"a": {"x": 1, "y": 1}, "b": 1}, kind="config") + line({"a": {"y": 2}}, kind="config")
    assert take_in(WriterState(), lines)[1].config == {"a": {"x": 1, "y": 2}, "b": 1}


def test_other_kinds_are_understood() -> None:
    lines = b"".join(line({"name": "x"}, kind=kind) for kind in ("file", "preempting", "metric", "alert"))
    _, taken = take_in(WriterState(), lines)
    assert taken == Intake(files=({"name": "x"},), preempting=True)


@pytest.mark.parametrize(
    "bad",
    [
        b"\n",
        b"nonsense\n",
        b"[]\n",
        b'"text"\n',
        b"{}\n",
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b'{"a": ' * 50_000 + b"\n",
        b"1" * 10_000 + b"\n",
        line([1]),
        line({"a": 1}, kind="unknown"),
        line({"a": 1}, kind=[]),  # type: ignore[arg-type]
        line({"a": 1}, step=1.5),
        line({"a": 1}, step=True),
        line({"a": 1}, commit=1),
        line({"a": 1}, t="now"),
        line({"a": 1}, t=10**400),
    ],
)
def test_a_line_that_cannot_be_read_is_counted_and_passed_over(bad: bytes) -> None:
    state, taken = take_in(WriterState(), line({"a": 1}) + bad + line({"a": 2}))
    assert [row.values for row in taken.rows] == [{"a": 1}, {"a": 2}]
    assert taken.skipped == 1
    assert state.next_offset == len(line({"a": 1}) + bad + line({"a": 2}))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)
calls = st.builds(
    line,
    st.dictionaries(st.sampled_from("abc"), values, max_size=3),
    kind=st.sampled_from(["row", "row", "row", "config", "summary", "finish", "preempting", "nonsense"]),
    step=st.none() | st.integers(0, 8),
    commit=st.booleans(),
    t=st.integers(0, 9),
)


def together(batches: list[bytes]) -> str:
    """Everything that taking in these batches, one after the other, comes to."""
    state, taken = WriterState(), []
    for batch in batches:
        state, intake = take_in(state, batch)
        taken.append(intake)
    taken.append(flush(state)[1])
    rows = [row for intake in taken for row in intake.rows]
    summary = {key: value for intake in taken for key, value in intake.summary.items()}
    return repr((state, rows, sorted(summary.items()), sum(intake.skipped for intake in taken)))


@given(st.lists(calls, max_size=12), st.data())
def test_it_does_not_matter_where_a_batch_ends(lines: list[bytes], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(lines)), max_size=4)))
    edges = [0, *cuts, len(lines)]
    batches = [b"".join(lines[a:b]) for a, b in pairwise(edges)]
    assert together(batches) == together([b"".join(lines)])


@given(st.binary(max_size=200).map(lambda text: text + b"\n"))
def test_any_bytes_whatever_are_taken_in(lines: bytes) -> None:
    state, taken = take_in(WriterState(), lines)
    assert state.next_offset == len(lines)
    assert taken.skipped <= lines.count(b"\n")


@given(st.lists(calls, max_size=12))
def test_steps_strictly_grow(lines: list[bytes]) -> None:
    state, taken = take_in(WriterState(), b"".join(lines))
    steps = [row.step for row in (*taken.rows, *flush(state)[1].rows)]
    assert all(a < b for a, b in pairwise(steps))
