"""What an agent's environment holds is used and not kept: the data directory is what people copy and send around."""

from __future__ import annotations

from pathlib import Path

SECRET = "hunter2-hunter2-hunter2"
SWEEP = """
program: train.py
project: demo
method: random
metric: {name: val_loss}
run_cap: 1
parameters: {lr: {min: 0.1, max: 0.2}}
command: ["${interpreter}", "${program}", "--password", "${envvar:PASSWORD}"]
"""
SCRIPT = """
import os, sys
import varre

with varre.init() as run:
    run.log({"val_loss": 0.0 if sys.argv[2] == os.environ["PASSWORD"] else 1.0})
"""


def test_no_secret_of_the_environment_is_kept(folder) -> None:
    folder.write("sweep.yaml", SWEEP)
    folder.write("train.py", SCRIPT)
    ran = folder.run("run", "sweep.yaml", PASSWORD=SECRET)
    assert ran.returncode == 0, ran.stderr
    assert folder.show()["best_value"] == 0.0, "the script was given it"
    assert SECRET not in ran.stdout + ran.stderr
    kept = [path for path in Path(folder.path).rglob("*") if path.is_file()]
    assert any(path.name == "varre.db" for path in kept)
    assert [path for path in kept if SECRET.encode() in path.read_bytes()] == []
