"""What an agent of another host measures of its runs is with the server, and counts as nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from varre.client import Address, ListeningClient
from varre.datadir import DataDir
from varre.runs import RunState
from varre.scheduler import Scheduler
from varre.sweepfile import SweepFile
from varre.worker import Agent, Away, vitals

SCRIPT = """
import time
import varre

run = varre.init()
for _ in range(5):
    run.log({"loss": 1.0})
    time.sleep(0.3)
"""

Serve = Callable[..., AbstractContextManager[Address]]


def test_gauges_of_a_remote_run_are_kept(tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "_FIRST_S", 0.2)
    monkeypatch.chdir(tmp_path)
    home, away = DataDir(tmp_path / "home"), DataDir(tmp_path / "away")
    for datadir in (home, away):
        datadir.path.mkdir(mode=0o700)
    (tmp_path / "train.py").write_text(SCRIPT)
    file = {"program": "train.py", "method": "grid", "metric": {"name": "loss"}, "parameters": {"a": {"value": 1}}}
    with Scheduler.open(home) as scheduler, serve(scheduler, home) as address:
        sweep = scheduler.create_sweep(SweepFile.parse(file))
        with ListeningClient(address) as client:
            Agent(client, away, sweep.key, away=Away(away, str(address))).run()
        (run,) = scheduler.runs(sweep.key)
        gauges = scheduler.gauges(run.key)
    assert (run.state, run.rows, run.skipped, set(run.summary)) == (RunState.FINISHED, 5, 0, {"loss"})
    assert len(gauges) > 1
    assert all(gauge.values["memory"] > 1_000_000 for gauge in gauges[1:-1])
    assert list((away.path / "spool").iterdir()) == []
