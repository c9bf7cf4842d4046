"""The small parts of the agent: files and environment of a run, its console, patience, pace, giving up."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from varre.datadir import DataDir
from varre.errors import StoreError, UsageError
from varre.runs import AgentId, Claim, Lease, Reason, RunKey
from varre.worker.console import begin, describe, last_lines
from varre.worker.environment import THREAD_VARIABLES, child_environment, gpu_share
from varre.worker.giving_up import GivingUp
from varre.worker.pace import Pace, Patience
from varre.worker.parameters import write_json_file, write_parameter_file
from varre.worker.settings import kill_delay, most_failures

CLAIM = Claim(
    lease=Lease(RunKey("run00001"), 2, AgentId("host-00000000")),
    id="my-run",
    number=3,
    sweep=None,
    sweep_id="my-sweep",
    project="demo",
    params={},
    config={},
    reason=Reason("grid"),
)


# -- parameter files -----------------------------------------------------------------------------------------------

VALUES = {
    "tiny": 1e-05,
    "negative": -2.5e-07,
    "huge": 1e22,
    "plain": 0.1,
    "whole": 3,
    "truth": True,
    "none": None,
    "word": "1e-05",
    "accents": 'é 😀 "quoted" \\ back',
    "lists": [1e-08, [2, "x"], {"deep": 1e-09}],
}


def test_the_parameter_file_means_the_same_to_json_and_to_a_yaml_1_1_reader(tmp_path: Path) -> None:
    """PyYAML takes ``1e-05`` for a word, and people read this file with it."""
    path = tmp_path / "config.yaml"
    write_parameter_file(path, replace(CLAIM, config=VALUES))
    expected = {"wandb_version": 1, **{name: {"value": value} for name, value in VALUES.items()}}
    text = path.read_text(encoding="utf-8")
    assert json.loads(text) == expected
    assert yaml.safe_load(text) == expected


def test_the_json_file_is_the_plain_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    write_json_file(path, replace(CLAIM, config=VALUES))
    assert json.loads(path.read_text(encoding="utf-8")) == VALUES


# -- environment ---------------------------------------------------------------------------------------------------


def environment(base: dict[str, str], threads: int = 2, gpus: tuple[str, ...] = ()) -> dict[str, str]:
    return child_environment(
        CLAIM,
        DataDir(Path("/data/.varre")),
        Path("/data/config.yaml"),
        threads=threads,
        gpus=gpus,
        base=base,
        interpreter="/venv/bin/python",
    )


def test_the_token_of_a_server_is_not_for_scripts() -> None:
    found = environment({"VARRE_TOKEN": "secret", "VARRE_OTHER": "kept"})
    assert "VARRE_TOKEN" not in found
    assert found["VARRE_OTHER"] == "kept"


def test_thread_counts_are_set_unless_the_user_did() -> None:
    found = environment({"OMP_NUM_THREADS": "7"}, threads=2)
    assert found["OMP_NUM_THREADS"] == "7"
    assert {found[name] for name in THREAD_VARIABLES if name != "OMP_NUM_THREADS"} == {"2"}


def test_output_is_unbuffered_unless_the_user_says_otherwise() -> None:
    assert environment({})["PYTHONUNBUFFERED"] == "1"
    assert environment({"PYTHONUNBUFFERED": ""})["PYTHONUNBUFFERED"] == ""


def test_the_interpreters_folder_goes_first_in_path_and_once() -> None:
    assert environment({"PATH": "/usr/bin:/venv/bin:/bin"})["PATH"] == "/venv/bin:/usr/bin:/bin"


def test_the_users_ids_and_varres_key_are_told_apart() -> None:
    found = environment({"WANDB_RUN_ID": "stale", "VARRE_ATTEMPT": "9"})
    assert (found["VARRE_RUN"], found["VARRE_ATTEMPT"]) == ("run00001", "2")
    assert found["VARRE_RUN_ID"] == found["WANDB_RUN_ID"] == "my-run"
    assert found["VARRE_SWEEP_ID"] == found["WANDB_SWEEP_ID"] == "my-sweep"
    assert found["VARRE_PARAMS"] == found["WANDB_SWEEP_PARAM_PATH"] == "/data/config.yaml"
    assert (found["VARRE_DIR"], found["VARRE_PROJECT"]) == ("/data/.varre", "demo")


def test_only_dealt_gpus_change_what_cuda_sees() -> None:
    assert environment({"CUDA_VISIBLE_DEVICES": "0,1"})["CUDA_VISIBLE_DEVICES"] == "0,1"
    assert environment({"CUDA_VISIBLE_DEVICES": "0,1"}, gpus=("1",))["CUDA_VISIBLE_DEVICES"] == "1"
    assert "CUDA_VISIBLE_DEVICES" not in environment({})


@pytest.mark.parametrize(
    ("gpus", "slots", "shares"),
    [
        ("", 2, [(), ()]),
        ("ab", 2, [("a",), ("b",)]),
        ("abcd", 2, [("a", "c"), ("b", "d")]),
        ("ab", 3, [("a",), ("b",), ("a",)]),
        ("abcd", 1, [("a", "b", "c", "d")]),
    ],
)
def test_gpus_are_dealt_out_among_slots(gpus: str, slots: int, shares: list[tuple[str, ...]]) -> None:
    assert [gpu_share(list(gpus), slot, slots) for slot in range(slots)] == shares


# -- console -------------------------------------------------------------------------------------------------------


def test_only_what_belongs_to_the_attempt_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "console.log"
    path.write_text("old\n")
    start = begin(path, CLAIM, now=0.0)
    with path.open("a") as file:
        file.write("new\n\n")
    assert last_lines(path, start) == ["new"]
    assert "--- attempt 2 of #3 (my-run), " in path.read_text()


def test_progress_bars_and_colours_are_shown_as_a_terminal_would_leave_them(tmp_path: Path) -> None:
    path = tmp_path / "console.log"
    path.write_bytes(b" 10%|#\r 50%|###\r100%|######\n\x1b[31mred\x1b[0m\r\n\x1b]0;title\x07bell\x07\n\xff\n")
    assert last_lines(path, 0) == ["100%|######", "red", "bell", "\ufffd"]


def test_a_long_console_is_read_from_its_end(tmp_path: Path) -> None:
    path = tmp_path / "console.log"
    path.write_text("".join(f"line {number}\n" for number in range(100_000)))
    assert last_lines(path, 0, count=3) == ["line 99997", "line 99998", "line 99999"]


def test_a_missing_console_has_no_lines(tmp_path: Path) -> None:
    assert last_lines(tmp_path / "console.log", 0) == []


TRACEBACK = ["Traceback (most recent call last):", '  File "train.py", line 1, in <module>', "    import x"]


@pytest.mark.parametrize(
    ("code", "lines", "expected"),
    [
        (
            1,
            ["epoch 1", *TRACEBACK, "ModuleNotFoundError: No module named 'x'"],
            "ModuleNotFoundError: No module named 'x'",
        ),
        (1, [*TRACEBACK, "ValueError: first", *TRACEBACK, "KeyError: 'b'", "cleaning up"], "KeyError: 'b'"),
        (1, ["torch.OutOfMemoryError: CUDA out of memory", "bye"], "torch.OutOfMemoryError: CUDA out of memory"),
        (
            2,
            ["usage: train.py [-h]", "train.py: error: unrecognized arguments: --lr=1"],
            "train.py: error: unrecognized arguments: --lr=1",
        ),
        (3, [], "exit code 3"),
        (-9, ["whatever"], "killed by SIGKILL"),
        (-64, [], "killed by SIGRTMAX"),
        (-99, [], "killed by signal 99"),
    ],
)
def test_a_failure_in_one_line(code: int, lines: list[str], expected: str) -> None:
    assert describe(code, lines) == expected


def test_one_line_stays_one_screen() -> None:
    assert len(describe(1, ["x" * 5000])) == 300


# -- giving up -----------------------------------------------------------------------------------------------------


def outcomes(giving_up: GivingUp, *ends: tuple[bool, float]) -> list[str]:
    return [giving_up.count(failed, seconds) for failed, seconds in ends]


def test_three_failures_within_the_first_minute_are_enough() -> None:
    assert (
        outcomes(GivingUp(), (True, 1), (False, 2), (True, 58), (True, 59))[-1] == "3 runs failed in the first minute"
    )


def test_after_the_first_minute_five_failures_against_no_more_finished_runs() -> None:
    *before, last = outcomes(GivingUp(), (True, 61), (True, 62), (True, 63), (True, 64), (True, 65))
    assert before == ["", "", "", ""]
    assert last == "5 runs failed and 0 finished"


def test_many_finished_runs_outweigh_failures() -> None:
    assert set(outcomes(GivingUp(), *[(False, 99.0)] * 10, *[(True, 99.0)] * 9)) == {""}


def test_both_rules_can_be_switched_off() -> None:
    assert set(outcomes(GivingUp(None), *[(True, 1.0)] * 20)) == {""}


@pytest.mark.parametrize("prefix", ["VARRE", "WANDB"])
def test_settings_are_read_under_both_names(prefix: str) -> None:
    assert kill_delay({f"{prefix}_AGENT_KILL_DELAY": "2.5"}) == 2.5
    assert most_failures({f"{prefix}_AGENT_MAX_INITIAL_FAILURES": "9"}) == 9
    assert GivingUp.from_environment(environ={f"{prefix}_AGENT_DISABLE_FLAPPING": "true"}).most is None


def test_varres_name_wins_and_absence_is_the_default() -> None:
    assert kill_delay({"VARRE_AGENT_KILL_DELAY": "1", "WANDB_AGENT_KILL_DELAY": "2"}) == 1
    assert (kill_delay({}), most_failures({}), GivingUp.from_environment(environ={}).most) == (30, 5, 5)


@pytest.mark.parametrize("text", ["soon", "-1", "inf", "nan"])
def test_a_bad_kill_delay_is_named(text: str) -> None:
    with pytest.raises(UsageError, match=r"WANDB_AGENT_KILL_DELAY must be a number of seconds from 0 on"):
        kill_delay({"WANDB_AGENT_KILL_DELAY": text})


@pytest.mark.parametrize("text", ["0", "-1", "2.5", "many"])
def test_a_bad_number_of_failures_is_named(text: str) -> None:
    with pytest.raises(UsageError, match=r"VARRE_AGENT_MAX_INITIAL_FAILURES must be a whole number from 1 on"):
        most_failures({"VARRE_AGENT_MAX_INITIAL_FAILURES": text})


# -- pace and patience ---------------------------------------------------------------------------------------------


def looks(pace: Pace, seconds: float) -> int:
    """How often the spools are looked at within so many seconds, asked every hundredth of one."""
    return sum(pace.forward(tick / 100) for tick in range(int(seconds * 100)))


def test_spools_are_looked_at_four_times_a_second_while_something_comes() -> None:
    pace = Pace()
    pace.saw_news(0.0)
    assert looks(pace, 5) in range(18, 21)


def test_where_nothing_comes_once_a_second_is_enough() -> None:
    assert looks(Pace(), 5) == 5


def test_a_sign_of_life_is_due_each_second() -> None:
    pace = Pace()
    assert [tick for tick in range(40) if pace.heartbeat(tick / 10)] == [0, 10, 20, 30]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("error", [StoreError("gone"), OSError("gone"), ConnectionRefusedError("gone")])
def test_patience_doubles_up_to_half_a_minute_and_says_so_twice_only(error: Exception) -> None:
    clock, notes, waits = Clock(), [], []

    def fail() -> None:
        raise error

    patience = Patience(random.Random(0), clock, notes.append)
    for _ in range(12):
        assert patience.reach(fail) is None
        waits.append(patience.until - clock.now)
        clock.now = patience.until
    assert waits[0] <= 0.5
    assert all(15 <= wait <= 30 for wait in waits[-3:])
    assert patience.reach(lambda: "yes") == "yes"
    assert notes == ["the store does not answer, training goes on: gone", "the store answers again"]


def test_a_backend_that_did_not_answer_is_left_alone_meanwhile() -> None:
    clock, calls = Clock(), []

    def fail() -> None:
        calls.append(clock.now)
        raise StoreError("gone")

    patience = Patience(random.Random(0), clock, lambda text: None)
    patience.reach(fail)
    patience.reach(fail)
    assert calls == [0.0]


def test_other_errors_are_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        Patience(random.Random(0), Clock(), print).reach(lambda: 1 // 0)
