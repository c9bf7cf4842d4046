"""What mattered, under ``varre show``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest
from rich.text import Text

from varre.cli.board import Board
from varre.cli.importance import as_record, lines, of_board
from varre.cli.text import width
from varre.records import as_json
from varre.runs import Run, RunState

RAW = {
    "method": "random",
    "metric": {"name": "accuracy", "goal": "maximize"},
    "parameters": {
        "lr": {"min": 0.0, "max": 1.0},
        "optimizer": {"values": ["adam", "sgd"]},
        "seed": {"value": 3},
        "width": {"values": [16, 32]},
    },
}


@pytest.fixture
def a_sweep(make_board: Callable[..., Board], make_run: Callable[..., Run]) -> Callable[..., Board]:
    """``n`` runs in which a higher ``lr`` is better and sgd costs a little; some end otherwise."""

    def made(n: int, **changes: object) -> Board:
        runs = []
        for i in range(1, n + 1):
            optimizer = ("adam", "sgd")[i // 2 % 2]
            params = {"lr": (i * 7 % n) / n, "optimizer": optimizer, "seed": 3, "width": (16, 32)[i % 2]}
            best = 0.5 + 0.4 * params["lr"] - 0.1 * (optimizer == "sgd")
            state = RunState.FAILED if i == 4 else RunState.STOPPED if i == 5 else RunState.FINISHED
            runs.append(make_run(i, state, params=params, best=best, **changes))
        return make_board(*runs, raw=RAW)

    return made


def plain(found: Sequence[Text]) -> list[str]:
    return [text.plain for text in found]


def test_it_says_what_mattered_and_which_way(a_sweep: Callable[..., Board]) -> None:
    found = plain(lines(a_sweep(25), 120))
    assert found[:2] == ["", "what mattered to accuracy · fANOVA of 24 runs, 1 of them stopped early · 80% intervals"]
    assert found[2].split() == ["share", "correlation"]
    assert [text.split()[0] for text in found[3:]] == ["lr", "optimizer", "width"]
    assert "rank +0." in found[3]
    assert found[3].endswith("higher is better")
    assert "█" in found[3]
    assert "eta  0." in found[4]
    assert "adam 0." in found[4]
    assert "sgd 0." in found[4]


def test_constants_are_not_listed(a_sweep: Callable[..., Board]) -> None:
    assert not any("seed" in text for text in plain(lines(a_sweep(25), 120)))


def test_too_few_runs_get_a_sentence(a_sweep: Callable[..., Board]) -> None:
    assert plain(lines(a_sweep(5), 120)) == ["", "what mattered: needs at least 8 runs with a value; 4 so far"]


def test_without_runs_or_a_metric_there_is_nothing(
    a_sweep: Callable[..., Board], make_board: Callable[..., Board], make_run: Callable[..., Run]
) -> None:
    assert lines(a_sweep(0), 80) == []
    without = make_board(make_run(1), raw={"method": "random", "parameters": {"lr": {"min": 0.0, "max": 1.0}}})
    assert lines(without, 80) == []
    assert of_board(without) is None
    assert as_record(None) is None


def test_a_run_that_was_cancelled_counts_as_stopped_if_it_was_ever_begun(
    a_sweep: Callable[..., Board], make_board: Callable[..., Board], make_run: Callable[..., Run]
) -> None:
    never = make_run(26, RunState.CANCELED, attempt=0, best=None, started=None)
    begun = make_run(27, RunState.CANCELED, params=a_sweep(25).runs[0].params, best=0.5)
    record = as_record(of_board(make_board(*a_sweep(25).runs, never, begun, raw=RAW)))
    assert record["runs"] == {"finished": 23, "stopped": 2, "failed": 1, "used": 25}


@pytest.mark.parametrize("cells", [40, 60, 80, 120])
@pytest.mark.parametrize("n", [5, 25])
def test_it_fits_every_width(a_sweep: Callable[..., Board], cells: int, n: int) -> None:
    found = plain(lines(a_sweep(n), cells))
    assert all(width(text) <= cells for text in found)
    assert any("lr" in text for text in found) or n == 5


def test_programs_get_all_of_it(a_sweep: Callable[..., Board]) -> None:
    record = json.loads(as_json(as_record(of_board(a_sweep(25)))))
    assert record["method"] == "fanova"
    assert record["runs"] == {"finished": 23, "stopped": 1, "failed": 1, "used": 24}
    by_path = {each["path"]: each for each in record["parameters"]}
    assert by_path["seed"]["importance"] == 0
    assert by_path["lr"]["correlation"]["value"] > 0.8
    assert {level["value"]: level["count"] for level in by_path["width"]["levels"]} == {16: 11, 32: 13}


def test_a_value_cannot_move_the_cursor(make_board: Callable[..., Board], make_run: Callable[..., Run]) -> None:
    raw = {**RAW, "parameters": {"a": {"values": ["\x1b[31m", "y"]}}}
    runs = [make_run(i, params={"a": ("\x1b[31m", "y")[i % 2]}, best=i % 2 + i / 100) for i in range(1, 13)]
    found = plain(lines(make_board(*runs, raw=raw), 120))
    assert "␛[31m 0.0" in found[-1]
    assert not any("\x1b" in text for text in found)


def test_a_command_starts_without_arrays() -> None:
    code = "import sys, varre.cli.show; assert not {'numpy', 'sklearn', 'scipy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
