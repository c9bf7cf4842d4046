"""What a page gives its reader as files."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from pathlib import Path

from playwright.sync_api import Download, Locator, Page

__all__ = ["drawing", "lines", "path", "picture", "records", "saved"]

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Page, part: Locator, item: str) -> Download:
    """What an item of the last menu in the head of a part saves."""
    part.locator(".menu > button").last.click()
    with page.expect_download() as download:
        page.get_by_role("menu").get_by_role("menuitem", name=item).click()
    return download.value


def path(download: Download) -> Path:
    """Where the file is, which is not empty."""
    found = download.path()
    assert found.stat().st_size > 0
    return found


def lines(download: Download) -> list[list[str]]:
    """The lines of a table, its head among them."""
    with path(download).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def records(download: Download) -> list[dict[str, str]]:
    """The lines of a table by the names in its head."""
    head, *rows = lines(download)
    return [dict(zip(head, row, strict=True)) for row in rows]


def picture(page: Page, part: Locator) -> tuple[int, int]:
    """Save a part as a picture: its width and height in pixels."""
    found = path(saved(page, part, "Picture (PNG)")).read_bytes()
    assert found.startswith(_PNG)
    assert found.rstrip(b"\0").endswith(b"IEND\xaeB`\x82")
    return int.from_bytes(found[16:20]), int.from_bytes(found[20:24])


def drawing(page: Page, part: Locator) -> tuple[int, list[str]]:
    """Save a part as a drawing: how many marks it has, and its words."""
    root = ET.parse(path(saved(page, part, "Drawing (SVG)"))).getroot()
    assert root.tag == f"{_SVG}svg"
    words = [text.text or "" for text in root.iter(f"{_SVG}text")]
    return sum(1 for each in root.iter() if each.tag not in (f"{_SVG}text", f"{_SVG}svg", f"{_SVG}g")), words
