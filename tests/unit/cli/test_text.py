"""Words, widths and numbers for people."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varre.cli import glyphs, numbers, text


@given(st.text())
def test_what_is_cleaned_cannot_move_the_cursor(anything: str) -> None:
    shown = text.clean(anything)
    assert "\n" not in shown
    assert "\x1b" not in shown
    assert all(character.isprintable() or character.isspace() for character in shown)
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x1b[2Jb", "a␛[2Jb"),
        ("two\nlines", "two lines"),
        ("\u202eevil", "�evil"),
        ("[red]name[/red]", "[red]name[/red]"),
        ("half\ud800", "half�"),
        ("Grüße 学習 🚀", "Grüße 学習 🚀"),
    ],
)
def test_hostile_text_is_shown_and_does_nothing(hostile: str, shown: str) -> None:
    assert text.clean(hostile) == shown


@given(st.text(), st.integers(0, 30))
def test_what_is_cut_fits(anything: str, cells: int) -> None:
    assert text.width(text.cut(text.clean(anything), cells)) <= cells


def test_a_wide_character_is_never_cut_in_half() -> None:
    assert text.cut("学習率", 4) == "学…"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0.0 s"),
        (0.42, "0.4 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (672, "11 min 12 s"),
        (7500, "2 h 5 min"),
        (90_000, "1 d 1 h"),
    ],
)
def test_durations_have_two_units(seconds: float, shown: str) -> None:
    assert text.duration(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(3, "10 s"), (47, "50 s"), (250, "4 min"), (5400, "1.5 h"), (200_000, "2 days")]
)
def test_estimates_are_coarse(seconds: float, shown: str) -> None:
    assert text.about(seconds) == shown


def test_lists_are_sentences() -> None:
    assert text.listing(["#1"]) == "#1"
    assert text.listing(["#1", "#2"]) == "#1 and #2"
    assert text.listing([f"#{n}" for n in range(1, 7)]) == "#1, #2, #3 and 3 more"


def test_a_column_of_figures_has_the_same_decimals() -> None:
    assert numbers.figures([0.0362, 0.31, None]) == ["0.0362", "0.3100", "–"]
    assert numbers.figures([123.456, 7.0]) == ["123.46", "7.00"]


def test_a_wild_value_does_not_spoil_the_column() -> None:
    assert numbers.figures([0.0362, 0.04, 3.2e12, math.nan, math.inf]) == ["0.0362", "0.0400", "3.20e+12", "NaN", "inf"]


def test_a_tiny_value_is_not_shown_as_zero() -> None:
    assert numbers.figure(3.1e-9) == "3.10e-09"


@pytest.mark.parametrize(
    ("mean", "sd", "shown"),
    [
        (0.0412, 0.0123, "0.041 ± 0.012"),
        (0.21, 0.15, "0.210 ± 0.150"),
        (0.0041, 0.0012, "0.0041 ± 0.0012"),
        (99.123, 0.5, "99.12 ± 0.50"),
        (5.0, 0.0, "5.000 ± 0.000"),
        (math.nan, 1.0, "NaN ± 1.000"),
    ],
)
def test_a_mean_has_the_decimals_of_its_deviation(mean: float, sd: float, shown: str) -> None:
    assert numbers.with_sd(mean, sd) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        (None, "null"),
        (0.0305123, "0.0305"),
        (0.3, "0.3"),
        (1234567, "1234567"),
        ("a\nb", "a b"),
        ([1, 2], "[1, 2]"),
    ],
)
def test_values_of_parameters_are_short_and_harmless(value: object, shown: str) -> None:
    assert numbers.parameter(value) == shown  # type: ignore[arg-type]


def test_a_huge_int_is_no_finite_number() -> None:
    assert numbers.finite(10**400) is None


def test_a_curve_that_falls_falls() -> None:
    assert glyphs.spark([7, 5, 3, 1]) == "▇▅▃▁"


def test_a_long_curve_ends_with_its_last_value() -> None:
    assert glyphs.spark([*range(100), -1000], 8)[-1] == "▁"
    assert len(glyphs.spark(range(1000), 8)) == 8


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)), st.integers(1, 20))
def test_any_finite_curve_has_a_picture(values: list[float], cells: int) -> None:
    assert len(glyphs.spark(values, cells)) == min(len(values), cells)


@given(st.floats(), st.integers(1, 40))
def test_a_bar_has_its_width(fraction: float, cells: int) -> None:
    assert len(glyphs.bar(fraction, cells)) == cells
