"""More tabs than a browser has connections to a host: all of them live, over one stream that no tab owns."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from served import Seeded, Served, Serving
from visits import Visits

TABS = 8  # browsers open six connections to a host


def test_eight_tabs_are_live_over_one_stream_also_without_the_first(
    seeded: Seeded, serving: Serving, visit: Visits
) -> None:
    served = serving(seeded(4))
    streams: list[str] = []
    first, *others = _open_tabs(served, visit, streams)
    for tab in (first, *others):
        assert tab.evaluate("document.visibilityState") == "visible"
        expect(tab.get_by_role("status").get_by_text("Live")).to_be_visible()
    _rename(served, "seen by eight")
    _all_say([first, *others], "seen by eight")
    first.close()
    _rename(served, "without the first")
    _all_say(others, "without the first")
    late = others[0].context.new_page()
    late.goto(served.url)
    _all_say([late], "without the first")
    _rename(served, "and one that came later")
    _all_say([*others, late], "and one that came later")
    assert streams == [], "a tab has a stream of its own beside the shared one"


def _open_tabs(served: Served, visit: Visits, streams: list[str]) -> list[Page]:
    """Tabs of one browser, at pages of every kind. ``streams`` takes in each stream that a tab opens by itself."""
    sweep = f"/sweeps/{served.sweep()}"
    first = visit.outside(served)
    first.context.on("request", lambda asked: streams.append(asked.url) if "/api/events" in asked.url else None)
    first.goto(served.link_to(sweep))
    tabs = [first, *(first.context.new_page() for _ in range(TABS - 1))]
    for place, tab in enumerate(tabs[1:], 1):
        tab.goto(served.url + (sweep, "/", f"{sweep}/runs/1", "/")[place % 4])
    return tabs


def _rename(served: Served, name: str) -> None:
    served.ask("PATCH", f"/api/sweeps/{served.sweep()}", {"name": name})


def _all_say(tabs: list[Page], name: str) -> None:
    for tab in tabs:
        expect(tab.get_by_role("main").or_(tab.get_by_role("navigation")).get_by_text(name).first).to_be_visible()
