"""Varre's figures at one size."""

from __future__ import annotations

import time

import httpx
from gestures import brush, hover, press
from servers import Server, cpu_share, varre_ui
from sweep import LiveRun
from table import Figures
from window import View, Window, renderers, window

from varre.datadir import DataDir
from varre.datadir.access import read_token
from varre.runs import Sweep

__all__ = ["measure"]

_LIMIT_S = 60.0
_IDLE_S = 15.0
_CALM_MS = 3_000  # importance is worked out anew two seconds after a run has ended
_CURVES, _AXIS = "#s-curves .chart", "#s-par .axis-end"
_SAYS_RUNS = "/[1-9][\\d,]* runs/.test(document.querySelector('{} .chart')?.ariaLabel)"
_VIEW = View(
    watched=".chart, .imp",
    awaited={
        "charts": " && ".join(_SAYS_RUNS.format(section) for section in ("#s-curves", "#s-par", "#s-obj")),
        "importance": "document.querySelector('.imp') !== null",
    },
)


def measure(datadir: DataDir, sweep: Sweep) -> Figures:
    """All figures, by the names of the table's rows."""
    with varre_ui(datadir.path) as server, window() as browser:
        found = {"ready": server.ready_s}
        found |= browser.open(_link(server, datadir, f"/sweeps/{sweep.key}"), _VIEW, _LIMIT_S)
        found |= {"memory": server.memory_mb(), "reckoner": server.helpers_mb()}
        found |= _gestures(browser)
        found["idle server"] = cpu_share([server.process], _IDLE_S)
        found["idle renderer"] = cpu_share(renderers(), _IDLE_S)
        found |= _live(browser, datadir, sweep)
        return found


def _link(server: Server, datadir: DataDir, path: str) -> str:
    headers = {"Authorization": f"Bearer {read_token(datadir)}"}
    link: str = httpx.post(f"{server.url}/api/links", json={"path": path}, headers=headers).json()["url"]
    return link


def _gestures(browser: Window) -> Figures:
    found = {"switch": press(browser, "#s-curves .metrics button[aria-pressed=false]")}
    found["hover"], found["hover longest"] = hover(browser, _CURVES)
    brushed = brush(browser, _AXIS)
    return found | {
        "brush": brushed.frame_ms,
        "brush longest": brushed.longest_ms,
        "settle": brushed.settle_ms,
        "whole": brushed.whole_ms,
    }


def _live(browser: Window, datadir: DataDir, sweep: Sweep) -> Figures:
    """Seconds until a new run, and then a new epoch of it, is drawn."""
    found = {}
    run = LiveRun(datadir, sweep)
    for name, happen in (("new run", run.begin), ("new epoch", run.epoch)):
        browser.until_quiet(quiet_ms=_CALM_MS)
        browser.page.evaluate("probe.arm()")
        begun = time.time()
        happen()
        seen = browser.first_change(_LIMIT_S)
        if seen is not None:
            found[name] = seen - begun
    run.close()
    return found
