"""What a page draws without a canvas is saved too, as it looks: tables with bars, small pictures, matrices."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Page, expect

from saved import drawing, lines, picture, records, saved
from seed import Seeder
from served import Served
from varre.datadir import find as find_datadir
from varre.runs import Claim, Exit, Run, RunState, Sweep
from visits import Visits

RUNS = 14
CLASSES = ("seven", "nine")
COUNTS = ((31, 4), (2, 27))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two sweeps of a project; the last run of the second has logged all that has a picture on its page."""
    datadir = find_datadir(create=True, env={"VARRE_DIR": str(tmp_path_factory.mktemp("pictures") / "data")})
    seeder = Seeder(datadir, agents=1)
    seeder.sweep(3, changes={"name": "first"})
    _log_all(seeder, seeder.sweep(RUNS, changes={"name": "second", "method": "bayes"}))
    seeder.close()
    with Served(datadir.path) as served:
        yield served


def _log_all(seeder: Seeder, sweep: Sweep) -> None:
    claim = seeder.scheduler.claim(sweep.key, seeder.agent_ids[0])
    assert isinstance(claim, Claim)
    pairs = [[CLASSES[i], CLASSES[j], COUNTS[i][j]] for i in range(2) for j in range(2)]
    folder = seeder.datadir.run_dir(claim.lease.run) / "media"
    folder.mkdir(mode=0o700, parents=True)
    (folder / "cm.json").write_text(json.dumps({"columns": ["Actual", "Predicted", "nPredictions"], "data": pairs}))
    matrix = {"_type": "table-file", "path": "media/cm.json", "chart": "confusion_matrix", "title": "", "fields": {}}
    histogram = {"_type": "histogram", "values": [1, 5, 2], "bins": [0.0, 0.5, 1.0, 1.5]}
    logged = [
        _line(seeder, "row", {"val_loss": 0.2, "val_accuracy": 0.9}),
        _line(seeder, "summary", {"digits": matrix, "weights": histogram}),
        *(_line(seeder, "system", {"cpu": cpu, "memory": 40.0}, second) for second, cpu in enumerate((12.5, 80.0))),
    ]
    seeder.scheduler.append(claim.lease, f"{claim.lease.attempt}.1-00000000", 0, b"".join(logged))
    seeder.scheduler.end(claim.lease, Exit(0))


def _line(seeder: Seeder, kind: str, data: Mapping[str, object], second: int = 0) -> bytes:
    line = {"t": seeder.time + second, "r": float(second), "k": kind, "d": data, "step": None, "commit": True}
    return json.dumps(line).encode() + b"\n"


def test_the_table_of_importance_is_drawn_as_it_looks(served: Served, visit: Visits) -> None:
    page = visit(served, f"/sweeps/{served.sweep()}")
    part = page.locator("#s-imp")
    expect(part.locator("table")).to_be_visible()
    width, height = picture(page, part)
    box = part.locator(".impbox").bounding_box()
    assert box is not None
    assert width >= 2 * box["width"]  # two pixels for each of the page
    assert height >= 2 * box["height"]
    marks, words = drawing(page, part)
    assert marks > 3 * part.locator("tbody tr").count()  # a bar, a whisker and an axis in each line
    said = " ".join(words)
    for name in part.locator("tbody th").all_inner_texts():
        assert name in said


@pytest.mark.parametrize("part", ["s-believes", "s-next", "s-gain", "s-good", "s-looked", "s-matters"])
def test_all_that_the_search_believes_is_drawn(served: Served, visit: Visits, part: str) -> None:
    page = visit(served, f"/sweeps/{served.sweep()}/search")
    section = page.locator(f"#{part}")
    expect(section.locator("canvas, table").first).to_be_visible()
    _is_drawn(page, part)


