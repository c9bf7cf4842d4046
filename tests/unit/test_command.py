"""Command macros: whole tokens as W&B replaces them, parameters inside tokens, everything else as it stands."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from varre.errors import UsageError
from varre.runs import AgentId, Claim, Lease, Reason, RunKey
from varre.space import Value
from varre.worker import check_command, expand, find_program

CONFIG: Mapping[str, Value] = {
    "amp": True,
    "bias": False,
    "encoder": {"layers": 2, "act": "relu"},
    "lr": 1e-05,
    "name": "two words",
    "nothing": None,
    "sizes": [1, 2],
    "trainer.steps": 7,
}
PARAMS: Mapping[str, Value] = {
    "amp": True,
    "bias": False,
    "encoder.act": "relu",
    "encoder.layers": 2,
    "lr": 1e-05,
    "trainer.steps": 7,
}


def claim(*command: str, directory: Path | None = None, program: str = "train.py") -> Claim:
    return Claim(
        lease=Lease(RunKey("run00001"), 1, AgentId("host-00000000")),
        id="run00001",
        number=1,
        sweep=None,
        sweep_id=None,
        project="demo",
        params=PARAMS,
        config=CONFIG,
        reason=Reason("grid"),
        program=program,
        command=command,
        directory=None if directory is None else str(directory),
    )


@pytest.mark.parametrize(
    ("macro", "expected"),
    [
        ("${env}", ["/usr/bin/env"]),
        ("${interpreter}", [sys.executable]),
        (
            "${args}",
            [
                "--amp=True",
                "--bias=False",
                '--encoder={"layers": 2, "act": "relu"}',
                "--lr=1e-05",
                "--name=two words",
                "--nothing=None",
                "--sizes=[1, 2]",
                "--trainer.steps=7",
            ],
        ),
        (
            "${args_no_hyphens}",
            [
                "amp=True",
                "bias=False",
                'encoder={"layers": 2, "act": "relu"}',
                "lr=1e-05",
                "name=two words",
                "nothing=None",
                "sizes=[1, 2]",
                "trainer.steps=7",
            ],
        ),
        (
            "${args_no_boolean_flags}",
            [
                "--amp",
                '--encoder={"layers": 2, "act": "relu"}',
                "--lr=1e-05",
                "--name=two words",
                "--nothing=None",
                "--sizes=[1, 2]",
                "--trainer.steps=7",
            ],
        ),
        (
            "${args_no_equals}",
            [
                *("--amp", "True", "--bias", "False", "--encoder", '{"layers": 2, "act": "relu"}', "--lr", "1e-05"),
                *("--name", "two words", "--nothing", "None", "--sizes", "[1, 2]", "--trainer.steps", "7"),
            ],
        ),
        (
            "${args_append_hydra}",
            ["+amp=True", "+bias=False", "+encoder.act=relu", "+encoder.layers=2", "+lr=1e-05", "+trainer.steps=7"],
        ),
        (
            "${args_override_hydra}",
            [
                "++amp=True",
                "++bias=False",
                "++encoder.act=relu",
                "++encoder.layers=2",
                "++lr=1e-05",
                "++trainer.steps=7",
            ],
        ),
        ("${args_json_file}", ["/runs/config.json"]),
    ],
)
def test_a_whole_token_macro_becomes_its_arguments(macro: str, expected: list[str]) -> None:
    assert expand(claim("run", macro), json_file=Path("/runs/config.json")) == ["run", *expected]


def test_args_json_is_one_token_with_the_whole_configuration() -> None:
    (_, token) = expand(claim("run", "${args_json}"))
    assert json.loads(token) == CONFIG


def test_without_a_command_the_default_is_wandbs(tmp_path: Path) -> None:
    (tmp_path / "train.py").touch()
    command = expand(claim(directory=tmp_path))
    assert command[:3] == ["/usr/bin/env", sys.executable, str(tmp_path / "train.py")]
    assert command[3] == "--amp=True"


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("--rate=${lr}", "--rate=1e-05"),
        ("${lr}", "1e-05"),
        ("${encoder.layers}x${trainer.steps}", "2x7"),
        ("--enc=${encoder}", '--enc={"layers": 2, "act": "relu"}'),
        ("--user=${envvar:USER}", "--user=ada"),
        ("${envvar:USER}", "ada"),
        ("no reference", "no reference"),
        ("$lr", "$lr"),
        ("${", "${"),
        (
            "hydra.run.dir=out/${now:%H%M}_${oc.env:WANDB_RUN_ID}",
            "hydra.run.dir=out/${now:%H%M}_${oc.env:WANDB_RUN_ID}",
        ),
    ],
)
def test_references_inside_tokens(token: str, expected: str) -> None:
    warnings: list[str] = []
    assert expand(claim("run", token), environ={"USER": "ada"}, warn=warnings.append) == ["run", expected]
    assert warnings == []


@pytest.mark.parametrize(
    ("token", "expected", "warning"),
    [
        ("${unknown}", "${unknown}", "neither a macro nor a parameter"),
        ("--x=${momentum}", "--x=${momentum}", "neither a macro nor a parameter"),
        ("${now:%H%M}", "${now:%H%M}", "neither a macro nor a parameter"),
        ("--file=${args_json_file}", "--file=${args_json_file}", "only where it is a whole token"),
        ("--home=${envvar:NO_SUCH}", "--home=NO_SUCH", "the environment has no NO_SUCH"),
    ],
)
def test_what_means_nothing_stays_with_a_warning(token: str, expected: str, warning: str) -> None:
    warnings: list[str] = []
    assert expand(claim("run", token), environ={}, warn=warnings.append) == ["run", expected]
    assert len(warnings) == 1
    assert warning in warnings[0]


def test_a_value_is_never_expanded_again() -> None:
    """A parameter whose value looks like a reference is data."""
    sly = claim("run", "--x=${a}", "${args}")
    object.__setattr__(sly, "config", {"a": "${envvar:SECRET} {}"})
    assert expand(sly, environ={"SECRET": "s"}) == ["run", "--x=${envvar:SECRET} {}", "--a=${envvar:SECRET} {}"]


def test_the_program_is_looked_for_here_first_then_beside_the_sweep_file(tmp_path: Path) -> None:
    here, beside = tmp_path / "here", tmp_path / "beside"
    for folder in (here, beside):
        folder.mkdir()
    (beside / "train.py").touch()
    assert find_program("train.py", beside, here) == str(beside / "train.py")
    (here / "train.py").touch()
    assert find_program("train.py", beside, here) == str(here / "train.py")


def test_a_program_that_is_nowhere_names_both_places(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=rf"program gone\.py not found in {tmp_path} or /elsewhere"):
        find_program("gone.py", "/elsewhere", tmp_path)


def test_a_command_is_checked_before_anything_is_claimed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"program gone\.py not found"):
        check_command((), "gone.py", tmp_path)
    with pytest.raises(UsageError, match="names no program"):
        check_command(("${interpreter}", "${program}"), None, tmp_path)
    with pytest.raises(UsageError, match="no-such-tool is not a program"):
        check_command(("no-such-tool", "${args}"), None, tmp_path)
    check_command(("sh", "-c", "true"), None, None)
    check_command(("${interpreter}", "-m", "package", "${args}"), None, None)
