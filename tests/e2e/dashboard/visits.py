"""Pages of the dashboard in a browser, each of which notes whatever goes wrong on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from served import Served

__all__ = ["LOST", "Visit", "Visits"]

LOST = (r"net::ERR_", r"Failed to fetch", r"status of 503")
"""What a browser says of requests while a server is away, or of one that it was reckoning for when it ended."""

# A violation is an event of the document; as an error of the console it comes the same way as everything else.
_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@dataclass
class Visit:
    """One context of the browser, its problems, and those that a test has said it expects."""

    context: BrowserContext
    url: str
    expected: list[str]
    problems: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.context.add_init_script(_VIOLATIONS)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))
        self.context.on("request", self._asked)

    def unexpected(self) -> list[str]:
        return [each for each in self.problems if not any(re.search(pattern, each) for pattern in self.expected)]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and f"{parts.scheme}://{parts.netloc}" != self.url:
            self.problems.append(f"asked another host: {request.url}")


class Visits:
    """Opens pages for one test: ``visit(served, "/sweeps/KEY")`` is a page whose browser has been let in.

    Every page has a context (cookies, storage, shared worker) of its own.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._made: list[Visit] = []

    def __call__(
        self,
        served: Served,
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 900,
        theme: str = "light",
        expected: Sequence[str] = (),
    ) -> Page:
        """A page at ``path`` in a viewport of so many CSS pixels. ``expected`` are patterns of errors that may be."""
        page = self.outside(served, width=width, height=height, theme=theme, expected=expected)
        page.goto(served.link_to(path))
        return page

    def outside(
        self,
        served: Served,
        *,
        width: int = 1280,
        height: int = 900,
        theme: str = "light",
        expected: Sequence[str] = (),
    ) -> Page:
        """An empty page of a browser that has not been let in."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
        )
        visit = Visit(context, served.url, list(expected))
        visit.watch()
        self._made.append(visit)
        return context.new_page()

    def expect(self, page: Page, *patterns: str) -> None:
        """From now on these errors are expected in the context of that page."""
        for visit in self._made:
            if visit.context is page.context:
                visit.expected.extend(patterns)

    def problems(self, page: Page) -> list[str]:
        """What has gone wrong so far in the context of that page, expected or not."""
        return [problem for visit in self._made if visit.context is page.context for problem in visit.problems]

    def close(self) -> list[str]:
        """End all of them; the problems that no test expected."""
        for visit in self._made:
            visit.context.close()
        return [problem for visit in self._made for problem in visit.unexpected()]
