"""Reduced curves: every peak is kept, in order, and never more than three points a pixel."""

from __future__ import annotations

import math
from array import array

from hypothesis import example, given
from hypothesis import strategies as st

from varre.server.reduce import kept

VALUES = st.lists(st.floats(width=32), max_size=200)
PIXELS = st.integers(1, 60)


@given(VALUES, PIXELS)
@example([1e308, 1e308, -1e308], 1)
def test_few_points_are_left_as_they_are_and_many_are_not(values: list[float], pixels: int) -> None:
    assert (kept(array("d", values), pixels) is None) == (len(values) <= pixels)


@given(VALUES, PIXELS)
def test_places_are_kept_in_order_and_at_most_three_a_pixel(values: list[float], pixels: int) -> None:
    places = kept(array("d", values), pixels)
    if places is not None:
        assert places == sorted(set(places))
        assert len(places) <= 3 * pixels


@given(VALUES, PIXELS)
@example([math.nan, 3.0, math.inf, -2.0, math.nan], 1)
@example([math.nan, math.nan], 1)
def test_each_bucket_keeps_its_extremes_and_its_last(values: list[float], pixels: int) -> None:
    places = kept(array("d", values), pixels)
    if places is None:
        return
    for bucket in range(pixels):
        start, end = (len(values) * edge // pixels for edge in (bucket, bucket + 1))
        mine = [values[place] for place in places if start <= place < end]
        finite = [value for value in values[start:end] if math.isfinite(value)]
        assert end - 1 in places
        assert not finite or {min(finite), max(finite)} <= set(mine)
        assert len(mine) <= 3
