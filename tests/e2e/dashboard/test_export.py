"""What the page saves: every chart as a picture and as a drawing, every table as values that equal the data."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from served import Served, Shared
from visits import Visits

RUNS = 20
_PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def served(shared: Shared) -> Served:
    return shared(RUNS)


@pytest.fixture
def page(served: Served, visit: Visits) -> Page:
    opened = visit(served, f"/sweeps/{served.sweep()}")
    expect(opened.locator("#s-imp table")).to_be_visible()
    expect(opened.locator("#s-curves .chart")).to_have_attribute("aria-label", re.compile("20 runs"))
    return opened


def _saved(page: Page, part: Locator, item: str) -> Download:
    """What an item of the last menu in the head of a part saves."""
    part.locator(".menu > button").last.click()
    with page.expect_download() as download:
        page.get_by_role("menu").get_by_role("menuitem", name=item).click()
    return download.value


def _path(download: Download) -> Path:
    path = download.path()
    assert path.stat().st_size > 0
    return path


def _rows(download: Download) -> list[dict[str, str]]:
    with _path(download).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("part", ["#s-curves", "#s-par", "#s-obj"])
def test_a_chart_is_saved_as_a_picture_and_as_a_drawing(page: Page, part: str) -> None:
    _is_saved(page, page.locator(part))


@pytest.mark.parametrize("tab", ["Distribution", "Timeline"])
def test_a_chart_of_a_tab_is_saved_too(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()
    _is_saved(page, page.get_by_role("tabpanel", name=tab))


def _is_saved(page: Page, part: Locator) -> None:
    chart = part.locator(".chart canvas, .lanes canvas").first
    expect(chart).to_be_visible()
    picture = _path(_saved(page, part, "Picture (PNG)")).read_bytes()
    assert picture.startswith(_PNG)
    assert picture.rstrip(b"\0").endswith(b"IEND\xaeB`\x82")
    width, height = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    assert width > 300
    assert height > 20
    drawing = ET.parse(_path(_saved(page, part, "Drawing (SVG)"))).getroot()
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(drawing.iter())) > 20  # marks and words, not an empty sheet


def test_the_table_as_values_is_what_the_store_holds(served: Served, page: Page) -> None:
    with page.expect_download() as download:
        page.locator("#s-runs").get_by_role("button", name="CSV").click()
    rows = _rows(download.value)
    with served.scheduler() as scheduler:
        runs = {str(run.number): run for run in scheduler.runs(scheduler.sweeps()[0].key)}
    assert sorted(row["run"] for row in rows) == sorted(runs)
    for row in rows:
        run = runs[row["run"]]
        assert row["state"] == run.state.value
        assert float(row["learning_rate"]) == run.params["learning_rate"]
        assert row["optimizer"] == run.params["optimizer"]
        assert row["val_loss"] == "" if run.value is None else float(row["val_loss"]) == run.value


def test_a_filtered_table_saves_what_it_shows_and_the_menu_saves_all(served: Served, page: Page) -> None:
    query = page.get_by_role("combobox", name="Filter by a query")
    query.fill("optimizer=adam")
    query.press("Enter")
    expect(page.get_by_role("region", name="Selection")).to_contain_text("of 20 runs")
    with page.expect_download() as shown:
        page.locator("#s-runs").get_by_role("button", name="CSV").click()
    assert {row["optimizer"] for row in _rows(shown.value)} == {"adam"}
    page.get_by_role("button", name="More actions").click()
    with page.expect_download() as everything:
        page.get_by_role("menuitem", name="Export all runs as CSV").click()
    rows = _rows(everything.value)
    assert len(rows) == RUNS
    assert {row["images"] for row in rows} == {"50000"}  # a constant is no column of the table, and is saved


def test_the_values_of_curves_are_all_that_was_logged(served: Served, page: Page) -> None:
    rows = _rows(_saved(page, page.locator("#s-curves"), "Values (CSV)"))
    metric = list(rows[0])[-1]
    with served.scheduler() as scheduler:
        runs = scheduler.runs(scheduler.sweeps()[0].key)
        logged = {
            (run.number, place): row.values[metric]
            for run in runs
            for place, row in enumerate(scheduler.rows(run.key), 1)
        }
    saved = {(int(row["run"]), int(row["row"])): float(row[metric]) for row in rows}
    assert saved == pytest.approx(logged, rel=1e-6)  # the page has single precision of them


def test_importance_and_comparison_are_saved_as_values(page: Page) -> None:
    rows = _rows(_saved(page, page.locator("#s-imp"), "Values (CSV)"))
    shown = page.locator("#s-imp tbody th").all_inner_texts()
    assert shown
    assert {row["parameter"] for row in rows} >= set(shown)
    page.get_by_role("tab", name="Compare").click()
    panel = page.get_by_role("tabpanel", name="Compare")
    heads = panel.locator("thead a").all_inner_texts()
    download = _saved(page, panel, "Values (CSV)")
    with _path(download).open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert table[0][1:] == heads
    assert {line[0] for line in table} >= {"val_loss", "learning_rate", "optimizer"}
