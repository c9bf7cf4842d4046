"""A sweep's snapshot: one row a run with all that the page shows of it, and never more than has changed is read."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from varre.datadir import DataDir
from varre.runs import Claim, Run, StopReason, Sweep
from varre.scheduler import Scheduler
from varre.server.table import METRICS_AT_MOST, Table
from varre.server.tables import Tables
from varre.sweepfile import SweepFile

Read = Callable[[bytes], tuple[dict[str, Any], dict[str, list[Any]]]]

FILE: dict[str, Any] = {
    "method": "grid",
    "metric": {"name": "acc", "goal": "maximize"},
    "parameters": {
        "bias": {"values": [True, False]},
        "size": {"values": [1, 2]},
        "group.depth": {"value": 3},
    },
}
SPACE: dict[str, Any] = {
    "method": "random",
    "metric": {"name": "loss"},
    "parameters": {
        "lr": {"min": 0.0, "max": 1.0},
        "optimizer": {"values": ["sgd", "adam"]},
        "momentum": {"min": 0.0, "max": 0.9, "when": {"optimizer": "sgd"}},
        "layers": {"min": 1, "max": 9},
        "epochs": {"value": 15},
    },
}


class Bench:
    """A scheduler, an agent, and snapshots of their sweeps."""

    def __init__(self, scheduler: Scheduler, datadir: DataDir, agent: Any, read: Read) -> None:
        self.scheduler = scheduler
        self.agent = agent
        self.tables = Tables(scheduler)
        self._read = read

    def sweep(self, file: dict[str, Any], **changes: Any) -> Sweep:
        return self.scheduler.create_sweep(SweepFile.parse({**file, **changes}), project="p")

    def finished(self, sweep: Sweep, *rows: dict[str, Any]) -> Claim:
        claim: Claim = self.agent.claim(sweep.key)
        self.agent.log(claim, *rows)
        self.agent.end(claim)
        return claim

    def snapshot(self, sweep: Sweep) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        return self._read(self.tables.snapshot(sweep).plain)


@pytest.fixture
def bench(scheduler: Scheduler, datadir: DataDir, crew: Any, read_frame: Read) -> Bench:
    return Bench(scheduler, datadir, crew(scheduler, datadir), read_frame)


def test_an_empty_sweep_has_its_parameters_and_no_row(bench: Bench) -> None:
    sweep = bench.sweep(SPACE)
    header, columns = bench.snapshot(sweep)
    assert header["rows"] == 0
    assert header["sweep"] == sweep.key
    assert header["parameters"] == ["layers", "lr", "momentum", "optimizer"]
    assert (header["metrics"], header["objective"]) == ([], "loss")
    assert columns["param:lr"] == []


def test_each_run_has_its_record_in_a_row(bench: Bench) -> None:
    sweep = bench.sweep(FILE)
    first = bench.finished(sweep, {"acc": 0.5, "loss": 3.0}, {"acc": 0.25, "loss": 4.0})
    second = bench.agent.claim(sweep.key)
    bench.agent.log(second, {"acc": 0.75, "other": 1.5})
    header, columns = bench.snapshot(sweep)
    run = bench.scheduler.run(first.lease.run)
    assert header["metrics"] == ["acc", "loss", "other"]
    assert columns["number"] == [1, 2]
    assert columns["key"] == [first.lease.run, second.lease.run]
    assert columns["state"] == ["finished", "running"]
    assert columns["agent"] == [bench.agent.id] * 2
    assert (columns["attempt"], columns["rows"]) == ([1, 1], [2, 1])
    assert (columns["best"], columns["last"]) == ([0.5, 0.75], [0.25, 0.75])
    assert (columns["created"][0], columns["started"][0], columns["ended"]) == (
        run.created,
        run.started,
        [run.ended, None],
    )
    assert columns["reason.source"] == ["grid", "grid"]
    assert columns["metric:loss:last"] == [4.0, None]
    assert (columns["metric:loss:min"], columns["metric:loss:max"]) == ([3.0, None], [4.0, None])
    assert columns["metric:loss:best"] == [3.0, None]
    assert columns["metric:other:best"] == [None, 1.5]


def test_parameters_are_typed_and_constants_left_out(bench: Bench) -> None:
    sweep = bench.sweep(FILE)
    params = [bench.finished(sweep, {"acc": 0.0}).params for _ in range(4)]
    header, columns = bench.snapshot(sweep)
    assert header["parameters"] == ["bias", "size"]
    assert [type(value) for value in columns["param:bias"]] == [bool] * 4
    for path in ("bias", "size"):
        assert columns[f"param:{path}"] == [each[path] for each in params]


def test_a_parameter_that_does_not_exist_in_a_run_is_absent(bench: Bench) -> None:
    sweep = bench.sweep(SPACE, seed=3)
    params = [bench.agent.claim(sweep.key).params for _ in range(12)]
    _, columns = bench.snapshot(sweep)
    assert {"momentum" in each for each in params} == {True, False}
    assert columns["param:momentum"] == [each.get("momentum") for each in params]
    assert columns["param:lr"] == [each["lr"] for each in params]
    assert columns["param:layers"] == [each["layers"] for each in params]


def test_what_few_runs_have_is_sparse(bench: Bench) -> None:
    sweep = bench.sweep(FILE)
    bench.finished(sweep, {"acc": 0.5})
    failed = bench.agent.claim(sweep.key)
    bench.agent.log(failed, {"device": "cpu", "group": {"depth": 3, "width": math.nan}}, kind="config")
    bench.agent.end(failed, 3, error="ValueError: no")
    bench.scheduler.edit_run(failed.lease.run, name="mine", notes="why", tags=("a", "b"))
    _, columns = bench.snapshot(sweep)
    assert columns["exit_code"] == [None, 3]
    assert columns["error"][0] is None
    assert "ValueError" in columns["error"][1]
    assert (columns["name"], columns["notes"], columns["tags"]) == ([None, "mine"], [None, "why"], [None, ["a", "b"]])
    assert columns["config"] == [None, {"device": "cpu", "group": {"depth": 3, "width": "NaN"}}]
    assert columns["id"] == [None, None]


def test_a_stop_is_told_with_its_reason(bench: Bench) -> None:
    sweep = bench.sweep(FILE)
    claim = bench.agent.claim(sweep.key)
    bench.scheduler.stop_run(claim.lease.run, StopReason("person", note="enough"))
    _, columns = bench.snapshot(sweep)
    assert columns["stop.source"] == ["person"]
    assert columns["stop"][0]["note"] == "enough"


def test_what_is_not_finite_is_absent(bench: Bench) -> None:
    sweep = bench.sweep(FILE)
    bench.finished(sweep, {"acc": math.nan, "loss": math.inf, "flag": True, "word": "x", "huge": 1e300})
    header, columns = bench.snapshot(sweep)
    assert header["metrics"] == ["huge"]
    assert columns["metric:huge:last"] == [None]
    assert columns["best"] == [None]


def test_a_snapshot_reads_what_has_changed_since_and_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = bench.sweep(FILE)
    first = bench.agent.claim(sweep.key)
    second = bench.agent.claim(sweep.key)
    before, _ = bench.snapshot(sweep)
    read: list[list[Run]] = []
    changed = bench.scheduler.changed_after

    def watched(*asked: Any) -> list[Run]:
        found = changed(*asked)
        read.append(found)
        return found

    monkeypatch.setattr(bench.scheduler, "changed_after", watched)
    bench.agent.log(first, {"acc": 0.5})
    after, columns = bench.snapshot(sweep)
    assert [run.key for runs in read for run in runs] == [first.lease.run]
    assert after["cursor"] > before["cursor"]
    assert columns["best"] == [0.5, None]
    assert columns["key"] == [first.lease.run, second.lease.run]
    assert bench.tables.snapshot(sweep) is bench.tables.snapshot(sweep)


def test_a_snapshot_is_read_page_by_page(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("varre.server.tables._PAGE", 2)
    sweep = bench.sweep(SPACE, seed=3)
    claims = [bench.agent.claim(sweep.key) for _ in range(5)]
    _, columns = bench.snapshot(sweep)
    assert columns["key"] == [claim.lease.run for claim in claims]
    assert columns["param:lr"] == [claim.params["lr"] for claim in claims]


def test_a_deleted_run_leaves_and_comes_back(bench: Bench) -> None:
    sweep = bench.sweep(FILE)
    claims = [bench.finished(sweep, {"acc": 0.1 * k}) for k in range(3)]
    bench.snapshot(sweep)
    bench.scheduler.delete_run(claims[1].lease.run)
    header, columns = bench.snapshot(sweep)
    assert (header["rows"], columns["number"]) == (2, [1, 3])
    assert columns["param:size"] == [claims[0].params["size"], claims[2].params["size"]]
    bench.scheduler.restore_run(claims[1].lease.run)
    assert bench.snapshot(sweep)[1]["number"] == [1, 2, 3]


def test_tables_that_nobody_asks_for_are_let_go(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    tables = Tables(bench.scheduler, now=lambda: clock[0])
    old, new = bench.sweep(FILE), bench.sweep(FILE)
    tables.snapshot(old)
    made: list[Table] = []
    begin = Table.__init__
    monkeypatch.setattr(Table, "__init__", lambda table, file: (made.append(table), begin(table, file))[1])
    clock[0] = 599.0
    tables.snapshot(old)
    assert made == []
    clock[0] = 1200.0
    tables.snapshot(new)
    tables.snapshot(old)
    assert len(made) == 2


def test_a_run_with_more_metrics_than_a_page_can_take_says_how_many_are_left_out(bench: Bench) -> None:
    sweep = bench.sweep(FILE)
    bench.finished(sweep, {f"m{k}": 1.0 for k in range(METRICS_AT_MOST + 5)})
    header, _ = bench.snapshot(sweep)
    assert (len(header["metrics"]), header["metrics_left_out"]) == (METRICS_AT_MOST, 5)


def test_a_number_where_words_were_is_told_from_the_word(bench: Bench, read_frame: Read) -> None:
    """Runs of other programs may bring parameters that the space does not have, of whatever kind."""
    sweep = bench.sweep(FILE)
    claims = [bench.agent.claim(sweep.key) for _ in range(4)]
    table = Table(bench.scheduler.file(sweep.key))
    values: list[Any] = [16, 0.5, "16", None]
    for claim, value in zip(claims, values, strict=True):
        run = bench.scheduler.run(claim.lease.run)
        table.learn([replace(run, params={**run.params, "foreign": value})])
    _, columns = read_frame(table.frame(1, sweep.key))
    assert columns["param:foreign"] == values
    assert [type(value) for value in columns["param:foreign"]] == [int, float, str, type(None)]


def test_a_run_that_failed_has_no_value_whatever_it_logged(bench: Bench) -> None:
    sweep = bench.sweep(FILE)
    claim = bench.agent.claim(sweep.key)
    bench.agent.log(claim, {"acc": 0.5, "loss": 3.0})
    _, before = bench.snapshot(sweep)
    bench.agent.end(claim, 1)
    _, after = bench.snapshot(sweep)
    assert (before["best"], before["last"]) == ([0.5], [0.5])
    assert (after["best"], after["last"]) == ([None], [None])
    assert after["metric:loss:best"] == [3.0]
