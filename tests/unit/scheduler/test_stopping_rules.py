"""Every stopping rule in a real sweep: asked at its rows, for metrics that go up and down alike, its figures kept."""

from __future__ import annotations

from typing import Any

import pytest

from varre.errors import ConfigError
from varre.runs import StopReason
from varre.sweepfile import OtherRule, SweepFile

RULES = [
    {"type": "asha", "min_iter": 4},
    {"type": "median", "min_runs": 3},
    {"type": "patience", "rows": 3},
    {"type": "curve"},
]
GOOD = [[1.0 / (row + 1) + k / 100 for row in range(12)] for k in range(4)]
BAD = [[2.0] * 8]


def stops(world: Any, random: Any, rule: dict[str, object], goal: str) -> list[StopReason | None]:
    """What became of four runs that came down to the end, and of one that never got better."""
    sign = 1.0 if goal == "minimize" else -1.0
    sweep = world.sweep(random, metric={"name": "loss", "goal": goal}, early_terminate=rule)
    agent = world.agent()
    found = []
    for curve in [*GOOD, *BAD]:
        claim = world.claim(sweep, agent)
        world.log(claim.lease, *(sign * loss for loss in curve))
        found.append(world.run(claim).stop)
        world.end(claim, 143 if found[-1] else 0, ordered=found[-1] is not None)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["type"]))
def test_a_metric_that_goes_up_is_judged_as_one_that_goes_down(
    world: Any, random: Any, rule: dict[str, object]
) -> None:
    down, up = (stops(world, random, rule, goal) for goal in ("minimize", "maximize"))
    assert [stop is None for stop in down] == [stop is None for stop in up]
    assert down[0] is None
    assert down[-1] is not None
    assert up[-1] is not None
    assert (down[-1].source, down[-1].rung) == (rule["type"], up[-1].rung)
    assert down[-1].value is not None
    assert up[-1].value == pytest.approx(-down[-1].value)
    assert (down[-1].chance, down[-1].until) == (up[-1].chance, up[-1].until)


def test_a_chance_is_kept_with_the_run(world: Any, random: Any) -> None:
    stop = stops(world, random, {"type": "curve"}, "minimize")[-1]
    assert stop is not None
    assert stop.chance is not None
    assert stop.chance < 0.05
    assert stop.until == 12


def test_a_rule_that_is_not_to_be_had_makes_no_sweep(world: Any, random: Any) -> None:
    file = SweepFile.parse(random)
    wanted = SweepFile(method="random", space=file.space, objective=file.objective, early_terminate=OtherRule("roof"))
    with pytest.raises(ConfigError, match="no package brings 'roof' along"):
        world.scheduler.create_sweep(wanted, project="p")
    with pytest.raises(ConfigError, match="no package brings 'corner' along"):
        world.scheduler.create_sweep(SweepFile(method="corner", space=file.space), project="p")
    assert world.scheduler.sweeps() == []
