"""`init`, `log`, `finish` and what a run says of itself, under an agent."""

from __future__ import annotations

import math
import multiprocessing
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import varre


def test_a_run_under_an_agent_knows_its_names(attempt: Any) -> None:
    run = varre.init(project="mnist")
    assert (run.id, run.project, run.sweep_id, run.name, run.path) == (
        "first",
        "mnist",
        "sweep123",
        "first",
        "mnist/first",
    )
    assert Path(run.dir) == attempt.run_dir
    assert not run.resumed
    assert varre.run is run
    varre.finish()
    assert varre.run is None


def test_a_second_attempt_says_that_it_is_resumed(attempt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARRE_ATTEMPT", "2")
    assert varre.init().resumed


def test_log_is_on_disk_when_it_returns(attempt: Any) -> None:
    varre.init()
    varre.log({"loss": 0.5, "nested": {"acc": 0.9}, "ok": True, "nan": math.nan})
    (line,) = attempt.lines("row")
    assert line["d"] | {"nan": None} == {"loss": 0.5, "nested": {"acc": 0.9}, "ok": True, "nan": None}
    assert math.isnan(line["d"]["nan"])
    assert line["commit"] is True
    assert line["step"] is None
    (row,) = attempt.taken_in().rows
    assert dict(row.values)["nested.acc"] == 0.9


def test_rows_count_up_and_open_rows_are_merged(attempt: Any) -> None:
    run = varre.init()
    run.log({"a": 1}, commit=False)
    assert run.step == 0
    run.log({"b": 2})
    run.log({"a": 3})
    assert run.step == 2
    rows = attempt.taken_in().rows
    assert [(row.step, dict(row.values)) for row in rows] == [(0, {"a": 1, "b": 2}), (1, {"a": 3})]


def test_a_step_of_ones_own_leaves_the_row_open_until_the_next(attempt: Any) -> None:
    run = varre.init()
    run.log({"a": 1}, step=10)
    run.log({"b": 2}, step=10)
    run.log({"a": 3}, step=20)
    run.finish()
    rows = attempt.taken_in().rows
    assert [(row.step, dict(row.values)) for row in rows] == [(10, {"a": 1, "b": 2}), (20, {"a": 3})]


def test_a_step_that_goes_back_is_dropped_with_one_warning(attempt: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run = varre.init()
    run.log({"a": 1}, step=10)
    run.log({"a": 2}, step=3)
    assert len(attempt.lines("row")) == 1
    assert run.summary["a"] == 1
    assert capsys.readouterr().err.startswith("varre: log(step=3) was dropped: step 10 has been reached")


def test_what_the_sdk_counts_is_what_intake_counts(attempt: Any) -> None:
    run = varre.init()
    for step, commit in [(None, None), (None, False), (5, None), (None, None), (7, True), (8, None), (None, False)]:
        run.log({"a": 1.0}, step=step, commit=commit)
        assert attempt.state().step == run.step


@pytest.mark.parametrize("data", [3, [("a", 1)], {1: 2}, None])
def test_what_is_no_row_is_a_type_error(attempt: Any, data: Any) -> None:
    varre.init()
    with pytest.raises(TypeError, match="log: "):
        varre.log(data)
    assert attempt.lines("row") == []


@pytest.mark.parametrize("step", [np.int64(3), torch.tensor(3), 3.0, np.float64(3.0)])
def test_a_step_may_be_a_whole_number_of_any_library(attempt: Any, step: Any) -> None:
    run = varre.init()
    run.log({"a": 1}, step=step, commit=True)
    assert [row.step for row in attempt.taken_in().rows] == [3]
    assert run.step == 4


@pytest.mark.parametrize("step", [2.5, "3", float("nan")])
def test_any_other_step_is_a_type_error(attempt: Any, step: Any) -> None:
    run = varre.init()
    with pytest.raises(TypeError, match="step must be a whole number"):
        run.log({"a": 1}, step=step)
    assert attempt.lines() == []


def test_log_before_init_says_what_to_call() -> None:
    with pytest.raises(varre.UsageError, match=r"varre\.init\(\) before varre\.log"):
        varre.log({"a": 1})
    with pytest.raises(varre.UsageError, match=r"varre\.config\.lr"):
        _ = varre.config.lr
    with pytest.raises(varre.UsageError, match=r"varre\.config"):
        varre.config["lr"] = 1


def test_log_after_finish_says_so(attempt: Any) -> None:
    run = varre.init()
    run.finish()
    run.finish()
    with pytest.raises(varre.UsageError, match="has finished"):
        run.log({"a": 1})


def test_finish_closes_the_log(attempt: Any) -> None:
    with varre.init() as run:
        run.log({"a": 1})
    assert [line["k"] for line in attempt.lines()] == ["row", "finish"]
    assert attempt.taken_in().finished


def test_init_twice_returns_the_open_run(attempt: Any) -> None:
    run = varre.init()
    assert varre.init() is run
    assert varre.init(reinit=True) is not run
    assert run.finished


def test_module_and_run_say_the_same(attempt: Any) -> None:
    run = varre.init(config={"epochs": 3})
    assert varre.config is run.config
    assert varre.summary is run.summary
    assert {**varre.config} == {"epochs": 3, "lr": 0.1, "encoder": {"layers": 2}}


def test_an_assigned_config_from_before_init_does_not_hide_the_runs(attempt: Any) -> None:
    varre.config = {"lr": 7}
    varre.init()
    assert varre.config.lr == 0.1


def test_project_and_id_are_the_sweeps(attempt: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run = varre.init(project="other", id="mine", entity="me", save_code=True)
    assert (run.project, run.id) == ("mnist", "first")
    said = capsys.readouterr().err
    assert "init(project='other') has no effect in a sweep: the run's project is 'mnist'" in said
    assert "init(id='mine')" in said
    assert said.count("init(entity=…) has no effect here") == 1
    assert said.count("init(save_code=…) has no effect here") == 1
    varre.finish()
    varre.init(entity="me")
    assert "entity" not in capsys.readouterr().err


def test_a_forked_child_that_logs_writes_a_file_of_its_own(attempt: Any) -> None:
    run = varre.init()
    run.log({"a": 1})
    child = multiprocessing.get_context("fork").Process(target=run.log, args=({"b": 2},))
    child.start()
    child.join()
    run.log({"a": 3})
    assert child.exitcode == 0
    files = sorted(path.read_text().count('"k":"row"') for path in attempt.spool.glob("*.jsonl"))
    assert files == [1, 2]
    assert run.step == 2


def test_steps_of_a_forked_child_begin_at_0(attempt: Any) -> None:
    run = varre.init()
    run.log({"a": 1}, step=100)
    pid = os.fork()
    if pid == 0:
        run.log({"b": 2})
        os._exit(run.step)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 1


def test_a_full_disk_does_not_end_the_training(
    attempt: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = varre.init()

    def full(*args: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        run.log({"a": 1})
        run.log({"a": 2})
    run.log({"a": 3})
    assert [line["d"] for line in attempt.lines("row")] == [{"a": 3}]
    assert capsys.readouterr().err.count("what is logged is not kept") == 1


def test_alerts_preemption_and_metrics_are_lines(attempt: Any) -> None:
    run = varre.init()
    run.alert("hot", "very", level="WARN")
    run.mark_preempting()
    run.define_metric("loss", summary="min", step_metric="epoch")
    assert [(line["k"], line["d"]) for line in attempt.lines()] == [
        ("alert", {"title": "hot", "text": "very", "level": "WARN"}),
        ("preempting", {}),
        ("metric", {"name": "loss", "step_metric": "epoch", "summary": "min"}),
    ]
    assert attempt.taken_in().preempting


def test_save_copies_files_into_the_runs_folder(attempt: Any, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "model.pt").write_bytes(b"weights")
    run = varre.init()
    assert run.save("out/*.pt") == [str(attempt.run_dir / "out" / "model.pt")]
    assert run.save(tmp_path / "out" / "model.pt", base_path=tmp_path / "out") == [str(attempt.run_dir / "model.pt")]
    assert (attempt.run_dir / "model.pt").read_bytes() == b"weights"
    assert [line["d"]["path"] for line in attempt.lines("file")] == ["out/model.pt", "model.pt"]


def test_save_of_nothing_warns(attempt: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert varre.init().save("nothing-*.pt") == []
    assert "there is no such file" in capsys.readouterr().err


def test_what_is_not_here_says_so(attempt: Any) -> None:
    run = varre.init()
    with pytest.raises(AttributeError, match=r"run\.use_artifact: W&B has it, Varre does not"):
        run.use_artifact("x:latest")
    with pytest.raises(AttributeError, match="a run has no 'lgo'"):
        run.lgo({})
    with pytest.raises(AttributeError, match=r"varre has no 'Artifact'.*docs/python\.md"):
        varre.Artifact("model", type="model")


def test_calls_without_effect_warn_once(attempt: Any, capsys: pytest.CaptureFixture[str]) -> None:
    varre.init()
    varre.watch(object(), log="all")
    varre.watch(object())
    assert capsys.readouterr().err.count("watch() has no effect here") == 1
    assert varre.login(key="x") is True


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("VARRE_ATTEMPT", "none", "VARRE_ATTEMPT: must be a whole number"),
        ("VARRE_ATTEMPT", "", "VARRE_ATTEMPT: not set"),
        ("VARRE_RUN", "../../etc", "not a valid key"),
        ("VARRE_PARAMS", "/nowhere/config.yaml", "VARRE_PARAMS: cannot read"),
    ],
)
def test_a_wrong_environment_names_the_variable(
    attempt: Any, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(varre.UsageError, match=message):
        varre.init()
    assert varre.run is None


# -- disabled ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["argument", "WANDB_MODE", "WANDB_DISABLED", "settings"])
def test_a_disabled_run_keeps_nothing(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if how.startswith("WANDB"):
        monkeypatch.setenv(how, "disabled" if how == "WANDB_MODE" else "true")
    settings = varre.Settings(mode="disabled") if how == "settings" else None
    with varre.init(mode="disabled" if how == "argument" else None, config={"lr": 1}, settings=settings) as run:
        run.log({"loss": 1})
        assert run.config.lr == 1
        assert run.summary["loss"] == 1
        assert run.disabled
        assert Path(run.dir).is_dir()
    assert list(tmp_path.iterdir()) == []


def test_a_disabled_run_under_an_agent_has_the_sweeps_values(attempt: Any) -> None:
    with varre.init(mode="disabled", config={"lr": 5}) as run:
        assert run.config.lr == 0.1
        run.log({"a": 1})
    assert not attempt.spool.exists()


def test_an_unknown_mode_lists_the_known_ones() -> None:
    with pytest.raises(varre.UsageError, match="mode must be one of online, offline, shared, disabled, got 'of'"):
        varre.init(mode="of")


def test_calls_that_prepare_w_and_b_are_accepted(attempt: Any) -> None:
    varre.setup()
    varre.require("core")
    run = varre.init(settings=varre.Settings(start_method="thread", silent=True), tags=["a"], notes="n", group="g")
    assert (run.tags, run.notes, run.group) == (("a",), "n", "g")
    about = attempt.taken_in().about
    assert (about.tags, about.notes, about.group, about.name) == (("a",), "n", "g", None)
    varre.alert(title="t", text="x", level=varre.AlertLevel.WARN)
    assert attempt.lines("alert")[0]["d"]["level"] == "WARN"
    varre.join()
    assert run.finished


def test_what_a_run_is_called_is_kept(attempt: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run = varre.init(name="n", tags="one", job_type="train")
    assert (run.name, run.tags, run.job_type, run.group) == ("n", ("one",), "train", "")
    run.tags += ("two",)
    run.notes = "why"
    run.name = None
    assert (run.tags, run.notes, run.name) == (("one", "two"), "why", "")
    about = attempt.taken_in().about
    assert (about.name, about.tags, about.notes, about.job_type) == ("", ("one", "two"), "why", "train")
    assert about.group is None
    assert capsys.readouterr().err == ""


def test_what_a_run_is_called_may_stand_in_settings_and_environment(
    attempt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANDB_NAME", "env's")
    monkeypatch.setenv("WANDB_TAGS", "a, b,")
    monkeypatch.setenv("WANDB_RUN_GROUP", "env's")
    run = varre.init(settings={"run_group": "settings'", "run_notes": "n"}, notes="argument's")
    assert (run.name, run.tags, run.group, run.notes) == ("env's", ("a", "b"), "settings'", "argument's")


def test_a_run_about_which_nothing_was_said_writes_nothing_of_it(attempt: Any) -> None:
    run = varre.init()
    assert (run.name, run.tags, run.notes) == ("first", (), "")
    assert attempt.lines("about") == []
