"""Columns that fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from varre.cli.table import Cell, Column, lay_out
from varre.cli.text import clean, width


def column(title: str, *texts: str, right: bool = False, importance: int | None = None) -> Column:
    return Column(title, tuple(map(Cell, texts)), right=right, importance=importance)


def shown(columns: list[Column], cells: int) -> list[str]:
    return [row.plain for row in lay_out(columns, cells)]


def test_numbers_stand_right_and_words_left() -> None:
    table = [column("run", "#1", "#12"), column("loss", "0.1", "12.25", right=True), column("why", "a", "b")]
    assert shown(table, 80) == [
        " run   loss  why",
        " #1     0.1  a",
        " #12  12.25  b",
    ]


def test_the_least_important_column_leaves_first_and_is_missed() -> None:
    table = [column("run", "#1"), column("x", "1", importance=2), column("y", "2", importance=1), column("z", "3")]
    assert shown(table, 12) == [" run  x …  z", " #1   1    3"]
    assert shown(table, 10) == [" run …  z", " #1     3"]


def test_numbers_stay_below_a_marked_title() -> None:
    table = [column("run", "#1"), column("epochs", "15", right=True), column("x" * 20, "1", importance=1)]
    assert shown(table, 20) == [" run  epochs …", " #1       15"]


def test_of_equals_the_later_leaves_first() -> None:
    table = [column("run", "#1"), *(column(name, "1", importance=1) for name in "abcdefgh")]
    assert shown(table, 16)[0] == " run  a  b  c …"


def test_a_shrinking_column_gives_before_others_leave() -> None:
    words = Column("why", (Cell("a long reason"),), importance=1, shrinks=6)
    assert shown([column("run", "#1"), words], 12) == [" run  why", " #1   a lon…"]


def test_wide_characters_keep_the_columns_straight() -> None:
    assert shown([column("", "学習", "ab"), column("", "x", "y")], 40) == [" 学習  x", " ab    y"]


def test_a_table_of_nothing_is_empty() -> None:
    assert lay_out([], 80) == []
    assert lay_out([column("", "", "")], 80) == []


@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.text(max_size=80), st.booleans(), st.integers(0, 3)), min_size=1, max_size=12
    ),
    st.integers(12, 200),
)
def test_any_table_fits(parts: list[tuple[str, str, bool, int]], cells: int) -> None:
    first = [column("run", "#1")]
    rest = [column(clean(t), clean(c), right=right, importance=importance) for t, c, right, importance in parts]
    assert all(width(row) <= cells for row in shown([*first, *rest], cells))
