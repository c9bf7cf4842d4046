"""What is brushed on an axis is one selection: it filters everything, stands in the address, and can be taken back."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from served import Served, Shared
from sweeppage import rows, selected
from varre.runs import SweepKey
from visits import Visits

RUNS = 20


@pytest.fixture
def served(shared: Shared) -> Served:
    return shared(RUNS)


@pytest.fixture
def page(served: Served, visit: Visits) -> Page:
    opened = visit(served, f"/sweeps/{served.sweep()}")
    expect(rows(opened)).to_have_count(RUNS)
    expect(_end(opened, "least")).to_be_attached()
    return opened


def _end(page: Page, which: str) -> Locator:
    """An end of the axis of the learning rate, as the keyboard reaches it."""
    return page.get_by_role("slider", name=f"learning_rate, {which}")


def _brush(page: Page) -> tuple[float, float]:
    """Drag over the middle of the axis of the learning rate; the least and greatest value of the filter."""
    low, high = (_end(page, which).bounding_box() for which in ("least", "most"))
    assert low is not None
    assert high is not None
    x = low["x"] + low["width"] / 2
    bottom, top = (box["y"] + box["height"] / 2 for box in (low, high))
    page.mouse.move(x, bottom + (top - bottom) * 0.4)
    page.mouse.down()
    page.mouse.move(x, bottom + (top - bottom) * 0.6, steps=5)
    page.mouse.move(x, bottom + (top - bottom) * 0.8, steps=5)
    page.mouse.up()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()  # one step for all of it, once it is let go
    page.wait_for_url(re.compile("f=param"))
    query = unquote(unquote(urlsplit(page.url).query))
    found = re.search(r"learning_rate~([\d.e-]+)\.\.([\d.e-]+)", query)
    assert found is not None
    return float(found[1]), float(found[2])


def _inside(served: Served, low: float, high: float) -> list[int]:
    """The numbers of the runs whose learning rate lies there, from the store."""
    with served.scheduler() as scheduler:
        runs = scheduler.runs(SweepKey(served.sweep()))
    return sorted(run.number or 0 for run in runs if low <= float(str(run.params["learning_rate"])) <= high)


def _listed(page: Page) -> list[int]:
    return sorted(int(text.lstrip("#")) for text in rows(page).locator("td a").all_inner_texts())


def test_a_brush_filters_table_count_and_charts(page: Page, served: Served) -> None:
    curves = page.get_by_role("group", name=re.compile("^Curves"))
    drawn = page.locator("#s-curves canvas").first
    before = drawn.evaluate("canvas => canvas.toDataURL()")
    expect(curves).to_have_accessible_name(re.compile(f"{RUNS} runs"))
    inside = _inside(served, *_brush(page))
    assert 0 < len(inside) < RUNS
    expect(selected(page)).to_have_text(f"{len(inside)} of {RUNS} runs")
    expect(rows(page)).to_have_count(len(inside))
    assert _listed(page) == inside
    page.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before", arg=[drawn.element_handle(), before])
    expect(page.get_by_role("button", name=re.compile("learning_rate"), exact=False).first).to_be_visible()


def test_the_address_shows_the_same_to_another_browser(page: Page, served: Served, visit: Visits) -> None:
    inside = _inside(served, *_brush(page))
    path = page.url.removeprefix(served.url)
    other = visit(served, path)
    expect(selected(other)).to_have_text(f"{len(inside)} of {RUNS} runs")
    expect(rows(other)).to_have_count(len(inside))
    assert _listed(other) == inside
    assert other.url == page.url


def test_escape_clears_and_undo_brings_back(page: Page, served: Served) -> None:
    inside = _inside(served, *_brush(page))
    few, address = f"{len(inside)} of {RUNS} runs", page.url
    page.keyboard.press("Escape")
    expect(selected(page)).to_have_text(f"All {RUNS} runs")
    expect(rows(page)).to_have_count(RUNS)
    assert "?" not in page.url
    page.keyboard.press("Control+z")
    expect(selected(page)).to_have_text(few)
    assert page.url == address
    page.keyboard.press("Control+z")
    expect(selected(page)).to_have_text(f"All {RUNS} runs")
    page.keyboard.press("Control+Shift+z")
    expect(selected(page)).to_have_text(few)


def test_an_axis_is_brushed_by_keyboard_too(page: Page, served: Served) -> None:
    end = _end(page, "least")
    end.focus()
    for _ in range(3):
        end.press("PageUp")
    page.wait_for_url(re.compile("f=param"))
    expect(selected(page)).to_have_text(re.compile(rf"^\d+ of {RUNS} runs$"))
    end.press("Delete")
    expect(selected(page)).to_have_text(f"All {RUNS} runs")
