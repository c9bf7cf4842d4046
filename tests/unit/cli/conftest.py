"""A LeNet-5 sweep as records, for whatever turns records into lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from varre.cli.board import Board
from varre.runs import Prediction, Reason, Run, RunKey, RunState, StopReason, Sweep, SweepKey, SweepState
from varre.sweepfile import SweepFile

BEGUN = 1_700_000_000.0

LENET5 = {
    "program": "train.py",
    "project": "lenet5",
    "method": "bayes",
    "metric": {"name": "val_loss", "goal": "minimize"},
    "run_cap": 20,
    "seed": 1998,
    "early_terminate": {"type": "hyperband", "min_iter": 3, "eta": 3},
    "parameters": {
        "batch_norm": {"values": [True, False]},
        "dropout": {"values": [True, False]},
        "dropout_rate": {"values": [0.3, 0.4, 0.5], "when": {"dropout": True}},
        "batch_size": {"values": [16, 32, 64]},
        "activation": {"values": ["tanh", "relu"]},
        "optimizer": {"values": ["adam", "sgd"]},
        "epochs": {"values": [5, 10, 15]},
        "learning_rate": {"min": 0.0001, "max": 0.1},
    },
}


@pytest.fixture
def make_run() -> Callable[..., Run]:
    return a_run


def a_run(number: int, state: RunState = RunState.FINISHED, **changes: object) -> Run:
    """Run ``number`` of the LeNet-5 sweep; what is not given follows from its number."""
    params = {
        "activation": "relu" if number % 2 else "tanh",
        "batch_norm": number % 2 == 1,
        "batch_size": (16, 32, 64)[number % 3],
        "dropout": False,
        "epochs": (15, 5, 10)[number % 3],
        "learning_rate": 0.0305123 / number,
        "optimizer": "sgd" if number % 2 else "adam",
    }
    ended = None if state in (RunState.RUNNING, RunState.PENDING) else BEGUN + 60.0 * number + 50
    run = Run(
        key=RunKey(f"runkey{number:02}"),
        id=f"runkey{number:02}",
        project="lenet5",
        sweep=SweepKey("k3f9x2ab"),
        number=number,
        state=state,
        attempt=1,
        losses=0,
        params=params,
        config=params,
        summary={},
        reason=Reason("gp", Prediction(0.041, 0.012), improvement_probability=0.41),
        stop=None,
        agent=None,
        created=BEGUN + 60.0 * number,
        started=None if state is RunState.PENDING else BEGUN + 60.0 * number,
        ended=ended,
        exit_code=0 if state is RunState.FINISHED else None,
        error="",
        rows=(15, 5, 10)[number % 3],
        skipped=0,
        best=0.03 + 0.001 * number,
        last=0.035 + 0.001 * number,
        best_row={"val_loss": 0.03 + 0.001 * number, "val_accuracy": 0.99 - 0.001 * number, "epoch": 4, "loss": 0.01},
    )
    return replace(run, **changes)


@pytest.fixture
def make_board() -> Callable[..., Board]:
    return a_board


def a_board(*runs: Run, raw: object = LENET5, **changes: object) -> Board:
    """The sweep of ``raw`` with these runs, ten minutes after it began."""
    sweep = Sweep(
        key=SweepKey("k3f9x2ab"),
        id="k3f9x2ab",
        project="lenet5",
        name="",
        state=SweepState.RUNNING,
        state_reason="",
        seed=1998,
        text="",
        directory=None,
        created=BEGUN,
        ended=None,
    )
    file = SweepFile.parse(raw)
    curves = {run.key: tuple(1.0 / row + (run.best or 0.0) for row in range(1, run.rows + 1)) for run in runs}
    board = Board(sweep, file, runs, curves, now=BEGUN + 600, slots=2, threads=1)
    return replace(board, **changes)


@pytest.fixture
def a_sweep_half_way() -> Board:
    """8 finished, 2 stopped, 1 failed, 2 running."""
    stop = StopReason("hyperband", rung=3, value=0.31, threshold=0.122, peers=8, kept=3)
    runs = [a_run(number) for number in range(1, 9)]
    runs += [a_run(number, RunState.STOPPED, rows=3, stop=stop, best=0.31) for number in (9, 10)]
    lost = {"best": None, "last": None, "best_row": {}, "rows": 0, "exit_code": 1}
    runs.append(a_run(11, RunState.FAILED, error="RuntimeError: loss is not finite", **lost))
    runs += [a_run(12, RunState.RUNNING, rows=7), a_run(13, RunState.RUNNING, rows=2, reason=Reason("sobol"))]
    return a_board(*runs)


@pytest.fixture
def many() -> Callable[[int], Board]:
    """A board with so many finished runs."""
    return lambda number: a_board(*(a_run(each) for each in range(1, number + 1)))
