"""Why runs were stopped, as sentences."""

from __future__ import annotations

import pytest

from varre.cli.heading import stopping
from varre.cli.stops import eta_of, stopped
from varre.runs import StopReason
from varre.sweepfile import AshaRule, CurveRule, EarlyTermination, HyperbandRule, MedianRule, OtherRule, PatienceRule

HYPERBAND = StopReason("hyperband", rung=3, value=0.31, threshold=0.122, peers=8, kept=3)


@pytest.mark.parametrize(
    ("stop", "sentence"),
    [
        (HYPERBAND, "at row 3: 0.310, the cut was 0.122 (best 3 of 8)"),
        (StopReason("hyperband", rung=3), "at row 3: no value of the metric"),
        (StopReason("hyperband", rung=9, value=93.25, threshold=95.5), "at row 9: 93.25, the cut was 95.50"),
        (StopReason("asha", 9, 0.5, 0.25, 4, 1), "at row 9: 0.500, the cut was 0.250 (best 1 of 4)"),
        (StopReason("median", 2, 0.5, 0.25, 7), "at row 2: best 0.500, the median of 7 finished runs was 0.250"),
        (
            StopReason("patience", 20, 0.5, 0.25, note="no improvement in 10 rows"),
            "at row 20: no improvement in 10 rows: 0.500, needed better than 0.250",
        ),
        (
            StopReason("curve", 4, 0.31, 0.12, 9, chance=0.004, until=30),
            "at row 4: expected 0.310 at row 30, the best is 0.120: 0.4% chance to beat it",
        ),
        (
            StopReason("curve", 4, 93.1, 97.5, 9, chance=1e-9, until=30),
            "at row 4: expected 93.10 at row 30, the best is 97.50: under 0.1% chance to beat it",
        ),
        (
            StopReason("plateau", 20, 0.5, 0.25, note="flat\x1b[2J"),
            "at row 20: 0.500, the cut was 0.250, flat␛[2J",
        ),
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
    ("rule", "eta", "title"),
    [
        (None, None, ""),
        (HyperbandRule(min_iter=3, eta=2.0), 2.0, "hyperband from row 3"),
        (HyperbandRule(max_iter=27, s=2), 3.0, "hyperband up to row 27"),
        (AshaRule(min_iter=2, eta=4.0), 4.0, "asha from row 2"),
        (MedianRule(min_iter=4), None, "median from row 4"),
        (CurveRule(), None, "curve from row 2"),
        (PatienceRule(rows=1), None, "patience of 1 row"),
        (OtherRule("plateau", {"rows": 3}), None, "plateau"),
    ],
)
def test_a_rule_is_named_in_the_head(rule: EarlyTermination | None, eta: float | None, title: str) -> None:
    assert stopping(rule) == title
    assert eta_of(rule) == eta
