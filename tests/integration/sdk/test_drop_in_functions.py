"""Function sweeps as public scripts have them, with ``import varre as wandb`` as their only change."""

from __future__ import annotations

import signal
from typing import Any

from varre.runs import RunState, SweepState

GRID = """
sweep_configuration = {
    "method": "grid",
    "name": "sweep",
    "metric": {"goal": "maximize", "name": "val_acc"},
    "parameters": {"x": {"values": [1, 2, 3]}, "opt": {"parameters": {"lr": {"value": 0.1}}}},
}
"""


def test_the_documentations_own_example(place: Any, only_sweep: Any) -> None:
    """A function that takes ``config=None``, a nested helper, ``wandb.log`` with extra keys, no ``finish``."""
    place.run(
        """
        import random

        def train_one_epoch(epoch, lr, bs):
            acc = 0.25 + ((epoch / 30) + (random.random() / 10))
            return acc, 1 - acc

        def main(config=None):
            run = wandb.init(config=config)
            lr = wandb.config.lr
            bs = wandb.config.batch_size
            for epoch in range(wandb.config.epochs):
                acc, loss = train_one_epoch(epoch, lr, bs)
                wandb.log({"epoch": epoch, "val_acc": acc, "val_loss": loss})

        sweep_configuration = {
            "method": "random",
            "name": "sweep",
            "metric": {"goal": "maximize", "name": "val_acc"},
            "parameters": {
                "batch_size": {"values": [16, 32, 64]},
                "epochs": {"values": [5, 10, 15]},
                "lr": {"max": 0.1, "min": 0.0001},
            },
        }
        sweep_id = wandb.sweep(sweep=sweep_configuration, project="my-first-sweep")
        wandb.agent(sweep_id, function=main, count=4)
        """
    )
    sweep, runs = only_sweep()
    assert sweep.project == "my-first-sweep"
    assert [run.state for run in runs] == [RunState.FINISHED] * 4
    assert all(run.rows == run.params["epochs"] and run.best is not None for run in runs)


def test_many_habits_in_one_function(place: Any, only_sweep: Any, kept: Any) -> None:
    """``init`` with everything; ``**wandb.config``; nested dicts, booleans and a figure; ``count=10_000``."""
    done = place.run(
        GRID
        + """
import matplotlib.pyplot as plt
import numpy as np

def build(x, opt, layers=2):
    return x * layers

def train():
    wandb.init(project="other", entity="team", config={"layers": 3, "opt": {"decay": 0.5}})
    config = wandb.config
    model = build(config.x, config["opt"], layers=config.get("layers", 1))
    assert dict(**wandb.config) == dict(wandb.run.config.items()) == {
        "layers": 3, "x": config.x, "opt": {"decay": 0.5, "lr": 0.1}}
    config.update({"x": 77}, allow_val_change=True)
    for step in range(2):
        plt.plot([1, 2])
        wandb.log({"val_acc": np.float32(model), "train": {"loss": 0.5}, "done": step == 1, "chart": plt}, step=step)
    wandb.run.summary["final"] = float(model)

sweep_id = wandb.sweep(sweep_configuration, project="p", entity="team")
wandb.agent(sweep_id, train, count=10_000, project="p", entity="team")
"""
    )
    sweep, runs = only_sweep()
    assert (sweep.state, sweep.state_reason) == (SweepState.FINISHED, "exhausted")
    assert [run.best for run in runs] == [3.0, 6.0, 9.0]
    assert runs[0].config == {"layers": 3, "x": 1, "opt": {"decay": 0.5, "lr": 0.1}}
    assert runs[0].summary["final"] == 3.0
    rows = list(kept().rows(runs[0].key))
    assert [(row.step, row.values["train.loss"], row.values["done"]) for row in rows] == [
        (0, 0.5, False),
        (1, 0.5, True),
    ]
    picture = rows[0].values["chart"]
    assert (place.datadir.run_dir(runs[0].key) / picture["path"]).is_file()
    assert done.stderr.count("init(entity=…) has no effect here") == 1
    assert "Config item 'x' was locked by 'sweep' (ignored update)" in done.stderr


def test_several_sweeps_one_after_the_other(place: Any, kept: Any) -> None:
    place.run(
        GRID
        + """
def train():
    with wandb.init() as run:
        seen.append(run.sweep_id)
        run.log({"val_acc": run.config.x})

for model in ("cnn", "mlp"):
    seen = []
    sweep_id = wandb.sweep({**sweep_configuration, "name": model}, project=model)
    wandb.agent(sweep_id, function=train)
    assert seen == [sweep_id] * 3, seen
"""
    )
    scheduler = kept()
    assert [sweep.project for sweep in scheduler.sweeps()] == ["cnn", "mlp"]
    for sweep in scheduler.sweeps():
        assert [run.best for run in scheduler.runs(sweep.key)] == [1.0, 2.0, 3.0]


