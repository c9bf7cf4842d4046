"""What follows from the runs of a sweep: counts, lengths, the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from varre.cli.board import Board
from varre.cli.configs import abbreviations, brief, other_metrics
from varre.cli.lengths import Lengths
from varre.runs import Run, RunState

MakeRun = Callable[..., Run]
MakeBoard = Callable[..., Board]


def a_sweep(**parameters: object) -> dict[str, object]:
    return {"method": "random", "metric": {"name": "loss"}, "program": "t.py", "parameters": parameters}


def test_runs_are_counted_by_their_end(a_sweep_half_way: Board) -> None:
    tally = a_sweep_half_way.tally
    assert (tally.finished, tally.stopped, tally.failed, tally.running, tally.ended) == (8, 2, 1, 2, 11)


def test_a_cancelled_run_has_ended_and_has_not_failed(make_board: MakeBoard, make_run: MakeRun) -> None:
    tally = make_board(make_run(1), make_run(2, RunState.CANCELED), make_run(3, RunState.CRASHED)).tally
    assert (tally.finished, tally.failed, tally.canceled, tally.ended) == (1, 1, 1, 3)


def test_the_total_is_the_cap_or_the_size_of_the_space(make_board: MakeBoard) -> None:
    finite = {"a": {"values": [1, 2, 3]}, "b": {"values": [1, 2]}}
    assert make_board().total == 20
    assert make_board(raw=a_sweep(**finite)).total == 6
    assert make_board(raw={**a_sweep(**finite), "run_cap": 4}).total == 4
    assert make_board(raw=a_sweep(x={"min": 0.0, "max": 1.0})).total is None


def test_more_runs_than_planned_raise_the_total(make_board: MakeBoard, make_run: MakeRun) -> None:
    board = make_board(make_run(1), make_run(2), raw={**a_sweep(a={"values": [1, 2]}), "run_cap": 1})
    assert board.total == 2


def test_the_best_is_the_best_whatever_the_goal(make_board: MakeBoard, make_run: MakeRun) -> None:
    runs = [make_run(1, best=0.5), make_run(2, best=0.9), make_run(3, best=None), make_run(4, best=float("nan"))]
    lowest = make_board(*runs)
    highest = make_board(*runs, raw={**a_sweep(a={"value": 1}), "metric": {"name": "acc", "goal": "maximize"}})
    assert [run.number for run in lowest.ranked] == [1, 2]
    assert [run.number for run in highest.ranked] == [2, 1]


def test_the_epochs_parameter_tells_the_length(make_run: MakeRun) -> None:
    run = make_run(3, RunState.STOPPED, rows=4)
    lengths = Lengths.of([run])
    assert (lengths.name, lengths.of_run(run), lengths.done(run), lengths.saved(run)) == ("epochs", 15, 4, 11)


def test_rows_of_an_epoch_are_learnt_from_finished_runs(make_run: MakeRun) -> None:
    finished = make_run(1, rows=500, params={"epochs": 5})
    running = make_run(2, RunState.RUNNING, rows=250, params={"epochs": 5})
    assert Lengths.of([finished, running]).done(running) == 2


def test_one_more_row_at_the_end_is_no_epoch(make_run: MakeRun) -> None:
    finished = make_run(1, rows=6, params={"epochs": 5})
    assert Lengths.of([finished]).done(finished) == 5


def test_short_runs_with_one_more_row_do_not_mislead(make_run: MakeRun) -> None:
    short, long = make_run(1, rows=2, params={"epochs": 1}), make_run(2, rows=3, params={"epochs": 2})
    assert Lengths.of([short, long]).rows_per_epoch == 1


def test_scripts_that_stop_by_themselves_do_not_mislead(make_run: MakeRun) -> None:
    runs = [make_run(number, rows=rows, params={"epochs": 50}) for number, rows in enumerate([50, 8, 50], 1)]
    assert Lengths.of(runs).done(runs[1]) == 8


def test_epochs_that_are_not_logged_tell_nothing(make_run: MakeRun) -> None:
    finished = make_run(1, rows=1, params={"epochs": 50})
    assert Lengths.of([finished]).of_run(finished) is None


@pytest.mark.parametrize("value", [0, True, "ten", 1.5, None])
def test_a_strange_epochs_parameter_tells_nothing(make_run: MakeRun, value: object) -> None:
    assert Lengths.of([make_run(1, params={"epochs": value})]).name is None


def test_the_end_is_estimated_from_what_is_left(make_board: MakeBoard, make_run: MakeRun) -> None:
    ended = [make_run(number) for number in range(1, 19)]
    running = make_run(19, RunState.RUNNING, rows=5, params={"epochs": 10})
    board = make_board(*ended, running, now=(running.started or 0) + 30)
    assert board.seconds_left() == pytest.approx((30 + 50) / 2)


def test_nothing_is_estimated_before_a_run_has_ended(make_board: MakeBoard, make_run: MakeRun) -> None:
    assert make_board(make_run(1, RunState.RUNNING)).seconds_left() is None


def test_parameters_have_short_names_no_two_alike() -> None:
    paths = ["learning_rate", "latent_rank", "dropout", "encoder.layers", "very_long_name_of_things", "lr"]
    short = abbreviations(paths)
    assert short["learning_rate"] == "learning_rate"
    assert short["lr"] == "lr"
    assert short["latent_rank"] == "latent_rank"
    assert short["dropout"] == "dropout"
    assert short["encoder.layers"] == "layers"
    assert len(set(short.values())) == len(paths)


def test_brief_values_need_no_title() -> None:
    assert brief("bn", True, present=True) == "bn"
    assert brief("bn", False, present=True) == ""
    assert brief("bn", None, present=False) == ""
    assert brief("o", "adam", present=True) == "adam"
    assert brief("lr", 0.0412345, present=True) == "lr 0.0412"


def test_metrics_of_the_same_prefix_stand_beside_the_objective(make_board: MakeBoard, make_run: MakeRun) -> None:
    row = {"val_loss": 1.0, "val_accuracy": 0.9, "accuracy": 0.99, "epoch": 3, "_step": 2, "note": "x"}
    run = make_run(1, best_row=row)
    assert other_metrics(make_board(run), [run]) == ["val_accuracy"]
    assert other_metrics(make_board(run), [make_run(1, best_row={"val_loss": 1.0, "accuracy": 0.9})]) == ["accuracy"]
