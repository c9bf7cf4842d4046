"""Which sweep a command is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from varre.cli.opening import found_or_newest
from varre.datadir import find
from varre.errors import NotFoundError
from varre.scheduler import Scheduler
from varre.sweepfile import SweepFile

FILE = SweepFile.parse({"program": "train.py", "method": "random", "parameters": {"lr": {"min": 0.1, "max": 1.0}}})


def test_without_a_name_it_is_the_newest_of_the_project_or_of_all(tmp_path: Path) -> None:
    datadir = find(create=True, env={"VARRE_DIR": str(tmp_path / "data")})
    with Scheduler.open(datadir) as scheduler:
        with pytest.raises(NotFoundError, match="no sweep yet"):
            found_or_newest(scheduler, None, None)
        first = scheduler.create_sweep(FILE, project="a")
        second = scheduler.create_sweep(FILE, project="b")
        assert found_or_newest(scheduler, None, None) == second
        assert found_or_newest(scheduler, None, "a") == first
        assert found_or_newest(scheduler, first.id, None) == first
        with pytest.raises(NotFoundError, match="no sweep yet"):
            found_or_newest(scheduler, None, "c")