def test_what_the_search_believes_is_saved_as_values(served: Served, visit: Visits) -> None:
    page = visit(served, f"/sweeps/{served.sweep()}/search")
    expect(page.locator("#s-matters table")).to_be_visible()
    parameters = page.locator("#s-matters tbody th").all_inner_texts()
    values = {part: records(saved(page, page.locator(f"#{part}"), "Values (CSV)")) for part in ("s-matters", "s-good")}
    assert [row["parameter"] for row in values["s-matters"]] == parameters
    believed = records(saved(page, page.locator("#s-believes"), "Values (CSV)"))
    assert {row["parameter"] for row in believed} == set(parameters)
    assert all(float(row["low"]) <= float(row["mean"]) <= float(row["high"]) for row in believed)
    measured = {row["run"]: float(row["measured"]) for row in values["s-good"]}
    assert measured == {str(run.number): run.value for run in _runs(served) if run.value is not None}
    looked = records(saved(page, page.locator("#s-looked"), "Values (CSV)"))
    assert [row["run"] for row in looked] == [str(run.number) for run in _runs(served)]
    head, *rest = lines(saved(page, page.locator("#s-chosen"), "Values (CSV)"))
    assert head[1] == f"#{RUNS + 2}"
    assert {line[0] for line in rest} >= {"learning_rate", "images", "expected gain"}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("tried", ["measured"]),
        ("machine", ["CPU", "80 %", "Memory", "40 %"]),
        ("matrix-digits", [*CLASSES, "31", "4", "2", "27"]),
        ("media", ["weights", "0", "5"]),
    ],
)
def test_the_pictures_of_a_run_are_drawn(served: Served, visit: Visits, part: str, said: list[str]) -> None:
    page = visit(served, f"/sweeps/{served.sweep()}/runs/{RUNS + 1}")
    expect(page.locator(f"#{part} .menu")).to_be_visible()
    words = _is_drawn(page, part)
    assert [each for each in said if each not in words] == []


def test_where_a_run_was_stopped_is_drawn(served: Served, visit: Visits) -> None:
    stopped = next(run for run in reversed(_runs(served)) if run.state is RunState.STOPPED)
    page = visit(served, f"/sweeps/{served.sweep()}/runs/{stopped.number}")
    expect(page.locator("#ended .picture svg")).to_be_visible()
    assert f"#{stopped.number}" in _is_drawn(page, "ended")
    peers = records(saved(page, page.locator("#ended"), "Values (CSV)"))
    assert str(stopped.number) in {peer["run"] for peer in peers}


def test_the_values_behind_them_are_those_that_were_logged(served: Served, visit: Visits) -> None:
    page = visit(served, f"/sweeps/{served.sweep()}/runs/{RUNS + 1}")
    gauges = records(saved(page, page.locator("#machine"), "Values (CSV)"))
    assert [float(gauge["cpu"]) for gauge in gauges] == [12.5, 80.0]
    assert lines(saved(page, page.locator("#matrix-digits"), "Values (CSV)")) == [
        ["", *CLASSES],
        *([name, *map(str, row)] for name, row in zip(CLASSES, COUNTS, strict=True)),
    ]
    bars = records(saved(page, page.locator("#media"), "Values (CSV)"))
    assert [(bar["from"], bar["to"], bar["count"]) for bar in bars][1] == ("0.5", "1", "5")


def test_the_comparison_of_sweeps_is_drawn_and_saved_as_values(served: Served, visit: Visits) -> None:
    page = visit(served, "/compare/lenet5")
    expect(page.locator("#best-lines .best-lines svg")).to_be_visible()
    words = _is_drawn(page, "best-lines")
    assert {"first", "second"} <= set(words)
    bests = records(saved(page, page.locator("#best-lines"), "Values (CSV)"))
    of_second = [float(best["best so far"]) for best in bests if best["sweep"] == "second"]
    assert of_second == sorted(of_second, reverse=True)
    assert of_second[-1] == min(run.value for run in _runs(served) if run.value is not None)
    figures = records(saved(page, page.locator("#figures"), "Values (CSV)"))
    assert {row["sweep"]: int(row["ended"]) for row in figures} == {"first": 3, "second": RUNS + 1}


def _is_drawn(page: Page, part: str) -> list[str]:
    """A part is saved as a picture and as a drawing; the words of the drawing."""
    section = page.locator(f"#{part}")
    width, height = picture(page, section)
    assert width > 200
    assert height > 100
    marks, words = drawing(page, section)
    assert marks > 2
    return words


def _runs(served: Served) -> list[Run]:
    with served.scheduler() as scheduler:
        return scheduler.runs(scheduler.sweeps()[-1].key)
