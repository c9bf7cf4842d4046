"""What the page saves: every chart as a picture and as a drawing, every table as values that equal the data."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from saved import drawing, lines, picture, records, saved
from served import Served, Shared
from visits import Visits

RUNS = 20


@pytest.fixture
def served(shared: Shared) -> Served:
    return shared(RUNS)


@pytest.fixture
def page(served: Served, visit: Visits) -> Page:
    opened = visit(served, f"/sweeps/{served.sweep()}")
    expect(opened.locator("#s-imp table")).to_be_visible()
    expect(opened.locator("#s-curves .chart")).to_have_attribute("aria-label", re.compile("20 runs"))
    return opened


@pytest.mark.parametrize("part", ["#s-curves", "#s-par", "#s-obj"])
def test_a_chart_is_saved_as_a_picture_and_as_a_drawing(page: Page, part: str) -> None:
    _is_saved(page, page.locator(part))


@pytest.mark.parametrize("tab", ["Slices", "Rank", "Contour", "Scatter", "Distribution", "Timeline"])
def test_a_chart_of_a_tab_is_saved_too(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()
    _is_saved(page, page.get_by_role("tabpanel", name=tab))


def _is_saved(page: Page, part: Locator) -> None:
    expect(part.locator(".chart canvas").first).to_be_visible()
    width, height = picture(page, part)
    assert width > 300
    assert height > 20
    marks, words = drawing(page, part)
    assert marks > 5  # not an empty sheet
    assert words


def test_the_table_as_values_is_what_the_store_holds(served: Served, page: Page) -> None:
    with page.expect_download() as download:
        page.locator("#s-runs").get_by_role("button", name="CSV").click()
    rows = records(download.value)
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
    assert {row["optimizer"] for row in records(shown.value)} == {"adam"}
    page.get_by_role("button", name="More actions").click()
    with page.expect_download() as everything:
        page.get_by_role("menuitem", name="Export all runs as CSV").click()
    rows = records(everything.value)
    assert len(rows) == RUNS
    assert {row["images"] for row in rows} == {"50000"}  # a constant is no column of the table, and is saved


def test_the_values_of_curves_are_all_that_was_logged(served: Served, page: Page) -> None:
    rows = records(saved(page, page.locator("#s-curves"), "Values (CSV)"))
    metric = list(rows[0])[-1]
    with served.scheduler() as scheduler:
        runs = scheduler.runs(scheduler.sweeps()[0].key)
        logged = {
            (run.number, place): row.values[metric]
            for run in runs
            for place, row in enumerate(scheduler.rows(run.key), 1)
        }
    shown = {(int(row["run"]), int(row["row"])): float(row[metric]) for row in rows}
    assert shown == pytest.approx(logged, rel=1e-6)  # the page has single precision of them


def test_importance_and_comparison_are_saved_as_values(page: Page) -> None:
    rows = records(saved(page, page.locator("#s-imp"), "Values (CSV)"))
    shown = page.locator("#s-imp tbody th").all_inner_texts()
    assert shown
    assert {row["parameter"] for row in rows} >= set(shown)
    page.get_by_role("tab", name="Compare").click()
    panel = page.get_by_role("tabpanel", name="Compare")
    heads = panel.locator("thead a").all_inner_texts()
    table = lines(saved(page, panel, "Values (CSV)"))
    assert table[0][1:] == heads
    assert {line[0] for line in table} >= {"val_loss", "learning_rate", "optimizer"}
