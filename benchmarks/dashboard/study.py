"""The peer's side, run by the Python that has Optuna: makes its study of the same trials, and reports one more.

python study.py make JOURNAL < TRIALS      a study in a journal, the quicker one of Optuna's two files
python study.py report JOURNAL             a trial that reports a value each time a line comes in
"""

from __future__ import annotations

import datetime
import json
import random
import sys
import time
from typing import TypedDict

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import FrozenTrial, TrialState

SPACE: dict[str, BaseDistribution] = {
    "learning_rate": FloatDistribution(1e-4, 0.1, log=True),
    "batch_size": CategoricalDistribution((16, 32, 64)),
    "batch_norm": CategoricalDistribution((True, False)),
    "dropout": CategoricalDistribution((True, False)),
    "dropout_rate": CategoricalDistribution((0.3, 0.4, 0.5)),
    "activation": CategoricalDistribution(("tanh", "relu")),
    "optimizer": CategoricalDistribution(("adam", "sgd")),
    "weight_decay": FloatDistribution(0.0, 0.1),
}


def make(journal: str) -> None:
    """The study of the trials on standard input."""
    study = optuna.create_study(study_name="lenet5", storage=_storage(journal), direction="minimize")
    study.add_trials([_trial(json.loads(line)) for line in sys.stdin])


class _Told(TypedDict):
    params: dict[str, object]
    curve: list[float]
    value: float | None
    started: float
    ended: float


def _trial(told: _Told) -> FrozenTrial:
    value = told["value"]
    made = optuna.trial.create_trial(
        state=TrialState.FAIL if value is None else TrialState.COMPLETE,
        value=value,
        params=told["params"],
        distributions=SPACE,
        intermediate_values=dict(enumerate(told["curve"], 1)),
    )
    made.datetime_start = datetime.datetime.fromtimestamp(told["started"])
    made.datetime_complete = datetime.datetime.fromtimestamp(told["ended"])
    return made


def report(journal: str) -> None:
    """Begin a trial, and report a value for each line of standard input; says when it has done so."""
    study = optuna.load_study(study_name="lenet5", storage=_storage(journal), sampler=optuna.samplers.RandomSampler())
    trial = None
    for epoch, _ in enumerate(sys.stdin):
        trial = trial or study.ask(SPACE)
        trial.report(random.random(), epoch)
        print(time.time(), flush=True)


def _storage(journal: str) -> JournalStorage:
    return JournalStorage(JournalFileBackend(journal))


if __name__ == "__main__":
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    {"make": make, "report": report}[sys.argv[1]](sys.argv[2])
