"""Ten thousand runs: all of them shown or counted, none left out without a word, and a page that stays small."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from served import Served, Shared
from visits import Visits

RUNS = 10_000
CHARTS = ".chart[aria-label*='10,000 runs']"
_MOST_BYTES = 3_000_000  # for all that is shown at first
_MOST_NODES = 3_000
_MOST_ROWS = 80  # of the table, in the page at a time


@pytest.fixture
def served(shared: Shared) -> Served:
    return shared(RUNS)


@pytest.fixture
def page(served: Served, visit: Visits) -> Page:
    """The sweep's page, with all that it shows by itself."""
    opened = visit(served, f"/sweeps/{served.sweep()}")
    expect(_bar(opened)).to_contain_text("All 10,000 runs")
    expect(opened.locator("#s-imp table")).to_be_visible()
    return opened


def _bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Selection")


def _is_drawn(chart: Locator) -> bool:
    """Whether something stands on the lower canvas of a chart."""
    return bool(
        chart.locator("canvas").first.evaluate(
            """canvas => {
              const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
              const first = data.slice(0, 4).join();
              return data.some((_, i) => i % 4 === 0 && data.slice(i, i + 4).join() !== first);
            }"""
        )
    )


def test_all_default_charts_are_drawn_of_all_runs(page: Page) -> None:
    charts = page.locator(CHARTS)
    expect(charts).to_have_count(3 + 8)  # curves, parallel coordinates, objective; and a slice for each parameter
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        assert _is_drawn(chart), chart.get_attribute("aria-label")


def test_what_is_sent_and_what_stands_in_the_page_stay_small(served: Served, visit: Visits) -> None:
    page = visit.outside(served)
    sent: list[int] = []
    page.on("requestfinished", lambda request: sent.append(request.sizes()["responseBodySize"]))
    page.goto(served.link_to(f"/sweeps/{served.sweep()}"))
    expect(page.locator("#s-imp table")).to_be_visible()
    expect(page.locator(CHARTS)).to_have_count(3 + 8)
    assert sum(sent) < _MOST_BYTES
    assert page.locator("*").count() < _MOST_NODES


def test_the_table_scrolls_to_its_last_run_with_few_rows_in_the_page(page: Page) -> None:
    table = page.locator("#s-runs")
    expect(table.get_by_role("table")).to_have_attribute("aria-rowcount", str(RUNS + 1))
    table.get_by_role("button", name="run", exact=True).click()
    expect(table.locator("tr[aria-rowindex='2']")).to_contain_text("#1")
    for share, place in ((0.5, RUNS // 2), (1, RUNS)):
        table.get_by_role("group", name="Runs").evaluate(
            "(box, share) => box.scrollTop = share * box.scrollHeight", share
        )
        expect(table.locator(f"tr[aria-rowindex='{place + 1}']")).to_contain_text(f"#{place}")
        assert table.locator("tbody tr").count() < _MOST_ROWS
    last = table.get_by_role("link", name=f"#{RUNS}")
    last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Run #{RUNS}")


def test_what_is_sampled_is_said_and_can_be_drawn_in_full(page: Page) -> None:
    note = page.locator("#s-par header")
    expect(note).to_contain_text("1,000 of 10,000 lines drawn")
    note.get_by_role("button", name="draw all").click()
    expect(note).to_contain_text("all 10,000 lines drawn")
    expect(page.locator("#s-par .chart")).to_have_attribute("aria-label", re.compile("10,000 drawn as lines"))
    expect(page.locator("#s-curves").get_by_role("button", name="lines")).to_have_attribute(
        "title", re.compile("1,000 of 10,000 lines")
    )


def test_a_drag_on_an_axis_filters_table_charts_and_counts_alike(served: Served, page: Page) -> None:
    least, most = (page.get_by_role("slider", name=f"val_loss, {end}") for end in ("least", "most"))
    _drag(page, least, most, share=0.5)
    expect(_bar(page)).to_contain_text(re.compile(r"[\d,]+ of 10,000 runs"))
    bound = float(most.get_attribute("aria-valuenow") or "nan")
    with served.scheduler() as scheduler:
        values = [run.best for run in scheduler.runs(scheduler.sweeps()[0].key) if run.state.value != "failed"]
    inside = sum(value is not None and value <= bound for value in values)
    assert 0 < inside < RUNS
    expect(_bar(page)).to_contain_text(f"{inside:,} of 10,000 runs")
    expect(page.locator("#s-runs").get_by_role("table")).to_have_attribute("aria-rowcount", str(inside + 1))
    expect(page.locator("#s-runs header")).to_contain_text(f"{inside:,} of 10,000")
    expect(page.locator("#s-par header")).to_contain_text(
        re.compile(rf"of {inside:,} lines drawn|all {inside:,} lines")
    )


def _drag(page: Page, start: Locator, end: Locator, *, share: float) -> None:
    """Drag along an axis from its one end, that far towards the other."""
    a, b = start.bounding_box(), end.bounding_box()
    assert a
    assert b
    x, y = a["x"] + a["width"] / 2, a["y"] + a["height"] / 2
    to_x, to_y = b["x"] + b["width"] / 2, b["y"] + b["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + (to_x - x) * share / 2, y + (to_y - y) * share / 2)
    page.mouse.move(x + (to_x - x) * share, y + (to_y - y) * share)
    page.mouse.up()
