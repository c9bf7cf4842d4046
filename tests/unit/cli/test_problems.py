"""A bad sweep file on the screen."""

from __future__ import annotations

from varre.cli.problems import lines, warnings
from varre.errors import ConfigError, Problem

PROBLEMS = [
    Problem("metric.goal", '"min" is not a goal: minimize or maximize'),
    Problem("parameters.optimzer", "no such key here: did you mean parameters.optimizer.values?", 14),
]
WARNING = Problem("parameters.wd", "log_uniform takes exponents")


def test_problems_stand_in_columns_with_their_lines() -> None:
    shown = [row.plain for row in lines(ConfigError(PROBLEMS, [WARNING], "sweep.yaml"), 200)]
    assert shown == [
        "sweep.yaml: 2 problems, nothing was created",
        "",
        '  metric.goal             "min" is not a goal: minimize or maximize',
        "  parameters.optimzer     no such key here: did you mean parameters.optimizer.values?   (line 14)",
        "",
        "1 warning",
        "  parameters.wd           log_uniform takes exponents",
    ]


def test_long_messages_wrap_within_their_column() -> None:
    shown = [row.plain for row in lines(ConfigError([Problem("a", "word " * 40)]), 80)]
    assert all(len(row) <= 80 for row in shown)
    assert shown[3].startswith(" " * 26 + "word")


def test_a_long_path_stands_alone() -> None:
    shown = [row.plain for row in lines(ConfigError([Problem("p" * 60, "bad"), Problem("q", "worse")]), 120)]
    assert shown[2:] == ["  " + "p" * 60, " " * 40 + "bad", "  q" + " " * 37 + "worse"]


def test_hostile_paths_and_messages_do_nothing() -> None:
    shown = "\n".join(row.plain for row in lines(ConfigError([Problem("a\x1b[2J", "b\x07\nc")]), 80))
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "b␇ c" in shown


def test_a_good_file_warns_of_nothing() -> None:
    assert warnings([], 80) == []