def test_an_ordinary_run_before_the_sweep_and_one_after(place: Any, kept: Any) -> None:
    """The first is left open; the one after has nothing of the sweep (wandb#5488)."""
    place.run(
        GRID
        + """
import os
first = wandb.init(project="plain", config={"x": 100})
wandb.log({"val_acc": 0})

def train():
    wandb.init()
    wandb.log({"val_acc": wandb.config.x})

before = dict(os.environ)
wandb.agent(wandb.sweep(sweep_configuration, project="p"), function=train)
assert dict(os.environ) == before
assert wandb.run is None

last = wandb.init(project="plain", config={"x": 200})
assert last.sweep_id is None and dict(last.config) == {"x": 200}
wandb.config.update({"x": 201}, allow_val_change=True)
wandb.log({"val_acc": 1})
print(first.id, last.id)
"""
    )
    scheduler = kept()
    (sweep,) = scheduler.sweeps()
    assert [run.config["x"] for run in scheduler.runs(sweep.key)] == [1, 2, 3]


def test_a_run_left_open_and_one_after_are_kept_as_their_own(place: Any, kept: Any) -> None:
    out = place.run(
        GRID
        + """
first = wandb.init(project="plain", config={"x": 100})
wandb.log({"val_acc": 5})
wandb.agent(wandb.sweep(sweep_configuration, project="p"), function=lambda: wandb.init(), count=1)
last = wandb.init(project="plain")
wandb.log({"val_acc": 6})
print(first.id, last.id)
"""
    ).stdout
    scheduler = kept()
    first, last = (scheduler.find_run(id) for id in out.split())
    assert [(run.state, run.sweep, run.summary["val_acc"]) for run in (first, last)] == [
        (RunState.FINISHED, None, 5),
        (RunState.FINISHED, None, 6),
    ]
    assert first.config == {"x": 100}


def test_a_function_that_never_calls_init_ends_its_runs(place: Any, only_sweep: Any) -> None:
    place.run(GRID + "\nwandb.agent(wandb.sweep(sweep_configuration), function=lambda: None)\n")
    sweep, runs = only_sweep()
    assert sweep.project == "uncategorized"
    assert [(run.state, run.rows) for run in runs] == [(RunState.FINISHED, 0)] * 3


def test_an_exception_fails_its_run_and_the_next_follows(place: Any, only_sweep: Any) -> None:
    done = place.run(
        GRID
        + """
def train():
    wandb.init()
    wandb.log({"val_acc": wandb.config.x})
    if wandb.config.x == 2 and not failed:
        failed.append(1)
        raise ValueError("two is out")

failed = []
wandb.agent(wandb.sweep(sweep_configuration, project="p"), function=train)
"""
    )
    _, runs = only_sweep()
    states = [(run.params["x"], run.state, run.error) for run in runs]
    assert states == [
        (1, RunState.FINISHED, ""),
        (2, RunState.FAILED, "ValueError: two is out"),
        (3, RunState.FINISHED, ""),
        (2, RunState.FINISHED, ""),
    ]
    assert done.stderr.count("ValueError: two is out") == 1
    assert "Traceback" in done.stderr


def test_three_failures_in_the_first_minute_end_the_agent_not_the_sweep(place: Any, only_sweep: Any) -> None:
    text = (
        GRID
        + """
import sys
def train():
    wandb.init()
    sys.exit(3)
sweep_configuration["parameters"]["x"] = {"values": list(range(20))}
wandb.agent(wandb.sweep(sweep_configuration, project="p"), function=train, count=6)
print("the script goes on")
"""
    )
    done = place.run(text)
    assert "no more runs: 3 runs failed in the first minute" in done.stderr
    assert "the script goes on" in done.stdout
    sweep, runs = only_sweep()
    assert (sweep.state, len(runs)) == (SweepState.RUNNING, 3)
    assert {(run.state, run.exit_code) for run in runs} == {(RunState.FAILED, 3)}


def test_the_rule_of_three_failures_can_be_switched_off(place: Any, only_sweep: Any) -> None:
    text = (
        GRID
        + """
def train():
    raise RuntimeError
sweep_configuration["parameters"]["x"] = {"values": list(range(20))}
wandb.agent(wandb.sweep(sweep_configuration, project="p"), function=train, count=6)
"""
    )
    place.run(text, WANDB_AGENT_DISABLE_FLAPPING="true")
    assert len(only_sweep()[1]) == 6


def test_failures_in_a_row_end_the_agent_where_asked(place: Any, only_sweep: Any) -> None:
    done = place.run(
        GRID
        + """
def train():
    wandb.init()
    wandb.finish(exit_code=1)
wandb.agent(wandb.sweep(sweep_configuration), function=train, max_consecutive_failed_runs=2)
"""
    )
    assert "2 runs in a row have failed" in done.stderr
    assert [run.state for run in only_sweep()[1]] == [RunState.FAILED] * 2


