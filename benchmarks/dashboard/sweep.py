"""The sweep that both dashboards show: 8 parameters that vary, 15 epochs of 4 metrics a run, no run stopped early."""

from __future__ import annotations

import json
from pathlib import Path

import places  # noqa: F401 - makes the tests' seeding importable

from seed import Seeder
from varre.datadir import DataDir, find, hold, new_agent_id
from varre.runs import Claim, RunState, Sweep
from varre.scheduler import Scheduler
from varre.space import Value

__all__ = ["METRIC", "LiveRun", "made", "trials"]

METRIC = "val_loss"
_PARAMETERS: dict[str, Value] = {
    "learning_rate": {"min": 0.0001, "max": 0.1, "distribution": "log_uniform_values"},
    "batch_size": {"values": [16, 32, 64]},
    "batch_norm": {"values": [True, False]},
    "dropout": {"values": [True, False]},
    "dropout_rate": {"values": [0.3, 0.4, 0.5]},
    "activation": {"values": ["tanh", "relu"]},
    "optimizer": {"values": ["adam", "sgd"]},
    "weight_decay": {"min": 0.0, "max": 0.1},
    "epochs": {"value": 15},
}


def made(folder: Path, runs: int) -> tuple[DataDir, Sweep]:
    """A data directory with one sweep of so many runs, all of them ended."""
    datadir = find(create=True, env={"VARRE_DIR": str(folder)})
    seeder = Seeder(datadir)
    sweep = seeder.sweep(runs, changes={"parameters": _PARAMETERS, "early_terminate": None})
    seeder.close()
    return datadir, sweep


def trials(datadir: DataDir, sweep: Sweep) -> str:
    """The same runs for the peer, a line of JSON each: parameters, the curve of the objective, its best value."""
    with Scheduler.open(datadir) as scheduler:
        curves = {curve.number: list(curve.values) for curve in scheduler.curves(sweep.key, METRIC)}
        runs = scheduler.runs(sweep.key)
    lines = [
        {
            "params": {name: value for name, value in run.params.items() if name != "epochs"},
            "curve": curves.get(run.number, []),
            "value": run.best if run.state is RunState.FINISHED else None,
            "started": run.started,
            "ended": run.ended,
        }
        for run in runs
    ]
    return "\n".join(map(json.dumps, lines))


class LiveRun:
    """A run that an agent of this process holds, by way of the data directory, as `varre agent` does.

    The agent is at work already: it has had a run before, for which the search has read all runs once.
    """

    def __init__(self, datadir: DataDir, sweep: Sweep) -> None:
        self._scheduler = Scheduler.open(datadir)
        agent = new_agent_id()
        self._lock = hold(datadir.agent_lock(agent))
        self._sweep, self._agent = sweep.key, agent
        self._epoch, self._offset = 0, 0
        self.begin()

    def begin(self) -> None:
        """Take the next run of the sweep."""
        claim = self._scheduler.claim(self._sweep, self._agent)
        assert isinstance(claim, Claim), claim
        self._lease = claim.lease

    def epoch(self) -> None:
        """One more row."""
        self._epoch += 1
        row = {"loss": 1.1, "accuracy": 0.7, METRIC: 1.0 / self._epoch, "val_accuracy": 0.7}
        line = {"t": 0.0, "r": self._epoch * 1.5, "k": "row", "d": row, "step": None, "commit": True}
        text = json.dumps(line).encode() + b"\n"
        self._scheduler.append(self._lease, f"{self._lease.attempt}.1-00000000", self._offset, text)
        self._offset += len(text)

    def close(self) -> None:
        self._lock.release()
        self._scheduler.close()
