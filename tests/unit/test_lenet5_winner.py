"""The winner of a sweep is tested when the sweep is over, not before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from varre.datadir import DataDir, find
from varre.errors import NotFoundError, UsageError
from varre.scheduler import Scheduler
from varre.sweepfile import SweepFile

pytest.importorskip("torch", reason="PyTorch is not installed: pip install 'varre[lenet5]'")
sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "lenet5"))

import winner

FILE = SweepFile.parse(
    {
        "method": "random",
        "metric": {"name": "val_loss", "goal": "minimize"},
        "parameters": {"x": {"min": 0.0, "max": 1.0}},
    }
)


@pytest.fixture
def datadir(tmp_path: Path) -> DataDir:
    return find(create=True, env={"VARRE_DIR": str(tmp_path / ".varre")})


@pytest.fixture
def scheduler(datadir: DataDir) -> Iterator[Scheduler]:
    with Scheduler.open(datadir) as scheduler:
        yield scheduler


def test_there_must_be_a_sweep(scheduler: Scheduler) -> None:
    with pytest.raises(NotFoundError, match="no sweep yet"):
        winner.winner(scheduler, [])


def test_the_test_set_stays_closed_while_a_sweep_may_go_on(scheduler: Scheduler) -> None:
    sweep = scheduler.create_sweep(FILE)
    for named in ([], [sweep.id]):
        with pytest.raises(UsageError, match=f"sweep {sweep.id} is pending: the test set is looked at when it is over"):
            winner.winner(scheduler, named)


def test_a_sweep_without_a_value_has_no_winner(scheduler: Scheduler) -> None:
    sweep = scheduler.create_sweep(FILE)
    scheduler.control(sweep.key, "stop")
    with pytest.raises(NotFoundError, match=f"sweep {sweep.id} has no run with a value"):
        winner.winner(scheduler, [])
