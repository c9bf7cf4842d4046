"""W&B's hyperband: by hand, and against its description done over by brute force."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from varre import stopping
from varre.runs import Observation, Outcome
from varre.sweepfile import HyperbandRule


def run(*curve: float, outcome: Outcome = Outcome.RUNNING, number: int = 1) -> Observation:
    return Observation(number, {}, curve, outcome)


def hyperband(**config: object) -> stopping.Stopper:
    return stopping.make(HyperbandRule(**config))


def judged_rows(most: int = 1000, **config: object) -> list[int]:
    """The bands, told from outside: rows at which a run that has just become worse than twenty others is stopped."""
    stopper = hyperband(strict=True, **config)
    found = []
    for row in range(1, most + 1):
        # Up to the row before all are alike: only a band at this very row can tell them apart.
        good, bad = run(*[1.0] * row), run(*[1.0] * (row - 1), 2.0)
        if stopper.decide(bad, [bad, *[good] * 20]).stop:
            found.append(row)
    return found


def test_bands_from_min_iter():
    assert judged_rows(300, min_iter=3, eta=3) == [3, 9, 27, 81, 243]
    assert judged_rows(60, min_iter=2, eta=1.5) == [2, 3, 4, 6, 10, 15, 22, 34, 51]
    assert judged_rows(5, min_iter=1, eta=1.1) == [1, 2, 3, 4, 5]


def test_bands_from_max_iter():
    assert judged_rows(100, max_iter=27, s=2, eta=3) == [3, 9]
    assert judged_rows(200, max_iter=100, s=3, eta=3) == [3, 11, 33]
    assert judged_rows(100, max_iter=5, s=20, eta=2) == [1, 2]


def test_nine_runs_and_eta_three_keep_four():
    runs = [run(0.0, 0.0, float(loss)) for loss in range(9)]
    stops = [hyperband(min_iter=3, eta=3).decide(each, runs).stop for each in runs]
    assert [stop is not None for stop in stops] == [False] * 4 + [True] * 5


def test_the_reason_tells_everything():
    # Six runs at row 2 with losses 1 to 6: int(6 / 3) = 2, the third smallest is 3, three may go on.
    runs = [run(9.0, float(loss)) for loss in (4, 1, 6, 3, 5, 2)]
    stop = hyperband(min_iter=2, eta=3).decide(runs[4], runs).stop
    assert stop is not None
    assert (stop.source, stop.rung, stop.value, stop.threshold, stop.peers, stop.kept) == (
        "hyperband",
        2,
        5.0,
        3.0,
        6,
        3,
    )


def test_of_two_runs_the_worse_is_stopped_and_a_lone_one_never():
    a, b = run(1.0), run(2.0)
    stopper = hyperband(min_iter=1, eta=3)
    assert stopper.decide(b, [b]).stop is None
    assert stopper.decide(b, [a, b]).stop is not None
    assert stopper.decide(a, [a, b]).stop is None


def test_equal_to_the_threshold_goes_on():
    same = run(1.0)
    assert hyperband(min_iter=1).decide(same, [same, run(1.0), run(0.5)]).stop is None


def test_before_the_first_band_nothing_is_judged():
    stopper = hyperband(min_iter=3, eta=3)
    bad = run(9.0, 9.0)
    assert stopper.decide(bad, [bad, *[run(0.0, 0.0, 0.0)] * 5]).stop is None
    assert stopper.rungs(0, 2) == ()


def test_strict_judges_the_value_at_the_band_and_otherwise_the_best_so_far():
    # At row 2 the run has 5, its best before was 0; threshold at row 2 is 1.
    bad = run(0.0, 5.0)
    peers = [bad, run(9.0, 1.0), run(9.0, 0.5)]
    assert hyperband(min_iter=2, eta=3, strict=True).decide(bad, peers).stop is not None
    assert hyperband(min_iter=2, eta=3, strict=False).decide(bad, peers).stop is None


def test_a_run_is_judged_again_at_the_band_it_passed_when_others_arrive():
    stopper = hyperband(min_iter=2, eta=3)
    early = run(5.0, 5.0, 5.0)
    assert stopper.rungs(2, 3) == (3,)
    assert stopper.decide(early, [early]).stop is None
    stop = stopper.decide(early, [early, run(1.0, 1.0), run(1.0, 2.0)]).stop
    assert stop is not None
    assert stop.rung == 2


def test_runs_in_every_state_count_as_peers():
    for outcome in Outcome:
        bad = run(2.0)
        assert hyperband(min_iter=1).decide(bad, [bad, run(1.0, outcome=outcome)]).stop is not None


def test_looks_at_every_row_from_the_first_band_on():
    stopper = hyperband(min_iter=3, eta=3)
    assert stopper.rungs(0, 5) == (3, 4, 5)
    assert stopper.rungs(5, 5) == ()
    assert stopper.rungs(7, 9) == (8, 9)


def described(config: HyperbandRule, run: Observation, peers: list[Observation]) -> bool:
    """The description of W&B's engine, step by step and as slow as it is plain."""
    bands: list[int] = []
    if config.max_iter is not None:
        band: float = config.max_iter
        for _ in range(int(config.s or 0)):
            band = band / config.eta
            if band < 1:
                break
            bands.append(int(band))
    else:
        bands = [int((config.min_iter or 0) * config.eta**k) for k in range(30)]
    passed = [band for band in sorted(bands) if len(run.curve) >= band]
    if not passed:
        return False
    highest = passed[-1]
    values = sorted(peer.curve[highest - 1] for peer in peers if len(peer.curve) >= highest)
    threshold = values[int(len(values) / config.eta)] if values else float("inf")
    value = run.curve[highest - 1] if config.strict else min(run.curve[: len(run.curve)])
    return value > threshold


curves = st.lists(st.lists(st.integers(-3, 3).map(float), max_size=12), min_size=1, max_size=12)
eta = st.sampled_from([1.5, 2.0, 3.0, 4.0])
configs = st.one_of(
    st.builds(HyperbandRule, min_iter=st.integers(1, 4), eta=eta, strict=st.booleans()),
    st.builds(
        HyperbandRule, max_iter=st.integers(4, 30), s=st.integers(1, 4).map(float), eta=eta, strict=st.booleans()
    ),
)


@given(configs, curves)
def test_agrees_with_the_description(config, curves):
    stopper = stopping.make(config)
    peers = [run(*curve, number=i) for i, curve in enumerate(curves)]
    for each in peers:
        assert (stopper.decide(each, peers).stop is not None) == described(config, each, peers)
