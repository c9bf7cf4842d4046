"""Why runs were tried, stopped and failed, as sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from varre.cli.reasons import failure, stopped, tried, tried_short
from varre.runs import Prediction, Reason, Run, RunState, StopReason

HYPERBAND = StopReason("hyperband", rung=3, value=0.31, threshold=0.122, peers=8, kept=3)


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
    ("stop", "sentence"),
    [
        (HYPERBAND, "at row 3: 0.310, the cut was 0.122 (best 3 of 8)"),
        (StopReason("hyperband", rung=3), "at row 3: no value of the metric"),
        (StopReason("hyperband", rung=9, value=93.25, threshold=95.5), "at row 9: 93.25, the cut was 95.50"),
        (StopReason("person"), "by hand"),
        (StopReason("person", note="diverges"), "by hand: diverges"),
        (StopReason("canceled"), "the sweep was cancelled"),
        (None, ""),
    ],
)
def test_a_stop_tells_why(stop: StopReason | None, sentence: str) -> None:
    assert stopped(stop) == sentence


def test_a_stop_names_the_share_that_goes_on_and_what_was_saved() -> None:
    text = stopped(HYPERBAND, eta=3.0, saved=12)
    assert text == "at row 3: 0.310, the cut was 0.122 (best third of 8); 12 epochs saved"
    assert stopped(HYPERBAND, eta=2.0, saved=1).endswith("(best half of 8); 1 epoch saved")
    assert stopped(HYPERBAND, eta=2.7, saved=0).endswith("(best 3 of 8)")


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
