"""Names and values that try to be code, layout or objects: on every page they are text, and the page stays a page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from hostile import PROJECT, SCRIPT, hostile_sweep
from served import Served
from varre.datadir import find as find_datadir
from visits import Visits

# What the logged page tries in its frame, and what browsers say of each.
REFUSED_TO_LOGGED_PAGES = (
    r"Ignored call to 'alert\(\)'",
    r"violates the following Content Security Policy directive: \"(img-src data|default-src 'none'|frame-anc)",
    r"against the policy: (img-src|connect-src) .*/media/page.html",
    r"Unsafe attempt to initiate navigation",
    r"Refused to connect because it violates",
    r"status of 404",  # the file that would be outside of the run's folder
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    datadir = find_datadir(create=True, env={"VARRE_DIR": str(tmp_path_factory.mktemp("hostile") / "data")})
    hostile_sweep(datadir)
    with Served(datadir.path) as served:
        yield served


@pytest.fixture
def dialogs() -> list[str]:
    return []


@pytest.fixture
def page(served: Served, visit: Visits, dialogs: list[str]) -> Page:
    """A page that has been let in, whose dialogs are noted."""
    opened = visit(served, expected=REFUSED_TO_LOGGED_PAGES)
    opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    return opened


# Whatever makes the page scroll sideways, by what it is, where, and how wide.
_BEYOND = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const all = [...document.querySelectorAll("body *")];
  const wide = all.filter((each) => each.scrollWidth > clientWidth || each.getBoundingClientRect().right > clientWidth);
  return wide.map((each) => `${each.tagName}.${each.className} in ${each.closest("section")?.id} ${each.scrollWidth}`);
}"""


def _stands(page: Page) -> None:
    """Nothing was executed, no part of the page failed, and nothing is wider than the window."""
    assert page.evaluate("[typeof window.pwned, Object.keys(Object.prototype).length]") == ["undefined", 0]
    expect(page.get_by_text("This chart could not be drawn")).to_have_count(0)
    expect(page.get_by_text("could not be loaded")).to_have_count(0)
    assert page.evaluate(_BEYOND) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_every_view_of_the_sweep_stands(served: Served, page: Page, dialogs: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sweep = f"{served.url}/sweeps/{served.sweep()}"
    page.goto(sweep)
    expect(page.get_by_role("heading", level=1)).to_contain_text(SCRIPT)
    expect(page.get_by_role("region", name="Selection")).to_contain_text("All 12 runs")
    expect(page.locator("#s-imp table, #s-imp .say")).to_be_visible()
    for tab in ("Slices", "Rank", "Contour", "Distribution", "Timeline", "Compare"):
        page.get_by_role("tab", name=tab).click()
        expect(page.locator("#tab-body > *").first).to_be_visible()
        _stands(page)
    for path in ("param:__proto__", "param:constructor", "name"):
        page.goto(f"{sweep}?v.group={quote(path)}")
        expect(page.locator("tr.group").first).to_be_visible()
        _stands(page)
    page.goto(f"{sweep}/search")
    expect(page.get_by_role("heading", level=1)).to_contain_text(SCRIPT)
    _stands(page)
    assert dialogs == []


def test_home_and_comparison_and_editor_stand(served: Served, page: Page, dialogs: list[str]) -> None:
    expect(page.get_by_role("heading", name=PROJECT)).to_be_visible()
    _stands(page)
    page.goto(f"{served.url}/compare/{quote(PROJECT, safe='')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(PROJECT)
    _stands(page)
    page.goto(f"{served.url}/new?from={served.sweep()}")
    expect(page.get_by_text("No problem")).to_be_visible()
    _stands(page)
    assert dialogs == []


def test_filters_take_such_names_for_names(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/sweeps/{served.sweep()}")
    query = page.get_by_role("combobox", name="Filter by a query")
    query.fill("constructor<2")
    query.press("Enter")
    expect(page.get_by_role("region", name="Selection")).to_contain_text("12 of 12 runs")
    page.get_by_title("Remove the filter constructor").click()
    query.fill('__proto__="javascript:alert(1)"')
    query.press("Enter")
    expect(page.get_by_role("region", name="Selection")).to_contain_text("of 12 runs")
    _stands(page)


@pytest.mark.parametrize("number", [1, 2, 5])
def test_the_page_of_each_run_stands(served: Served, page: Page, dialogs: list[str], number: int) -> None:
    page.goto(f"{served.url}/sweeps/{served.sweep()}/runs/{number}")
    expect(page.get_by_role("log", name="Console")).to_contain_text("the last line")
    frame = page.frame_locator("iframe[title^='Logged page media']")
    expect(frame.locator("#own")).to_have_text("its script ran")  # in its sandbox, and there only
    assert page.title() != "taken"
    _stands(page)
    assert dialogs == []


def test_a_console_is_text_in_colours_and_nothing_else(served: Served, page: Page) -> None:
    page.goto(f"{served.url}/sweeps/{served.sweep()}/runs/1")
    log = page.get_by_role("log", name="Console")
    expect(log.locator(".red.bold")).to_have_text("red ")
    expect(log).to_contain_text(SCRIPT)
    expect(log).to_contain_text("100% done")
    expect(log).not_to_contain_text("50%")
    expect(log).to_contain_text("a link of a terminal")
    expect(log.locator("a, script, img")).to_have_count(0)
    expect(log).to_contain_text("after clearing")
    expect(log).not_to_contain_text("a title")
