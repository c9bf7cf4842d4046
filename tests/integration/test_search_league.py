"""The short form of the search league: `bayes` and random search beside each other, as real processes, on real tasks.

What is asked is little, so that only a search that is broken fails: `benchmarks/search` has the long form.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "search"))

import league
from league import Standing
from records import Heat, read
from run import complete
from tasks import tasks

TRIALS = 30
WORKERS = (1, 8)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The races of both, on a third of the tasks."""
    folder = tmp_path_factory.mktemp("records")
    heats = [Heat(name, workers, seed, TRIALS) for name in tasks()[::3] for workers in WORKERS for seed in (0, 1)]
    for peer in ("random", "varre"):
        complete(peer, heats, folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("workers", WORKERS)
def test_bayes_does_not_fall_behind_random_search(records: Path, workers: int):
    standing = Standing.at(TRIALS, league.load(["varre"], workers, records))
    assert set(standing.tasks) == set(tasks()[::3])
    assert standing.times_random("varre").mean > 1
    ranked = standing.ranked()
    assert ranked["varre"].mean < ranked["random"].mean


@pytest.mark.slow
def test_bayes_never_dies_and_makes_every_trial(records: Path):
    races = read("varre", records)
    assert all(race.died is None and len(race.seconds) == TRIALS for race in races)
    assert all(race.incumbents and race.memory_mb > 0 for race in races)


@pytest.mark.slow
def test_a_race_that_is_in_the_records_is_not_run_again(records: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("run.run", lambda peer, heat: pytest.fail("was run again"))
    kept = read("random", records)
    complete("random", [race.heat for race in kept], records)
    assert read("random", records) == kept


@pytest.mark.slow
def test_the_table_has_a_row_a_searcher(records: Path):
    told = league.table(league.load(["varre"], 1, records), 1)
    assert sorted(line.split(" | ")[0] for line in told.splitlines()[4:]) == ["| random", "| varre"]
