"""Why runs were tried and failed, as sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from varre.cli.reasons import failure, tried, tried_short
from varre.runs import Prediction, Reason, Run, RunState


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason("sobol"), "first points (Sobol)"),
        (Reason("grid"), "next of the grid"),
        (Reason("start"), "given in the sweep file (start)"),
        (
            Reason("gp", Prediction(0.0391, 0.0082), improvement_probability=0.41),
            "expected 0.039 ± 0.008, 41% chance of a new best",
        ),
        (
            Reason("gp", Prediction(0.21, 0.15), note="looked where little was known"),
            "expected 0.210 ± 0.150, looked where little was known",
        ),
        (
            Reason("gp", Prediction(0.21, 0.15), improvement_probability=0.001),
            "expected 0.210 ± 0.150, under 1% chance of a new best",
        ),
        (Reason("someone_elses"), "someone_elses"),
        (Reason("gp", note="a\x1b[2J\nb"), "proposed by the model: a␛[2J b"),
        (Reason("retry", note="#3 failed"), "once more: #3 failed"),
        (None, ""),
    ],
)
def test_a_suggestion_tells_why(reason: Reason | None, sentence: str) -> None:
    assert tried(reason) == sentence
    assert sentence.startswith(tried_short(reason))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"exit_code": 1, "error": "ValueError: x"}, "exit code 1: ValueError: x"),
        ({"exit_code": -9}, "killed by SIGKILL"),
        ({"exit_code": -99}, "killed by signal 99"),
        ({"exit_code": None, "error": "program vanished"}, "no exit code: program vanished"),
        ({"state": RunState.CRASHED, "losses": 4}, "lost 4 times: agent or machine gone"),
        ({"state": RunState.CANCELED}, "cancelled"),
    ],
)
def test_a_failure_tells_why(make_run: Callable[..., Run], changes: dict[str, object], sentence: str) -> None:
    assert failure(make_run(1, **{"state": RunState.FAILED, **changes})) == sentence
