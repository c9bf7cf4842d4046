"""Scripts started by hand, and programs that an agent starts, with ``import varre as wandb`` as their only change."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from varre.runs import RunState, StopReason, SweepState


def test_the_five_lines(place: Any, kept: Any) -> None:
    out = place.run(
        """
        run = wandb.init(project="my first", config={"lr": 0.1})
        for epoch in range(5):
            wandb.log({"loss": run.config.lr / (epoch + 1)})
        print(run.id)
        """
    ).stdout
    scheduler = kept()
    run = scheduler.find_run(out.strip())
    assert (run.state, run.project, run.rows, run.config) == (RunState.FINISHED, "my first", 5, {"lr": 0.1})
    assert run.summary == {"loss": pytest.approx(0.02)}


@pytest.mark.parametrize(
    ("end", "code", "error"),
    [
        ("raise ValueError('no data')", 1, "ValueError: no data"),
        ("import sys; sys.exit(3)", 3, ""),
        ("import sys; sys.exit('bad argument')", 1, ""),
        ("raise KeyboardInterrupt", 130, "KeyboardInterrupt"),
        ("wandb.finish(exit_code=2)", 2, ""),
    ],
)
def test_a_failed_script_is_a_failed_run(place: Any, kept: Any, end: str, code: int, error: str) -> None:
    process = place.start(f"run = wandb.init(id='mine')\nwandb.log({{'a': 1}})\n{end}\n")
    process.communicate(timeout=60)
    run = kept().find_run("mine")
    assert (run.state, run.exit_code, run.error, run.rows) == (RunState.FAILED, code, error, 1)


@pytest.mark.parametrize("end", ["", "import sys; sys.exit()", "import sys; sys.exit(0)", "wandb.finish()"])
def test_a_script_that_ends_well_is_a_finished_run(place: Any, kept: Any, end: str) -> None:
    place.run(f"run = wandb.init(id='mine')\nwandb.log({{'a': 1}})\n{end}\n")
    assert kept().find_run("mine").state == RunState.FINISHED


def test_an_exception_in_a_with_block_that_is_caught_fails_its_run_only(place: Any, kept: Any) -> None:
    place.run(
        """
        for name in ("one", "two"):
            try:
                with wandb.init(id=name) as run:
                    run.log({"a": 1})
                    if name == "one":
                        raise ValueError("no data")
            except ValueError:
                pass
        """
    )
    one, two = (kept().find_run(name) for name in ("one", "two"))
    assert (one.state, one.error, two.state, two.error) == (
        RunState.FAILED,
        "ValueError: no data",
        RunState.FINISHED,
        "",
    )


def test_a_killed_script_is_found_with_all_its_rows(place: Any, kept: Any) -> None:
    place.run(
        """
        import os, signal
        wandb.init(id="mine")
        for step in range(500):
            wandb.log({"step": step})
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        code=-signal.SIGKILL,
    )
    scheduler = kept()
    scheduler.recover()
    run = scheduler.find_run("mine")
    assert run.state == RunState.CRASHED
    assert run.rows == 500


STOPPABLE = """
def train(run):
    import time
    print("open", flush=True)
    while True:
        wandb.log({"a": 1})
        time.sleep(0.05)
"""


@pytest.mark.parametrize(
    "begin", ["train(wandb.init(id='mine'))", "with wandb.init(id='mine') as run:\n    train(run)"]
)
def test_a_person_can_stop_a_script(place: Any, kept: Any, begin: str) -> None:
    process = place.start(f"{STOPPABLE}\n{begin}\n")
    assert process.stdout is not None
    process.stdout.readline()
    scheduler = kept()
    scheduler.stop_run(scheduler.find_run("mine").key, StopReason("person"))
    process.communicate(timeout=60)
    assert process.returncode == 143
    assert scheduler.find_run("mine").state == RunState.STOPPED


def test_a_program_that_is_stopped_may_tidy_up(place: Any, only_sweep: Any) -> None:
    """The agent's SIGTERM comes as `SystemExit`, in the middle of whatever the script waits for."""
    (place.folder / "train.py").write_text(
        """
import time
from pathlib import Path
import varre as wandb

run = wandb.init()
try:
    for epoch in range(3):
        wandb.log({"loss": wandb.config.x})
    if wandb.config.x > 1:
        time.sleep(600)
finally:
    Path(run.dir, "tidy").touch()
"""
    )
    place.run(
        """
        wandb.agent(wandb.sweep({
            "program": "train.py",
            "method": "grid",
            "metric": {"name": "loss"},
            "early_terminate": {"type": "hyperband", "min_iter": 2, "eta": 3},
            "parameters": {"x": {"values": [1, 5]}},
        }))
        """
    )
    _, (good, bad) = only_sweep()
    assert (good.state, bad.state, bad.exit_code, bad.rows) == (RunState.FINISHED, RunState.STOPPED, 143, 3)
    assert (place.datadir.run_dir(bad.key) / "tidy").is_file()