def test_ctrl_c_puts_the_run_back_and_the_script_goes_on(place: Any, only_sweep: Any) -> None:
    """A second agent takes the interrupted run first."""
    place.run(
        GRID
        + """
import os, signal
def train():
    wandb.init()
    order.append(wandb.config.x)
    wandb.log({"val_acc": wandb.config.x})
    if len(order) == 2:
        os.kill(os.getpid(), signal.SIGINT)
        import time; time.sleep(60)

order = []
sweep_id = wandb.sweep(sweep_configuration, project="p")
wandb.agent(sweep_id, function=train)
assert order == [1, 2], order
assert wandb.run is None
wandb.agent(sweep_id, function=train)
assert order == [1, 2, 2, 3], order
"""
    )
    sweep, runs = only_sweep()
    assert sweep.state == SweepState.FINISHED
    assert [(run.state, run.attempt, run.losses) for run in runs] == [
        (RunState.FINISHED, 1, 0),
        (RunState.FINISHED, 2, 0),
        (RunState.FINISHED, 1, 0),
    ]


def test_sigterm_ends_the_process_and_puts_the_run_back(place: Any, only_sweep: Any) -> None:
    process = place.start(
        GRID
        + """
import time
def train():
    wandb.init()
    wandb.log({"val_acc": wandb.config.x})
    print("training", flush=True)
    time.sleep(600)
wandb.agent(wandb.sweep(sweep_configuration, project="p"), function=train)
print("not reached")
"""
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "training\n"
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 143, err
    assert "not reached" not in out
    (run,) = only_sweep()[1]
    assert (run.state, run.rows, run.losses) == (RunState.PREEMPTED, 1, 0)


def test_a_killed_process_loses_no_row_and_its_run_is_found(place: Any, kept: Any) -> None:
    place.run(
        GRID
        + """
import os, signal
def train():
    wandb.init()
    for step in range(100):
        wandb.log({"val_acc": step})
    os.kill(os.getpid(), signal.SIGKILL)
wandb.agent(wandb.sweep(sweep_configuration, project="p"), function=train)
""",
        code=-signal.SIGKILL,
    )
    scheduler = kept()
    (run,) = scheduler.recover()
    assert (run.state, run.rows, run.losses) == (RunState.PREEMPTED, 100, 1)


def test_a_stop_writes_the_row_raises_and_the_next_run_follows(place: Any, only_sweep: Any) -> None:
    """Hyperband sees the rows while the function runs; `log` raises `SystemExit`, which `except Exception` lets by."""
    place.run(
        """
        import time
        ended = []

        def train():
            run = wandb.init()
            try:
                for epoch in range(2000):
                    try:
                        wandb.log({"loss": run.config.x, "epoch": epoch})
                    except Exception:
                        raise AssertionError("a stop must not be caught as an error")
                    if run.config.x > 1:
                        time.sleep(0.02)
                ended.append("finished")
            except SystemExit as stop:
                ended.append(stop.code)
                raise

        sweep_id = wandb.sweep({
            "method": "grid",
            "metric": {"name": "loss", "goal": "minimize"},
            "early_terminate": {"type": "hyperband", "min_iter": 2, "eta": 3},
            "parameters": {"x": {"values": [1, 5, 7]}},
        })
        wandb.agent(sweep_id, function=train)
        assert ended == ["finished", 143, 143], ended
        """
    )
    _, runs = only_sweep()
    assert [run.state for run in runs] == [RunState.FINISHED, RunState.STOPPED, RunState.STOPPED]
    assert all(run.stop is not None and run.stop.source == "hyperband" for run in runs[1:])
    assert all(run.rows < 2000 for run in runs[1:])


def test_forked_children_of_a_function_log_into_the_same_run(place: Any, only_sweep: Any, kept: Any) -> None:
    place.run(
        GRID
        + """
import multiprocessing

def child(rank):
    wandb.log({"rank": rank})

def train():
    wandb.init()
    wandb.log({"val_acc": 1})
    children = [multiprocessing.get_context("fork").Process(target=child, args=(rank,)) for rank in range(2)]
    for process in children: process.start()
    for process in children: process.join()
    assert [process.exitcode for process in children] == [0, 0]

wandb.agent(wandb.sweep(sweep_configuration, project="p"), function=train, count=1)
"""
    )
    (run,) = only_sweep()[1]
    values = [dict(row.values) for row in kept().rows(run.key)]
    assert sorted(str(value) for value in values) == ["{'rank': 0}", "{'rank': 1}", "{'val_acc': 1}"]


def test_a_process_that_the_function_starts_belongs_to_the_run(place: Any, only_sweep: Any) -> None:
    (place.folder / "part.py").write_text("import varre as wandb\nwandb.init()\nwandb.log({'part': wandb.config.x})\n")
    place.run(
        GRID
        + """
import subprocess, sys
def train():
    subprocess.run([sys.executable, "part.py"], check=True)
wandb.agent(wandb.sweep(sweep_configuration, project="p"), function=train)
"""
    )
    assert [run.summary for run in only_sweep()[1]] == [{"part": 1}, {"part": 2}, {"part": 3}]
