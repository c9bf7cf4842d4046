"""What is kept of races is read again as it was, and says which races need not be run."""

from __future__ import annotations

from pathlib import Path

import pytest
from records import Heat, Record, read, write

HEAT = Heat("svm-digits", 8, 3, 100)


def record(heat: Heat, died: int | None = None) -> Record:
    return Record(
        "ax", heat, "1.3.1", "ab", "cd", "a machine", [(1, 0.5, 0.4), (7, 0.25, 0.3)], [0.1, 2.0], 325.5, died
    )


def test_what_was_written_is_read(tmp_path: Path):
    kept = [record(HEAT), record(Heat("svm-digits", 8, 4, 100), died=17)]
    write("ax", kept, tmp_path)
    assert read("ax", tmp_path) == kept


def test_there_are_no_races_of_one_that_never_ran(tmp_path: Path):
    assert read("ax", tmp_path) == []


def test_the_same_races_are_the_same_bytes_in_whatever_order_they_came(tmp_path: Path):
    races = [record(Heat("b", 1, 0, 50)), record(Heat("a", 8, 1, 50)), record(Heat("a", 1, 2, 50))]
    write("one", races, tmp_path)
    write("two", races[::-1], tmp_path)
    assert (tmp_path / "one.jsonl.gz").read_bytes() == (tmp_path / "two.jsonl.gz").read_bytes()


@pytest.mark.parametrize(
    ("other", "covered"),
    [
        (HEAT, True),
        (Heat("svm-digits", 8, 3, 50), True),
        (Heat("svm-digits", 8, 3, 200), False),
        (Heat("svm-digits", 8, 4, 100), False),
        (Heat("svm-digits", 1, 3, 100), False),
        (Heat("mlp-digits", 8, 3, 100), False),
    ],
)
def test_a_race_covers_itself_and_shorter_ones(other: Heat, covered: bool):
    assert HEAT.covers(other) is covered
