"""What a hand does with the pointer, and what it costs the page: the same for both dashboards."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from window import Window

__all__ = ["Brushed", "brush", "hover", "press"]

_MOVES = 40
_PAUSE_MS = 60
_QUIET_MS = 300


@dataclass(frozen=True, slots=True)
class Brushed:
    """A drag along an axis: the time between two frames, which 19 of 20 and all keep, and until its end is drawn.

    That is the last stroke of what is in view, and of the whole page.
    """

    frame_ms: float
    longest_ms: float
    settle_ms: float
    whole_ms: float


def hover(window: Window, chart: str) -> tuple[float, float]:
    """How long the page works for one move of the pointer over a chart, in ms: the median and the longest."""
    costs = [_cost_ms(window, x, y) for x, y in _diagonal(window, chart)]
    return statistics.median(costs), max(costs)


def _cost_ms(window: Window, x: float, y: float) -> float:
    before = window.metric("TaskDuration")
    window.page.mouse.move(x, y)
    window.page.wait_for_timeout(_PAUSE_MS)
    return 1e3 * (window.metric("TaskDuration") - before)


def _diagonal(window: Window, chart: str) -> Iterator[tuple[float, float]]:
    box = _box(window, chart)
    for step in range(_MOVES):
        part = 0.1 + 0.8 * step / _MOVES
        yield box["x"] + part * box["width"], box["y"] + (1 - part) * box["height"]


def brush(window: Window, ends: str) -> Brushed:
    """Drag along an axis. ``ends`` selects its two ends; the pointer goes over the middle half between them."""
    (x, top), (_, bottom) = sorted((_middle(window, ends, place) for place in (0, 1)), key=lambda end: end[1])
    mouse, page = window.page.mouse, window.page

    def move(part: float) -> None:
        mouse.move(x, top + (0.25 + 0.5 * part) * (bottom - top))

    move(0)
    mouse.down()
    move(0.1)
    window.until_quiet()
    page.evaluate("probe.beginFrames()")
    for step in range(_MOVES):
        move(0.1 + 0.9 * step / _MOVES)
    frames: list[float] = page.evaluate("probe.endFrames()")
    page.evaluate("probe.arm()")
    mouse.up()
    window.until_quiet(quiet_ms=_QUIET_MS)
    settle, whole = page.evaluate("[probe.lastInView - probe.released, probe.last - probe.released]")
    page.keyboard.press("Escape")
    return Brushed(statistics.quantiles(frames, n=20)[-1], max(frames), settle, whole)


def press(window: Window, selector: str) -> float:
    """Press something, and say after how many ms the last of what that changes was drawn."""
    window.page.evaluate("probe.arm()")
    window.page.locator(selector).first.click()
    window.until_quiet(quiet_ms=_QUIET_MS)
    taken: float = window.page.evaluate("probe.last - probe.released")
    return taken


def _middle(window: Window, selector: str, place: int) -> tuple[float, float]:
    box = _box(window, selector, place)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _box(window: Window, selector: str, place: int = 0) -> Mapping[str, float]:
    found = window.page.locator(selector).nth(place)
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box is not None, selector
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}
