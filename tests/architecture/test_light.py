"""What a training script loads for logging is the standard library: nothing that costs a start-up or a lock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numpy", "scipy", "yaml", "sqlite3", "click", "rich", "psutil", "socket", "subprocess", "asyncio")
ROOMS = ("varre.store", "varre.scheduler", "varre.worker", "varre.search", "varre.models", "varre.server", "varre.cli")

SCRIPT = """
import json, sys
before = set(sys.modules)
import varre as wandb
run = wandb.init(project="mnist", config={"epochs": 2})
for epoch in range(run.config.epochs):
    wandb.log({"loss": wandb.config.lr / (epoch + 1), "nested": {"accuracy": 0.5}})
wandb.summary["best"] = 0.1
wandb.define_metric("loss", summary="min")
wandb.finish()
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def environment(datadir: Path) -> dict[str, str]:
    run_dir = datadir / "runs" / "abcd1234"
    run_dir.mkdir(parents=True)
    datadir.chmod(0o700)
    (run_dir / "config.yaml").write_text(json.dumps({"wandb_version": 1, "lr": {"value": 0.1}}))
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("VARRE_", "WANDB_"))},
        "VARRE_DIR": str(datadir),
        "VARRE_RUN": "abcd1234",
        "VARRE_ATTEMPT": "1",
        "VARRE_PROJECT": "mnist",
        "VARRE_PARAMS": str(run_dir / "config.yaml"),
    }


@pytest.fixture
def loaded(tmp_path: Path) -> set[str]:
    """The modules that the script above has loaded."""
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=environment(tmp_path / ".varre"),
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert len(list((tmp_path / ".varre" / "spool" / "abcd1234").glob("*.jsonl"))) == 1
    return set(json.loads(result.stdout))


def test_logging_under_an_agent_loads_nothing_heavy(loaded: set[str]) -> None:
    assert "varre.sdk.run" in loaded
    roots = {name.partition(".")[0] for name in loaded}
    assert roots.isdisjoint(HEAVY)
    assert roots - {"varre"} <= sys.stdlib_module_names


def test_logging_under_an_agent_loads_no_room_beyond_the_spool(loaded: set[str]) -> None:
    assert [name for name in loaded if name.startswith(ROOMS)] == []
