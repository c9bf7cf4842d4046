"""Frames of columns: what is put in is what a reader finds, and nothing that JSON or a browser cannot read."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varre.server.columns import Coder, Codes, Column, Numbers, Sparse, Text, encode
from varre.space import Value

Read = Callable[[bytes], tuple[dict[str, Any], dict[str, list[Any]]]]

TEXT = st.text(max_size=20)
JSON: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@given(
    st.lists(st.floats(width=64)),
    st.lists(st.floats(width=32)),
    st.lists(st.integers(-(2**31), 2**31 - 1)),
    st.lists(TEXT, max_size=5),
    st.dictionaries(st.integers(0, 4), JSON, max_size=5),
)
def test_each_column_is_read_back(
    read_frame: Read, f64: list[float], f32: list[float], i32: list[int], text: list[str], sparse: dict[int, Value]
) -> None:
    columns: list[Column] = [
        Numbers("a", array("d", f64)),
        Numbers("b", array("f", f32)),
        Numbers("c", array("i", i32)),
        Text("t", text),
        Sparse("s", sparse),
    ]
    header, read = read_frame(encode(columns, cursor=7, rows=5, metric="π"))
    assert (header["cursor"], header["rows"], header["metric"]) == (7, 5, "π")
    assert read["a"] == [None if math.isnan(number) else number for number in f64]
    assert read["b"] == [None if math.isnan(number) else number for number in f32]
    assert read["c"] == i32
    assert read["t"] == text
    assert read["s"] == [sparse.get(row) for row in range(5)]


def test_buffers_of_any_length_stand_at_multiples_of_eight() -> None:
    columns = [Numbers(str(length), array("f", [1.0] * length)) for length in range(9)]
    frame = encode(columns, cursor=0, rows=0)
    length = int.from_bytes(frame[4:8], "little")
    assert (8 + length) % 8 == 0
    assert len(frame) % 8 == 0


@given(st.lists(JSON, max_size=30))
def test_codes_tell_values_apart_as_the_space_does(read_frame: Read, values: list[Value]) -> None:
    coder = Coder()
    codes = [coder.code(value) for value in values]
    _, read = read_frame(encode([coder.column("c", codes)], cursor=0, rows=len(values)))
    assert [_typed(value) for value in read["c"]] == [_typed(value) for value in values]


def _typed(value: Any) -> Any:
    """Numbers are one kind; ``True`` is not 1 however deep it stands."""
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return ("number", value) if isinstance(value, int | float) and not isinstance(value, bool) else (type(value), value)


@pytest.mark.parametrize(("values", "kind"), [(255, "B"), (256, "H"), (65_535, "H"), (65_536, "I")])
def test_codes_are_as_narrow_as_leaves_a_number_for_absent(read_frame: Read, values: int, kind: str) -> None:
    coder = Coder(range(values))
    column = coder.column("c", [0, values - 1, -1])
    assert column.data.typecode == kind
    assert read_frame(encode([column], cursor=0, rows=3))[1]["c"] == [0, values - 1, None]


def test_a_frame_has_no_nan_in_its_header() -> None:
    with pytest.raises(ValueError):
        encode([Sparse("s", {0: math.nan})], cursor=0, rows=1)


def test_half_a_surrogate_does_not_break_a_frame(read_frame: Read) -> None:
    _, read = read_frame(encode([Text("t", ["\ud800"]), Codes("c", array("B", [0]), ["\udfff"])], cursor=0, rows=1))
    assert read == {"t": ["?"], "c": ["?"]}
