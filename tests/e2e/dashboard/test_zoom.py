"""Looking at a part of the curves: by hand, by keys, by a link, and back to the whole."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from served import Served, Shared
from visits import Visits

WHOLE = "Whole range"


@pytest.fixture
def served(shared: Shared) -> Served:
    return shared(20)


def _open(served: Served, visit: Visits, query: str = "") -> Page:
    page = visit(served, f"/sweeps/{served.sweep()}{query}")
    expect(_chart(page)).to_have_attribute("aria-label", re.compile("20 runs"))
    return page


def _chart(page: Page) -> Locator:
    return page.locator("#s-curves .chart")


def _drag(page: Page, start: float, end: float) -> None:
    """Drag over the curves between two parts of their width."""
    box = _chart(page).bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], middle, steps=4)
    expect(page.locator("#s-curves .dragged")).to_be_visible()
    page.mouse.up()


def test_a_part_is_dragged_over_and_a_link_shows_the_same(served: Served, visit: Visits) -> None:
    page = _open(served, visit)
    whole = _chart(page).screenshot()
    _drag(page, 0.6, 0.3)
    expect(page).to_have_url(re.compile(r"v\.zoom=row\+\d+\.\.\d+"))
    expect(page.locator("#s-curves .dragged")).to_have_count(0)
    button = page.locator("#s-curves").get_by_role("button", name=WHOLE)
    expect(button).to_be_visible()
    assert _chart(page).screenshot() != whole
    linked = _open(served, visit, f"?{page.url.partition('?')[2]}")
    expect(linked.locator("#s-curves").get_by_role("button", name=WHOLE)).to_be_visible()
    button.click()
    expect(page).not_to_have_url(re.compile("zoom"))
    expect(button).to_have_count(0)


@pytest.mark.parametrize("back", ["double click", "Escape", "undo"])
def test_there_are_ways_back(served: Served, visit: Visits, back: str) -> None:
    page = _open(served, visit)
    _drag(page, 0.3, 0.6)
    expect(page).to_have_url(re.compile("zoom"))
    if back == "double click":
        _chart(page).dblclick(position={"x": 60, "y": 30})
    else:
        page.keyboard.press("Escape" if back == "Escape" else "Control+z")
    expect(page).not_to_have_url(re.compile("zoom"))


def test_the_keyboard_says_the_part_in_numbers(served: Served, visit: Visits) -> None:
    page = _open(served, visit)
    page.locator("#s-curves").get_by_role("button", name="Options").click()
    part = page.get_by_role("form", name="Part of the axis")
    part.get_by_label("From").fill("4")
    part.get_by_label("To").fill("9")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"v\.zoom=row\+4\.\.9"))


def test_a_part_belongs_to_what_the_curves_run_along(served: Served, visit: Visits) -> None:
    page = _open(served, visit, "?v.zoom=row+4..9&v.x=time")
    expect(page.locator("#s-curves").get_by_role("button", name=WHOLE)).to_have_count(0)
    nonsense = _open(served, visit, "?v.zoom=row+9..4")
    expect(nonsense.locator("#s-curves").get_by_role("button", name=WHOLE)).to_have_count(0)
