"""The stopping rules of a sweep file: their defaults, and every mistake told with its place and what is allowed."""

from __future__ import annotations

import pytest

from varre.errors import ConfigError
from varre.sweepfile import AshaRule, CurveRule, EarlyTermination, MedianRule, PatienceRule, SweepFile

BASE = {"method": "random", "metric": {"name": "loss"}, "parameters": {"lr": {"min": 0, "max": 1}}}


def parse(**rule: object) -> EarlyTermination | None:
    return SweepFile.parse({**BASE, "early_terminate": rule}).early_terminate


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"type": "asha"}, AshaRule(min_iter=1, eta=3.0)),
        ({"type": "asha", "min_iter": 2, "eta": "4"}, AshaRule(min_iter=2, eta=4.0)),
        ({"type": "curve"}, CurveRule(min_iter=2, min_runs=3, chance=0.05)),
        ({"type": "curve", "min_runs": 5, "chance": 0.01}, CurveRule(min_runs=5, chance=0.01)),
        ({"type": "median"}, MedianRule(min_iter=1, min_runs=5)),
        ({"type": "median", "min_iter": 5.0, "min_runs": None}, MedianRule(min_iter=5)),
        ({"type": "patience"}, PatienceRule(rows=10, min_delta=0.0, min_iter=1)),
        (
            {"type": "patience", "rows": 3, "min_delta": 0.5, "min_iter": 9},
            PatienceRule(rows=3, min_delta=0.5, min_iter=9),
        ),
    ],
)
def test_options_have_defaults_and_rules_survive_being_written(rule, expected) -> None:
    sweep = SweepFile.parse({**BASE, "early_terminate": rule})
    assert sweep.early_terminate == expected
    for text in (sweep.to_json(), sweep.to_yaml()):
        assert SweepFile.parse_text(text).early_terminate == expected


@pytest.mark.parametrize(
    ("rule", "path", "message"),
    [
        ({}, "early_terminate", "type is missing: hyperband, asha, median, patience, curve or auto"),
        (
            {"type": 3},
            "early_terminate.type",
            "3 is not a stopping rule: hyperband, asha, median, patience, curve or auto",
        ),
        ({"type": ["asha"]}, "early_terminate.type", '["asha"] is not a stopping rule'),
        ({"type": "asha", "eta": 1}, "early_terminate.eta", "must be greater than 1, got 1"),
        ({"type": "asha", "min_iter": 0}, "early_terminate.min_iter", "must be an integer of at least 1, got 0"),
        ({"type": "asha", "strict": True}, "early_terminate.strict", "no such key here: eta, min_iter or type"),
        ({"type": "median", "min_run": 3}, "early_terminate.min_run", "did you mean early_terminate.min_runs?"),
        ({"type": "median", "min_runs": "3"}, "early_terminate.min_runs", 'at least 1, got "3"'),
        ({"type": "patience", "rows": 0}, "early_terminate.rows", "must be an integer of at least 1, got 0"),
        ({"type": "patience", "min_delta": -1}, "early_terminate.min_delta", "must be at least 0, got -1"),
        ({"type": "curve", "chance": 0}, "early_terminate.chance", "must be greater than 0, got 0"),
        ({"type": "curve", "chance": 0.9}, "early_terminate.chance", "must be at most 0.5, got 0.9"),
        ({"type": "auto", "min_iter": 3}, "early_terminate.min_iter", "no such key here: type"),
        ({"type": "patience", "min_delta": "a"}, "early_terminate.min_delta", 'must be a number, got "a"'),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed(rule, path, message) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(**rule)
    [problem] = caught.value.problems
    assert problem.path == path
    assert message in problem.message


def test_all_mistakes_of_a_rule_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse(type="patience", rows=0, min_delta=-1, min_iter=-1)
    assert len(caught.value.problems) == 3
