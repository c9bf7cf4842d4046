"""A browser without a GPU, and one page in it that is watched from its first instant."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import places
import psutil
from playwright.sync_api import CDPSession, Error, Page, ViewportSize, sync_playwright
from table import Figures

from browser import ARGUMENTS, find

__all__ = ["View", "Window", "renderers", "window"]

SIZE: ViewportSize = {"width": 1440, "height": 900}
_QUIET_MS = 1_000
_IMPORTANCE = "performance.getEntriesByType('resource').find(({ name }) => /importance/.test(name)).duration"
_PROBE = (places.HERE / "probe.js").read_text()


@dataclass(frozen=True, slots=True)
class View:
    """What of a page is looked at: the elements that show data, and what it takes for each part to be there."""

    watched: str
    """Selects the elements whose changes count; canvases are watched anyway."""
    awaited: Mapping[str, str]
    """Conditions in JavaScript by name."""


Event = dict[str, Any]
"""What the browser's developer tools tell."""


class Window:
    """One page, in a browser of its own with an empty cache."""

    def __init__(self, page: Page, devtools: CDPSession) -> None:
        self.page = page
        self._devtools = devtools
        self._urls: dict[str, str] = {}
        self._sent: dict[str, float] = {}
        devtools.on("Network.requestWillBeSent", self._begun)
        devtools.on("Network.loadingFinished", self._ended)
        for domain in ("Network", "Performance"):
            devtools.send(f"{domain}.enable")

    def open(self, url: str, view: View, limit_s: float) -> Figures:
        """Go there, and wait until all that is awaited is there and nothing has been drawn for a second.

        Gives seconds by the names of what was awaited, and ``all`` when that stood still; what did not come within the
        time is missing. Beside them the ``longest`` task in ms, ``heap`` and ``sent`` in MB, in KB what of that is no
        data (``page``), and how long importance was ``answered`` in, in seconds.
        """
        self.page.add_init_script(f"{_PROBE}\n{_looking_at(view)}")
        end = time.monotonic() + limit_s
        with suppress(Error):
            self.page.goto(url, wait_until="commit", timeout=limit_s * 1e3)
        whole = self.until(f"probe.isComplete({_QUIET_MS})", end - time.monotonic())
        return self._opened(whole)

    def _opened(self, whole: bool) -> Figures:
        try:
            self.page.wait_for_function("true", timeout=1_000)
        except Error:  # it is blocked, and would answer nothing
            return {"sent": sum(self._sent.values()) / 1e6}
        seen, last, longest = self.page.evaluate("[probe.seen, probe.last, probe.longest]")
        found: Figures = {name: at / 1e3 for name, at in {**seen, **({"all": last} if whole else {})}.items()}
        found |= {"longest": longest, "heap": self.metric("JSHeapUsedSize") / 1e6}
        if whole:
            found["answered"] = self.page.evaluate(_IMPORTANCE) / 1e3
        page = sum(size for url, size in self._sent.items() if "/api/" not in url)
        return found | {"sent": sum(self._sent.values()) / 1e6, "page": page / 1e3}

    def until_quiet(self, limit_s: float = 60.0, quiet_ms: int = 300) -> bool:
        """Wait until something has been drawn and then nothing for a while; whether it was so in time."""
        return self.until(f"probe.isQuiet({quiet_ms})", limit_s)

    def first_change(self, limit_s: float) -> float | None:
        """When something was drawn after ``probe.arm()``, in seconds since the epoch."""
        if not self.until("probe.first !== null", limit_s):
            return None
        at: float = self.page.evaluate("performance.timeOrigin + probe.first")
        return at / 1e3

    def metric(self, name: str) -> float:
        """A figure of the browser's own about the page, such as ``TaskDuration``: seconds that it has worked."""
        found = self._devtools.send("Performance.getMetrics")["metrics"]
        return next(float(each["value"]) for each in found if each["name"] == name)

    def until(self, condition: str, limit_s: float) -> bool:
        """Wait until something holds in the page; whether it did in time."""
        try:
            self.page.wait_for_function(condition, timeout=max(1.0, limit_s * 1e3), polling=100)
        except Error:
            return False
        return True

    def _begun(self, event: Event) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]

    def _ended(self, event: Event) -> None:
        url = self._urls.get(event["requestId"], "")
        self._sent[url] = self._sent.get(url, 0.0) + event["encodedDataLength"]


@contextmanager
def window() -> Iterator[Window]:
    """A fresh browser with one empty page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        try:
            page = browser.new_page(viewport=SIZE, bypass_csp=True)  # else nothing can be waited for in it
            yield Window(page, page.context.new_cdp_session(page))
        finally:
            browser.close()


def renderers() -> list[psutil.Process]:
    """The processes of this benchmark's browser that run the page's code and draw it."""
    return [child for child in psutil.Process().children(recursive=True) if "--type=renderer" in child.cmdline()]


def _looking_at(view: View) -> str:
    awaited = ", ".join(f"{json.dumps(name)}: () => {condition}" for name, condition in view.awaited.items())
    return f"probe.watched = {json.dumps(view.watched)};\nprobe.awaited = {{{awaited}}};"
