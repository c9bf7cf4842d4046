"""What the tests look at on a sweep's page."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page

__all__ = ["curve_points", "mark", "progress", "rows", "selected", "state", "stayed", "until"]


def rows(page: Page) -> Locator:
    """The runs in the table."""
    return page.locator("table.runs tbody tr:not(.gap)")


def progress(page: Page) -> Locator:
    """The bar of runs done; ``aria-valuenow`` is how many."""
    return page.get_by_role("progressbar", name="Runs done")


def state(page: Page) -> Locator:
    """The state of the sweep, in the head."""
    return page.locator("main .head .st").first


def selected(page: Page) -> Locator:
    """How many runs are selected, in words."""
    return page.get_by_role("region", name="Selection").locator("b").first


def curve_points(page: Page) -> int:
    """How many points the curves have, as the page's own export says."""
    page.locator("#s-curves").get_by_role("button", name="Export").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="Values (CSV)").click()
    with Path(saved.value.path()).open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def mark(page: Page) -> None:
    """Leave a mark on the document, which a reload would take away."""
    page.evaluate("document.body.dataset.stayed = 'yes'")


def stayed(page: Page) -> Locator:
    """The body with the mark: whether it is still the same document."""
    return page.locator("body[data-stayed]")


def until(page: Page, holds: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Look again and again, while the page goes on, until something holds."""
    for _ in range(int(seconds * 10)):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never seen: {what}")
