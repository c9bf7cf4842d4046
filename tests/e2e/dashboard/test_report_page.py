"""A report: one file that opens without a server, asks for nothing, and is the whole page of the sweep."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hostile import SCRIPT, hostile_sweep
from served import Seeded, command, environment
from varre.datadir import find as find_datadir

RUNS = 20
Opened = Callable[[Path, str], Page]


def _report(datadir: Path, to: Path) -> Path:
    subprocess.run(command("report", "-o", str(to)), env=environment(datadir), cwd=datadir.parent, check=True)
    return to


@pytest.fixture
def problems() -> list[str]:
    """What went wrong on the page, and whatever it has asked for."""
    return []


@pytest.fixture
def opened(browser: Browser, problems: list[str]) -> Opened:
    """Open a report in a theme, from its file."""

    def open_in(report: Path, theme: str) -> Page:
        context = browser.new_context(
            color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce", locale="en-GB"
        )
        page = context.new_page()
        page.on("console", lambda said: problems.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: problems.append(asked.url) if _is_foreign(asked.url, report) else None)
        page.goto(report.as_uri())
        return page

    return open_in


def _is_foreign(url: str, report: Path) -> bool:
    return not url.startswith((report.as_uri(), "data:", "blob:"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_report_is_the_whole_page(
    seeded: Seeded, tmp_path: Path, opened: Opened, problems: list[str], theme: str
) -> None:
    page = opened(_report(seeded(RUNS), tmp_path / "report.html"), theme)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    expect(page.get_by_role("heading", level=1)).to_have_text("lenet5-20")
    expect(page.locator("header.top")).to_contain_text("Report of")
    for part in ("Curves", "Parallel coordinates", "Runs", "What mattered", "Objective over time"):
        expect(page.get_by_role("heading", name=part)).to_be_visible()
    for chart in ("Curves", "Parallel coordinates", "Objective over time"):
        expect(page.locator(f".chart[aria-label^='{chart}'][aria-label*='20 runs']")).to_be_visible()
    expect(page.locator("#s-imp tbody tr")).to_have_count(8)
    for tab in ("Slices", "Rank", "Contour", "Distribution", "Timeline", "Compare"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel", name=tab).locator("canvas, table").first).to_be_visible()
    assert problems == []


def test_selections_and_pages_of_runs_work_and_nothing_can_be_changed(
    seeded: Seeded, tmp_path: Path, opened: Opened, problems: list[str]
) -> None:
    page = opened(_report(seeded(RUNS), tmp_path / "report.html"), "light")
    query = page.get_by_role("combobox", name="Filter by a query")
    query.fill("optimizer=adam")
    query.press("Enter")
    expect(page.get_by_role("region", name="Selection")).to_contain_text("of 20 runs")
    page.keyboard.press("Escape")
    for action in ("Pause", "Resume", "Stop", "Cancel", "More actions"):
        expect(page.get_by_role("button", name=action, exact=True)).to_have_count(0)
    best = page.locator("#s-runs tbody").get_by_role("link").first
    name = best.inner_text()
    best.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Run {name}")
    expect(page.locator("#curves canvas").first).to_be_visible()
    expect(page.locator("#configuration tbody tr").first).to_be_visible()
    for action in ("Run again", "Edit", "More actions for this run"):
        expect(page.get_by_role("button", name=action)).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("lenet5-20")
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.get_by_role("link", name="Search", exact=True)).to_have_attribute("aria-current", "page")
    assert problems == []


def test_a_link_into_a_report_shows_the_same_selection(
    seeded: Seeded, tmp_path: Path, opened: Opened, problems: list[str]
) -> None:
    report = _report(seeded(RUNS), tmp_path / "report.html")
    page = opened(report, "light")
    query = page.get_by_role("combobox", name="Filter by a query")
    query.fill("optimizer=adam")
    query.press("Enter")
    bar = page.get_by_role("region", name="Selection")
    expect(bar).to_contain_text("of 20 runs")
    said = bar.locator("b").first.inner_text()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("region", name="Selection")).to_contain_text(said)
    assert problems == []


def test_nothing_in_a_report_is_executed(tmp_path: Path, opened: Opened, problems: list[str]) -> None:
    datadir = find_datadir(create=True, env={"VARRE_DIR": str(tmp_path / "data")})
    hostile_sweep(datadir)
    page = opened(_report(datadir.path, tmp_path / "report.html"), "light")
    expect(page.get_by_role("heading", level=1)).to_contain_text(SCRIPT)
    expect(page.locator("#s-runs tbody").get_by_role("link").first).to_be_visible()
    page.locator("#s-runs tbody").get_by_role("link").first.click()
    expect(page.get_by_role("log", name="Console")).to_contain_text(SCRIPT)
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert problems == []
