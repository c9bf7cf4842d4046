"""A table kept up to date run by run says what one made of the same runs at once says."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from varre.runs import AgentId, Prediction, Reason, Run, RunKey, RunState, StopReason, SweepKey
from varre.server.table import Table
from varre.sweepfile import SweepFile

Read = Callable[[bytes], tuple[dict[str, Any], dict[str, list[Any]]]]

FILE = SweepFile.parse(
    {
        "method": "random",
        "metric": {"name": "loss"},
        "parameters": {"lr": {"min": 0.0, "max": 1.0}, "kind": {"values": ["a", "b"]}, "fixed": {"value": 1}},
    }
)
NUMBERS = (None, 0.5, -1.0, 3.0, math.inf, math.nan)


def _run(number: int, seed: int) -> Run:
    """A run of which everything that a table shows is drawn anew."""
    dice = random.Random(seed)
    pick = dice.choice

    def metrics() -> dict[str, Any]:
        return {name: pick((*NUMBERS, "word")) for name in ("loss", "acc") if dice.random() < 0.7}

    def params() -> dict[str, Any]:
        some = {"lr": pick((0.25, 0.5, 1)), "kind": pick("ab"), "foreign": pick((1, 2.5, True, "1", None, 2**60))}
        return {"fixed": 1, **{name: value for name, value in some.items() if dice.random() < 0.7}}

    return Run(
        key=RunKey(f"run{number:05}"),
        id=pick((f"run{number:05}", "mine")),
        project="p",
        sweep=SweepKey("abcdefgh"),
        number=number,
        state=pick(tuple(RunState)),
        attempt=pick((0, 1, 2)),
        losses=0,
        params=params(),
        config=params(),
        summary=metrics(),
        reason=pick((None, Reason("gp", Prediction(0.5, 0.25), 0.125, None, "why"), Reason("sobol"))),
        stop=pick((None, StopReason("hyperband", rung=3, value=0.5))),
        agent=pick((None, AgentId("host-01234567"))),
        created=1.0 * number,
        started=pick((None, 5.0)),
        ended=pick((None, 6.0)),
        exit_code=pick((None, 0, 1)),
        error=pick(("", "ValueError")),
        rows=pick((0, 1, 9)),
        skipped=0,
        best=pick(NUMBERS),
        last=pick(NUMBERS),
        best_row=metrics(),
        name=pick(("", "mine")),
        notes=pick(("", "why")),
        tags=pick(((), ("a",))),
        ranges=pick(({}, {"loss": (0.5, 1.0)})),
        deleted=pick((None, None, 9.0)),
    )


RUNS = st.builds(_run, st.integers(1, 7), st.integers(0, 2**32))


@settings(max_examples=60)
@given(st.lists(st.lists(RUNS, max_size=5, unique_by=lambda run: run.number), max_size=6))
def test_a_table_that_grew_is_one_made_at_once(read_frame: Read, batches: Sequence[Sequence[Run]]) -> None:
    grown, runs = Table(FILE), {}
    for batch in batches:
        grown.learn(sorted(batch, key=lambda run: run.number or 0))
        runs.update((run.number or 0, run) for run in batch)
    whole = Table(FILE)
    whole.learn([run for _, run in sorted(runs.items())])
    assert _told(read_frame(grown.frame(1, "s"))) == _told(read_frame(whole.frame(1, "s")))


def _told(frame: tuple[dict[str, Any], dict[str, list[Any]]]) -> dict[str, list[Any]]:
    """Each column that says something: one may be left of a metric that no run has any more."""
    _, columns = frame
    return {
        name: list(map(_typed, values))
        for name, values in columns.items()
        if any(value is not None for value in values)
    }


def _typed(value: Any) -> Any:
    """Numbers are one kind, as in JSON, and True is none of them."""
    return float(value) if type(value) in (int, float) else repr(value)
