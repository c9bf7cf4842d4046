"""Curves as frames, as the routes send them."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from typing import Any

import pytest

from varre.datadir import DataDir
from varre.runs import Curve, RunKey
from varre.scheduler import Scheduler
from varre.server.columns import MEDIA_TYPE
from varre.server.curves import run_frame, sweep_frame

Read = Callable[[bytes], tuple[dict[str, Any], dict[str, list[Any]]]]


def curve(values: list[float], *, number: int = 1, steps: list[int] | None = None) -> Curve:
    places = range(len(values)) if steps is None else steps
    return Curve(
        RunKey(f"run{number:05}"),
        number,
        1,
        array("d", places),
        array("d", (0.5 * place for place in places)),
        array("d", values),
    )


def test_all_runs_stand_one_after_the_other(read_frame: Read) -> None:
    curves = [curve([3.0, 2.0]), curve([1.0], number=4), curve([5.0, math.nan, math.inf], number=5)]
    header, columns = read_frame(sweep_frame(9, "loss", curves, 100))
    assert (header["cursor"], header["rows"], header["metric"], header["total_points"]) == (9, 3, "loss", 6)
    assert (columns["number"], columns["count"]) == ([1, 4, 5], [2, 1, 3])
    assert columns["x"] == [1, 2, 1, 1, 2, 3]
    assert columns["step"] == [0, 1, 0, 0, 1, 2]
    assert columns["time"] == [0.0, 0.5, 0.0, 0.0, 0.5, 1.0]
    assert columns["y"] == [3.0, 2.0, 1.0, 5.0, None, math.inf]


def test_a_long_run_is_reduced_and_a_short_one_is_not(read_frame: Read) -> None:
    long = [math.sin(k / 50) for k in range(1000)]
    long[777] = 9.0
    header, columns = read_frame(sweep_frame(1, "loss", [curve(long), curve([1.0, 2.0], number=2)], 20))
    assert header["total_points"] == 1002
    assert columns["count"][0] <= 60
    assert columns["count"][1] == 2
    peak = columns["y"].index(9.0)
    assert (columns["x"][peak], columns["step"][peak], columns["time"][peak]) == (778, 777, 388.5)
    assert columns["x"][columns["count"][0] - 1] == 1000


def test_metrics_of_a_run_share_their_rows(read_frame: Read) -> None:
    curves = {
        "loss": curve([4.0, 3.0, 2.0, 1.0]),
        "acc": curve([0.5, 0.75], steps=[1, 3]),
        "late": curve([7.0], steps=[9]),
    }
    header, columns = read_frame(run_frame(3, curves, 100))
    assert (header["rows"], header["metrics"]) == (5, ["loss", "acc", "late"])
    assert (columns["x"], columns["step"]) == ([1, 2, 3, 4, 5], [0, 1, 2, 3, 9])
    assert columns["loss"] == [4.0, 3.0, 2.0, 1.0, None]
    assert columns["acc"] == [None, 0.5, None, 0.75, None]
    assert columns["late"] == [None, None, None, None, 7.0]


def test_each_metric_of_a_run_keeps_its_own_peaks(read_frame: Read) -> None:
    up, down = [0.0] * 500, [0.0] * 500
    up[123], down[321] = 5.0, -5.0
    header, columns = read_frame(run_frame(3, {"up": curve(up), "down": curve(down)}, 10))
    assert header["total_points"] == 500
    assert header["rows"] <= 60
    assert 5.0 in columns["up"]
    assert -5.0 in columns["down"]
    assert columns["x"] == sorted(columns["x"])


def test_no_runs_are_an_empty_frame(read_frame: Read) -> None:
    header, columns = read_frame(sweep_frame(0, "loss", [], 10))
    assert (header["rows"], columns["x"], columns["number"]) == (0, [], [])


@pytest.fixture
def logged(scheduler: Scheduler, datadir: DataDir, crew: Any, sweep: str) -> Any:
    agent = crew(scheduler, datadir)
    claim = agent.claim(sweep)
    agent.log(claim, {"loss": 2.0, "a,b": 1.0}, {"loss": 1.0}, {"loss": 0.5, "other": 3.0})
    return claim


def test_the_routes_send_frames_packed_for_whoever_takes_it(
    program: Any, sweep: str, logged: Any, read_frame: Read
) -> None:
    for path in (
        f"/api/sweeps/{sweep}/snapshot",
        f"/api/sweeps/{sweep}/curves?metric=loss",
        f"/api/runs/{logged.id}/curves",
    ):
        packed = program.get(path)
        plain = program.get(path, headers={"Accept-Encoding": "identity"})
        assert packed.headers["content-type"] == plain.headers["content-type"] == MEDIA_TYPE
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert "Accept-Encoding" in packed.headers["vary"]
        assert packed.content == plain.content
        assert read_frame(plain.content)[0]["cursor"] > 0


def test_a_sweeps_curves_are_those_of_its_runs(program: Any, sweep: str, logged: Any, read_frame: Read) -> None:
    _, columns = read_frame(program.get(f"/api/sweeps/{sweep}/curves?metric=loss").content)
    assert (columns["number"], columns["y"], columns["x"]) == ([1], [2.0, 1.0, 0.5], [1, 2, 3])
    _, columns = read_frame(program.get(f"/api/sweeps/{sweep}/curves?metric=nothing").content)
    assert columns["number"] == []


def test_curves_are_read_again_only_when_something_of_their_sweep_has_changed(
    scheduler: Scheduler, datadir: DataDir, crew: Any, program: Any, sweep: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = crew(scheduler, datadir)
    claim = agent.claim(sweep)
    agent.log(claim, {"loss": 2.0})
    read: list[str] = []
    curves_at = scheduler.curves_at
    monkeypatch.setattr(scheduler, "curves_at", lambda key, metric: (read.append(metric), curves_at(key, metric))[1])
    for path in ("?metric=loss", "?metric=loss", "?metric=acc", "?metric=loss", "?metric=loss&pixels=9"):
        program.get(f"/api/sweeps/{sweep}/curves{path}")
    assert read == ["loss", "acc", "loss"]
    scheduler.start_run(agent.id, project="another", config={})
    program.get(f"/api/sweeps/{sweep}/curves?metric=loss")
    assert read == ["loss", "acc", "loss"]
    agent.log(claim, {"loss": 1.0})
    program.get(f"/api/sweeps/{sweep}/curves?metric=loss")
    assert read == ["loss", "acc", "loss", "loss"]


def test_a_runs_curves_are_those_asked_for(program: Any, logged: Any, read_frame: Read) -> None:
    def names(query: str) -> list[str]:
        asked = program.get(f"/api/runs/{logged.id}/curves{query}")
        metrics: list[str] = read_frame(asked.content)[0]["metrics"]
        return metrics

    assert set(names("")) == {"loss", "a,b", "other"}
    assert names("?metrics=other,loss,loss,nothing") == ["other", "loss"]
    assert names("?metrics=a,b") == ["a,b"]


@pytest.mark.parametrize("query", ["?metric=loss&pixels=0", "", "?metric=loss&pixels=x"])
def test_nonsense_is_refused(program: Any, sweep: str, query: str) -> None:
    answer = program.get(f"/api/sweeps/{sweep}/curves{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_input")