def test_an_id_that_is_taken_is_an_error_before_anything_is_made(place: Any) -> None:
    place.run(
        """
        wandb.init(id="mine", project="p").finish()
        try:
            wandb.init(id="mine", project="p")
        except wandb.errors.ConflictError:
            assert wandb.run is None
        else:
            raise AssertionError
        """
    )


def test_the_project_comes_from_the_environment(place: Any, kept: Any) -> None:
    place.run("wandb.init(id='mine')", WANDB_PROJECT="from outside")
    assert kept().find_run("mine").project == "from outside"


def test_forked_children_log_and_the_parent_ends_the_run(place: Any, kept: Any) -> None:
    place.run(
        """
        import os
        wandb.init(id="mine")
        pid = os.fork()
        wandb.log({"child" if pid == 0 else "parent": 1})
        if pid:
            assert os.waitpid(pid, 0)[1] == 0
        """
    )
    run = kept().find_run("mine")
    assert (run.state, run.rows, run.summary) == (RunState.FINISHED, 2, {"child": 1, "parent": 1})


def test_config_of_argparse_as_scripts_for_programs_have_it(place: Any, only_sweep: Any) -> None:
    """``wandb.agent`` without a function starts the sweep's program, which parses ``--x=…``."""
    (place.folder / "train.py").write_text(
        """
import argparse
import varre as wandb

parser = argparse.ArgumentParser()
parser.add_argument("--x", type=int, default=0)
parser.add_argument("--epochs", type=int, default=2)
args = parser.parse_args()
wandb.init(project="ignored", config=args)
wandb.config.update(args)
for epoch in range(wandb.config.epochs):
    wandb.log({"loss": args.x * (wandb.config.epochs - epoch), "ok": True})
wandb.save("train.py")
"""
    )
    place.run(
        """
        sweep_id = wandb.sweep({
            "program": "train.py",
            "method": "grid",
            "metric": {"name": "loss"},
            "parameters": {"x": {"values": [1, 2]}},
        }, project="programs")
        wandb.agent("me/programs/" + sweep_id, count=1)
        wandb.agent(sweep_id, project="programs")
        """
    )
    sweep, runs = only_sweep()
    assert sweep.state == SweepState.FINISHED
    assert [(run.state, run.best, run.config) for run in runs] == [
        (RunState.FINISHED, 1.0, {"x": 1, "epochs": 2}),
        (RunState.FINISHED, 2.0, {"x": 2, "epochs": 2}),
    ]
    assert (place.datadir.run_dir(runs[0].key) / "train.py").is_file()


def test_a_program_that_fails_shows_its_last_lines(place: Any, only_sweep: Any) -> None:
    (place.folder / "train.py").write_text("print('loading')\nraise ValueError('no data')\n")
    done = place.run(
        """
        sweep = {"program": "train.py", "method": "random", "parameters": {"x": {"min": 0.0, "max": 1.0}}}
        wandb.agent(wandb.sweep(sweep), count=9)
        print("the script goes on")
        """
    )
    assert "the script goes on" in done.stdout
    assert "loading\n" in done.stderr
    assert "ValueError: no data" in done.stderr
    assert "no more runs: 3 runs failed in the first minute" in done.stderr
    assert [run.state for run in only_sweep()[1]] == [RunState.FAILED] * 3


def test_a_sweep_from_a_file_and_from_a_function(place: Any, kept: Any) -> None:
    (place.folder / "sweep.yaml").write_text(
        "method: random\nproject: from file\nrun_cap: 2\nparameters: {x: {values: [1, 2, 3]}}\n"
    )
    place.run(
        """
        from pathlib import Path
        for source in ("sweep.yaml", Path("sweep.yaml"), lambda: {"method": "grid", "parameters": {"x": {"value": 1}}}):
            wandb.agent(wandb.sweep(source), function=wandb.init)
        """
    )
    scheduler = kept()
    counts = [(sweep.project, len(scheduler.runs(sweep.key))) for sweep in scheduler.sweeps()]
    assert counts == [("from file", 2), ("from file", 2), ("uncategorized", 1)]


def test_wrong_calls_name_what_is_wrong(place: Any) -> None:
    place.run(
        """
        from varre.errors import ConfigError, NotFoundError, UsageError

        def error(kind, call, *args, **others):
            try:
                call(*args, **others)
            except kind as problem:
                return str(problem)
            raise AssertionError(f"no {kind}")

        assert "parameters" in error(ConfigError, wandb.sweep, {"method": "grid"})
        assert "cannot read nothing.yaml" in error(UsageError, wandb.sweep, "nothing.yaml")
        sweep_id = wandb.sweep({"method": "grid", "parameters": {"x": {"value": 1}}})
        assert "nothere1" in error(NotFoundError, wandb.agent, "nothere1", function=print)
        assert "count" in error(UsageError, wandb.agent, sweep_id, function=print, count=0)
        """
    )
