"""Without a mouse: everything is reached by Tab, done by keys, and the focus is seen and never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from served import Served, Shared
from visits import Visits

RUNS = 20
_MOST_STOPS = 400

# What the pointer could use and Tab did not come to: not hidden, not off, not one of a group that arrows walk.
_REACHABLE = """() => {
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.disabled;
  const steered = (each) => each.closest("[role=menu], [role=listbox]") || (each.role === "tab" && each.tabIndex < 0);
  const all = document.querySelectorAll("a[href], button, input, select, textarea, [role=slider], [tabindex='0']");
  window.reached = new Set();
  return [...all].filter((each) => shown(each) && !steered(each)).length;
}"""
_NOTE = """() => {
  const now = document.activeElement;
  if (!now || now === document.body || window.reached.has(now)) return null;
  window.reached.add(now);
  const style = getComputedStyle(now);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  return [`${now.tagName} ${now.getAttribute("aria-label") ?? now.textContent.slice(0, 40)}`, seen];
}"""


@pytest.fixture
def served(shared: Shared) -> Served:
    return shared(RUNS)


@pytest.fixture
def page(served: Served, visit: Visits) -> Page:
    opened = visit(served, f"/sweeps/{served.sweep()}")
    expect(opened.locator("#s-imp table")).to_be_visible()
    return opened


def _bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Selection")


def _hears(page: Page, what: str) -> None:
    """Wait until the page hears the key that does this: its list of keys says so."""
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_contain_text(what)
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)


@pytest.mark.parametrize("place", ["/", "/sweeps/KEY", "/sweeps/KEY/search", "/sweeps/KEY/runs/1"])
def test_tab_comes_to_everything_and_is_seen_where_it_is(served: Served, visit: Visits, place: str) -> None:
    page = visit(served, place.replace("KEY", served.sweep()))
    expect(page.get_by_role("status").get_by_text("Live")).to_be_visible()
    expect(page.locator("main[aria-busy=true]")).to_have_count(0)
    if place.endswith("KEY"):
        expect(page.locator("#s-imp table")).to_be_visible()
    there = page.evaluate(_REACHABLE)
    unseen = []
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_NOTE)
        if stop is None:
            break
        if not stop[1]:
            unseen.append(stop[0])
    assert unseen == []
    assert page.evaluate("window.reached.size") >= there


def test_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_palette_opens_a_run_and_changes_the_theme(page: Page) -> None:
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search and commands")
    expect(field).to_be_focused()
    page.keyboard.type("light and dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("#7")
    expect(page.get_by_role("listbox").get_by_role("option", selected=True)).to_contain_text("#7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Run #7")


def test_the_palette_gives_the_focus_back(page: Page) -> None:
    menu = page.get_by_role("button", name="More actions")
    menu.focus()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(menu).to_be_focused()


def test_runs_are_walked_opened_and_compared_by_letters(page: Page) -> None:
    _hears(page, "Next run")
    page.keyboard.press("j")
    pinned = page.locator("#s-runs tr[aria-selected=true]")
    expect(pinned).to_have_attribute("aria-rowindex", "2")
    page.keyboard.press("j")
    expect(pinned).to_have_attribute("aria-rowindex", "3")
    page.keyboard.press("x")
    page.keyboard.press("k")
    expect(pinned).to_have_attribute("aria-rowindex", "2")
    page.keyboard.press("x")
    expect(page.locator("#s-runs").get_by_role("button", name="Compare 2")).to_be_visible()
    name = pinned.get_by_role("link").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Run {name}")


def test_a_query_a_brush_and_their_end_by_keys(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Filter by a query")).to_be_focused()
    page.keyboard.type("optimizer=adam")
    page.keyboard.press("Enter")
    expect(_bar(page)).to_contain_text("of 20 runs")
    page.keyboard.press("Escape")  # leaves the field
    page.keyboard.press("Escape")  # and clears
    expect(_bar(page)).to_contain_text("All 20 runs")
    end = page.get_by_role("slider", name="val_loss, most")
    end.focus()
    page.keyboard.press("PageDown")
    expect(_bar(page)).to_contain_text("of 20 runs")
    page.keyboard.press("Control+z")
    expect(_bar(page)).to_contain_text("All 20 runs")


def test_keys_of_one_letter_can_be_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_contain_text("Next run")
    keys.get_by_label(re.compile("Single keys act")).uncheck()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    for key in ("j", "t", "?"):
        page.keyboard.press(key)
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(page.locator("#s-runs tr[aria-selected=true]")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search and commands")).to_be_focused()
    page.reload()
    expect(page.locator("#s-imp table")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_what_changes_something_asks_before_a_key_does_it(page: Page, served: Served) -> None:
    _hears(page, "Pause or resume the sweep")
    page.keyboard.press("p")
    question = page.get_by_role("dialog", name="Pause this sweep?")
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    with served.scheduler() as scheduler:
        assert scheduler.sweeps()[0].state.value != "paused"


def test_a_menu_is_worked_by_arrows_and_gives_the_focus_back(page: Page) -> None:
    menu = page.get_by_role("button", name="More actions")
    menu.focus()
    page.keyboard.press("Enter")
    items = page.get_by_role("menu").get_by_role("menuitem")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Name, notes and tags")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(menu).to_be_focused()
