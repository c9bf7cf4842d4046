"""Optuna's dashboard's figures at one size."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import places
from gestures import hover
from servers import Server, cpu_share, optuna_dashboard
from table import Figures
from window import View, Window, renderers, window

__all__ = ["LIMIT_S", "measure"]

LIMIT_S = 240.0
"""So long is waited for the page to be complete: at 10,000 runs its first chart has been seen after 229 s."""

_SEEN_S = 60.0
_ANSWER_S = 90.0  # its importance at 10,000 runs has been seen after 70 s
_IDLE_S = 20.0  # it asks anew each ten seconds
_CURVES = "#graph-intermediate-values"
_VIEW = View(
    watched=".js-plotly-plot",
    awaited={
        "charts": "['history', 'timeline'].every((name) => document.querySelector(`[id$=${name}] .point`))"
        f" && document.querySelector('{_CURVES} .trace') !== null",
        "importance": "document.querySelector('#graph-hyperparameter-importances .point') !== null",
    },
)


def measure(python: Path, folder: Path, trials: str) -> Figures:
    """All figures that it has, by the names of the table's rows. ``python`` is that of its environment."""
    journal = folder / "journal.log"
    subprocess.run(_study(python, "make", journal), input=trials, text=True, check=True)
    with optuna_dashboard(python, journal) as server, window() as browser:
        found = {"ready": server.ready_s}
        found |= browser.open(f"{server.url}/dashboard/studies/0", _VIEW, LIMIT_S)
        found["memory"] = server.memory_mb()
        if "all" not in found:  # its page answers nothing any more
            return found | _importance(server)
        found["hover"], found["hover longest"] = hover(browser, _CURVES)
        found["idle server"] = cpu_share([server.process], _IDLE_S)
        found["idle renderer"] = cpu_share(renderers(), _IDLE_S)
        return found | _live(browser, python, journal)


def _study(python: Path, what: str, journal: Path) -> Sequence[str]:
    return [str(python), str(places.HERE / "study.py"), what, str(journal)]


def _importance(server: Server) -> Figures:
    """How long its server takes to say what matters, if the page does not."""
    begun = time.monotonic()
    with suppress(httpx.TimeoutException):
        httpx.get(f"{server.url}/api/studies/0/param_importances", timeout=_ANSWER_S).raise_for_status()
        return {"answered": time.monotonic() - begun}
    return {}


def _live(browser: Window, python: Path, journal: Path) -> Figures:
    """Seconds until a new trial is in the first chart, and then until the curves change by a new value of it."""
    found: Figures = {}
    with subprocess.Popen(_study(python, "report", journal), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as agent:
        assert agent.stdin is not None
        assert agent.stdout is not None
        for name, sign in (("new run", f"{_CURVES} .trace"), ("new epoch", f"{_CURVES} .trace:last-child .point")):
            before = browser.page.locator(sign).count()
            agent.stdin.write(b"\n")
            agent.stdin.flush()
            begun = float(agent.stdout.readline())
            if browser.until(f"document.querySelectorAll('{sign}').length > {before}", _SEEN_S):
                found[name] = time.time() - begun
        agent.stdin.close()
    return found
