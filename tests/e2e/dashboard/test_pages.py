"""What holds on every page: nothing from elsewhere, nothing against the policy, within reach of everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from seed import Seeder
from served import Served
from sweeppage import rows, until
from varre.datadir import find
from visits import Visits

RUNS = 12  # so many that a model is fitted and something is said to matter
AXE = Path(__file__).parents[3] / "dashboard/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_INLINE_SCRIPT = """() => {
  const script = document.createElement("script");
  script.textContent = "window.ran = 1";
  document.body.append(script);
}"""
# At the edge of what scrolls, such as a wide table, something is always cut: scrolling shows it whole.
OUT_OF_SIGHT = "partially obscured"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Place:
    """A page by its path (``KEY`` is the sweep's), and what is there once it is whole."""

    path: str
    whole: str


PLACES = {
    "home": Place("/", "table.sweeps tbody tr"),
    "new": Place("/new", ".cm-content"),
    "sweep": Place("/sweeps/KEY", "#s-imp table"),
    "run": Place("/sweeps/KEY/runs/1", "main.run .grid canvas"),
    "search": Place("/sweeps/KEY/search", "main canvas"),
    "compare": Place("/compare/lenet5", "table.compared tbody tr"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of a sweep without runs, and of two of one project, the newer one with a model."""
    datadir = find(create=True, env={"VARRE_DIR": str(tmp_path_factory.mktemp("pages") / "data")})
    seeder = Seeder(datadir)
    seeder.sweep(0, changes={"name": "lenet5-empty"}, project="empty")
    seeder.sweep(RUNS)
    seeder.sweep(RUNS, changes={"method": "bayes", "name": "lenet5-bayes"})
    seeder.close()
    with Served(datadir.path) as started:
        yield started


@pytest.fixture(params=PLACES)
def page(request: pytest.FixtureRequest, served: Served, visit: Visits) -> Page:
    """Each page in turn, whole. Its visit fails on what is asked of another host, or against the policy."""
    place = PLACES[request.param]
    opened = visit(served, place.path.replace("KEY", served.sweep()))
    expect(opened.locator(place.whole).first).to_be_visible()
    return opened


def test_every_page_is_within_reach_of_everybody(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            expect(page.locator(f"html[data-theme={theme}]")).to_be_attached()
            found += [f"{size['width']} px, {theme}: {problem}" for problem in _problems(page)]
        assert not _wider_than_the_screen(page), f"the page scrolls sideways at {size['width']} px"
    assert not found, "\n".join(found)


def test_what_opens_on_a_page_is_within_reach_too(served: Served, visit: Visits) -> None:
    page = visit(served, f"/sweeps/{served.sweep()}", theme="dark", **PHONE)
    expect(page.locator(PLACES["sweep"].whole)).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for keys in ("Control+k", "?", "p"):
        page.keyboard.press(keys)
        expect(page.get_by_role("dialog")).to_be_visible()
        found += [f"{keys}: {problem}" for problem in _problems(page)]
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        found += [f"{tab.inner_text()}: {problem}" for problem in _problems(page)]
    page.get_by_role("button", name="More actions").click()
    found += [f"menu: {problem}" for problem in _problems(page)]
    assert not found, "\n".join(found)


def test_a_page_without_runs_is_within_reach_too(served: Served, visit: Visits) -> None:
    page = visit(served, "/", theme="dark")
    page.get_by_role("link", name="lenet5-empty", exact=True).click()
    expect(page.get_by_text("No runs yet. Start an agent:").first).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert not _problems(page)


def test_the_table_shows_its_values_whole(served: Served, visit: Visits) -> None:
    page = visit(served, f"/sweeps/{served.sweep()}", width=1920)
    expect(rows(page)).to_have_count(RUNS)
    clipped = page.locator("table.runs tbody td").evaluate_all(
        """(cells) => cells
            .filter((cell) => cell.innerText && cell.scrollWidth > cell.clientWidth)
            .map((cell) => cell.innerText)"""
    )
    assert clipped == []


def _problems(page: Page) -> list[str]:
    """What axe finds, each with the elements."""
    violations = page.evaluate(
        """async (tags) => (await axe.run({ runOnly: tags, resultTypes: ["violations"] })).violations""", RULES
    )
    return [
        f"{each['id']}: {each['help']}: {node['target']} {_reason(node)}"
        for each in violations
        for node in each["nodes"]
        if OUT_OF_SIGHT not in _reason(node)
    ]


def _reason(node: dict[str, list[dict[str, str]]]) -> str:
    """Why an element fails, in axe's words."""
    failed = [*node["any"], *node["all"], *node["none"]]
    return failed[0]["message"] if failed else ""


def _wider_than_the_screen(page: Page) -> list[str]:
    """The elements that reach beyond the screen, if the body can be scrolled sideways."""
    found: list[str] = page.evaluate(
        """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth && document.body.scrollWidth <= root.clientWidth) return [];
          return [...document.querySelectorAll("body *")]
            .filter((each) => each.getBoundingClientRect().right > root.clientWidth + 1)
            .map((each) => `${each.tagName} ${each.className}`);
        }"""
    )
    return found


def test_a_page_that_is_not_there_says_so(served: Served, visit: Visits) -> None:
    page = visit(served, "/nowhere")
    expect(page.get_by_text("There is no such page.")).to_be_visible()
    page.get_by_role("button", name="To all sweeps").click()
    expect(page.get_by_role("heading", name="Sweeps", exact=True)).to_be_visible()


def test_the_policy_forbids_what_the_visits_would_notice(served: Served, visit: Visits) -> None:
    """Else the tests above could not fail."""
    page = visit(served, expected=[r"against the policy", r"Content Security Policy", r"another host"])
    expect(page.get_by_role("link", name="lenet5-bayes", exact=True)).to_be_visible()
    page.evaluate("() => { document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' })) }")
    page.evaluate(_INLINE_SCRIPT)
    assert page.evaluate("window.ran") is None
    until(page, lambda: any("img-src" in each for each in visit.problems(page)), "the refused picture")
    until(page, lambda: any("script-src" in each for each in visit.problems(page)), "the refused script")
