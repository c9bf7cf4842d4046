"""A process that looks as if an agent had started it, and the lines that it writes."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from varre.sdk import current, notices
from varre.spool import Intake, Tail, WriterState, take_in, writers

KEY = "abcd1234"


@dataclass(frozen=True)
class Attempt:
    """What stands around a run of this process."""

    datadir: Path

    @property
    def spool(self) -> Path:
        return self.datadir / "spool" / KEY

    @property
    def run_dir(self) -> Path:
        return self.datadir / "runs" / KEY

    def lines(self, kind: str | None = None) -> list[dict[str, Any]]:
        """All lines of all writers, of one kind if asked."""
        text = "".join(path.read_text() for path in sorted(self.spool.glob("*.jsonl")))
        lines = [json.loads(line) for line in text.splitlines()]
        return [line for line in lines if kind in (None, line["k"])]

    def taken_in(self) -> Intake:
        """What the scheduler makes of the only writer's lines."""
        return self._take_in()[1]

    def state(self) -> WriterState:
        """Where the only writer stands, as the scheduler counts."""
        return self._take_in()[0]

    def _take_in(self) -> tuple[WriterState, Intake]:
        (writer,) = writers(self.spool, 1)
        return take_in(WriterState(), Tail(self.spool, writer).read(1 << 30))


@pytest.fixture(autouse=True)
def _nothing_left_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in ("VARRE_RUN", "VARRE_DIR", "VARRE_PROJECT", "WANDB_PROJECT", "WANDB_MODE", "WANDB_DISABLED"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(notices, "_said", set())
    yield
    run = current.run()
    if run is not None:
        run.finish()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.fixture
def attempt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Attempt:
    """The environment of an agent's child, with two values fixed by a sweep."""
    return under_agent(tmp_path, monkeypatch, {"lr": 0.1, "encoder": {"layers": 2}})


def under_agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fixed: Mapping[str, Any]) -> Attempt:
    datadir = tmp_path / ".varre"
    (datadir / "runs" / KEY).mkdir(parents=True)
    datadir.chmod(0o700)
    params = datadir / "runs" / KEY / "config.yaml"
    params.write_text(json.dumps({"wandb_version": 1, **{name: {"value": value} for name, value in fixed.items()}}))
    variables = {
        "VARRE_DIR": str(datadir),
        "VARRE_RUN": KEY,
        "VARRE_ATTEMPT": "1",
        "VARRE_PROJECT": "mnist",
        "VARRE_RUN_ID": "first",
        "VARRE_SWEEP_ID": "sweep123",
        "VARRE_PARAMS": str(params),
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Attempt(datadir)
