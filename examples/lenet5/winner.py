"""Tests the winner of a sweep on the 10,000 test images: once, when the sweep is over.

    python winner.py [SWEEP]    the newest sweep, unless one is named

What was found is kept beside the winner's weights. Asked again, this says it again and does not look a second time: a
test set that is looked at while one still chooses is a second validation set.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import mnist
import torch
from mnist_sources import MnistError
from model import configured
from training import Score, examples, predict, score

from varre.datadir import DataDir, find
from varre.errors import NotFoundError, UsageError, VarreError
from varre.runs import Run, SweepState
from varre.scheduler import Scheduler


def main() -> None:
    """Find the winner, test it unless that has been done, and print the accuracy."""
    try:
        datadir = find(create=False)
        with Scheduler.open(datadir) as scheduler:
            run = winner(scheduler, sys.argv[1:])
        print(report(run, datadir))
    except (VarreError, MnistError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def winner(scheduler: Scheduler, named: list[str]) -> Run:
    """The best run of the sweep ``named``, or of the newest one; it must be over."""
    sweeps = [scheduler.find_sweep(named[0])] if named else scheduler.sweeps()
    if not sweeps:
        raise NotFoundError("no sweep yet: varre run sweep.yaml creates one")
    sweep = sweeps[-1]
    if sweep.state not in {SweepState.FINISHED, SweepState.CANCELED}:
        raise UsageError(
            f"sweep {sweep.id} is {sweep.state}: the test set is looked at when it is over. Go on with: "
            f"varre run --resume {sweep.id}, or end it with: varre sweep --stop {sweep.id}"
        )
    run = scheduler.best(sweep.key)
    if run is None:
        raise NotFoundError(f"sweep {sweep.id} has no run with a value: varre show {sweep.id}")
    return run


def report(run: Run, datadir: DataDir) -> str:
    """One line with the test accuracy of ``run``, which is looked at now or was looked at before."""
    kept = datadir.run_dir(run.key) / "test.json"
    looked_before = kept.exists()
    result = Score(**json.loads(kept.read_text())) if looked_before else look(run, kept)
    when = f"looked at before, kept in {kept}" if looked_before else "looked at once"
    return f"test accuracy of #{run.number}: {result.accuracy:.4f} (10,000 images, {when})"


def look(run: Run, kept: Path) -> Score:
    """Test the weights of the best epoch of ``run``, and keep the score in the file ``kept``."""
    weights = kept.with_name("weights.pt")
    if not weights.exists():
        raise NotFoundError(f"{weights} is not there: run #{run.number} kept no weights")
    model = configured(run.config)
    model.load_state_dict(torch.load(weights, weights_only=True))
    test = examples(*mnist.test())
    result = score(predict(model, test.images), test.labels)
    kept.write_text(json.dumps({"loss": result.loss, "accuracy": result.accuracy}))
    return result


if __name__ == "__main__":
    main()
