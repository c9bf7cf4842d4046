"""Makes the pictures of docs/pictures from a report: the page of a sweep that really was run.

    varre report ID -o report.html
    python docs/pictures.py report.html

The report is opened as a file, without a server, in the browser that the tests use.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import FloatRect, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser import ARGUMENTS, find

FOLDER = Path(__file__).parent / "pictures"
WIDTH, HEIGHT, SHARPNESS = 1280, 900, 1.5
ALL_OF_SEARCH = 1_250
MARGIN = 12
PARTS = {
    "curves": "section:has(h2:text-is('Curves'))",
    "runs": "section:has(h2:text-is('Runs'))",
    "parallel": "section:has(h2:text-is('Parallel coordinates'))",
    "importance": "section:has(h2:text-is('What mattered'))",
}
"""The four pictures of the experiment that Varre exists for, by the sections that show them."""
SEARCH = {
    "believes": "section:has(h2:text-is('What it believes'))",
    "calibration": "section:has(h2:text-is('How good it has been'))",
}
"""What the search believed at the end, from the page that says so."""


def main(report: Path) -> None:
    """Take the whole first page, each of the four by itself, and what the search believed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SHARPNESS)
        page.goto(report.absolute().as_uri())
        settle(page, f"{PARTS['importance']} svg")
        page.screenshot(path=FOLDER / "sweep.png")
        take(page, PARTS)
        page.set_viewport_size({"width": WIDTH, "height": ALL_OF_SEARCH})
        page.get_by_role("link", name="Search", exact=True).click()
        settle(page, f"{SEARCH['calibration']} canvas")
        take(page, SEARCH)
        browser.close()


def settle(page: Page, drawn: str) -> None:
    """Wait until everything is drawn."""
    page.wait_for_selector(drawn)
    page.wait_for_timeout(1_000)  # the charts are drawn in the frames that follow


def take(page: Page, sections: Mapping[str, str]) -> None:
    """Take each of some sections."""
    for name, section in sections.items():
        box = page.locator(section).first.bounding_box()
        if box is None:
            raise RuntimeError(f"the page does not show {name}")
        page.screenshot(path=FOLDER / f"{name}.png", clip=with_margin(box), full_page=True)


def with_margin(box: FloatRect) -> FloatRect:
    """Room around it, or what stands at the edge looks cut."""
    return {
        "x": box["x"] - MARGIN,
        "y": box["y"] - MARGIN,
        "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
