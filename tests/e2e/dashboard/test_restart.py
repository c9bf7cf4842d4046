"""A page whose server goes away says so, and catches up by itself when there is one again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from paced import EPOCHS, Start
from served import Seeded, Served, Serving
from sweeppage import curve_points, mark, progress, rows, state, stayed, until
from visits import LOST, Visits

LOST_WORDS = "Not connected since"


@pytest.mark.parametrize("end", [Served.stop, Served.kill], ids=["stop", "kill"])
def test_a_page_catches_up_with_what_happened_while_its_server_was_away(
    end: Callable[[Served], int], datadir: Path, serving: Serving, visit: Visits, train: Start
) -> None:
    served = serving(datadir)
    training = train(datadir)
    training.allow(1)
    page = visit(served, expected=[*LOST, r"status of 503"])  # what it reckons as it ends is not answered
    page.get_by_role("link", name="watched", exact=True).click()
    expect(rows(page)).to_have_count(1)
    mark(page)

    end(served)
    expect(page.get_by_role("status").filter(has_text=LOST_WORDS)).to_be_visible()
    expect(page.locator(".banner")).to_contain_text("agents go on")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_disabled()
    training.allow(EPOCHS + 1)
    until(page, lambda: training.epochs() == EPOCHS + 1, "the second run, which begins while nobody serves")
    expect(rows(page)).to_have_count(1)

    served.restart()
    expect(page.get_by_role("status").filter(has_text="Live")).to_be_visible()
    expect(rows(page)).to_have_count(2)
    expect(progress(page)).to_have_attribute("aria-valuenow", "1")
    until(page, lambda: curve_points(page) == EPOCHS + 1, "the curves of what was missed")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(stayed(page)).to_be_visible()

    # The session of before lets it change things, too.
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(state(page)).to_have_text("Paused")


def test_a_page_that_was_never_loaded_comes_when_its_server_does(
    seeded: Seeded, serving: Serving, visit: Visits
) -> None:
    served = serving(seeded(20))
    page = visit(served, expected=LOST)
    expect(page.get_by_role("link", name="lenet5-20", exact=True)).to_be_visible()
    served.stop()
    page.get_by_role("link", name="New sweep").first.click()
    failed = page.get_by_role("alert").filter(has_text="This page could not be loaded")
    expect(failed).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(failed).to_contain_text("The server does not answer")
    served.restart()
    expect(page.get_by_role("heading", name="New sweep")).to_be_visible()
    expect(page.locator(".cm-content")).to_be_visible()
