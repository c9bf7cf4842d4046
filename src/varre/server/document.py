"""A sweep as one document: the page, with what the server would answer, in a file that opens without a server.

The page asks for the same paths as ever and finds the answers in the document (``source.ts``), so a report is the page
itself, not another one that looks like it.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from anyio import to_thread

from varre.errors import UsageError
from varre.runs import Run, Sweep
from varre.scheduler import Scheduler
from varre.server.inside import Answer
from varre.server.static import FOLDER
from varre.space import Value

__all__ = ["MOST_RUN_PAGES", "document"]

MOST_RUN_PAGES = 100
"""So many runs have a page of their own in a report, the best ones; all are in its table and charts."""
Get = Callable[[str], Awaitable[Answer]]
"""What a server answers to a GET of a path."""
_METHODS = ("fanova", "ped_anova", "permutation")


@dataclass(slots=True)
class _Answers:
    """What the page will ask for: JSON as it is, columns as base64."""

    json: dict[str, object] = field(default_factory=dict)
    bytes: dict[str, str] = field(default_factory=dict)


async def document(get: Get, scheduler: Scheduler, sweep: Sweep, now: float) -> str:
    """The document of a sweep as it is now. Raises `UsageError` in a checkout whose page is not built."""
    script, style = _built("report.js"), _built("report.css")
    answers = await _collect(get, scheduler, sweep)
    when = datetime.fromtimestamp(now).astimezone().strftime("%Y-%m-%d %H:%M")
    carried = json.dumps({"json": answers.json, "bytes": answers.bytes}, separators=(",", ":"), allow_nan=False)
    start = html.escape(f"/sweeps/{sweep.key}", quote=True)
    title = html.escape(f"{sweep.name or sweep.id} · {sweep.project} · Varre")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        # Nothing is loaded from anywhere, whatever names and values hold.
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
        f"style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'\">"
        f"<title>{title}</title><style>{_inline(style, 'style')}</style></head>"
        f'<body><div id="app"></div>'
        f'<script type="application/json" id="frozen" data-when="{when}" data-start="{start}">{_data(carried)}</script>'
        f'<script type="module">{_inline(script, "script")}</script></body></html>\n'
    )


def _built(name: str) -> str:
    path: Path = FOLDER / "report" / name
    if not path.is_file():
        raise UsageError(
            "the page is not built, so there is nothing to put into a report: in dashboard/, npm run build"
        )
    return path.read_text(encoding="utf-8")


def _inline(text: str, element: str) -> str:
    """A script or a sheet that cannot end its element early."""
    return text.replace(f"</{element}", f"<\\/{element}").replace("<!--", "\\x3c!--")


def _data(text: str) -> str:
    """JSON that no parser of HTML can misread."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


async def _collect(get: Get, scheduler: Scheduler, sweep: Sweep) -> _Answers:
    answers = _Answers()
    for path in await to_thread.run_sync(lambda: list(_paths(scheduler, sweep))):
        answer = await get(path)
        if answer.status == 200:  # what cannot be told is not in the report, and the page says so in its place
            _keep(answers, path, bytes(answer.body))
    answers.json["/api/sweeps"] = [answers.json[f"/api/sweeps/{sweep.key}"]]  # other sweeps are nobody's business here
    return answers


def _keep(answers: _Answers, path: str, body: bytes) -> None:
    if body.startswith(b"VRC1"):
        answers.bytes[path] = base64.b64encode(body).decode("ascii")
    else:
        answers.json[path] = json.loads(body)


def _paths(scheduler: Scheduler, sweep: Sweep) -> Iterator[str]:
    """All that the pages of a sweep ask for."""
    own = f"/api/sweeps/{sweep.key}"
    runs = scheduler.runs(sweep.key)
    metrics = sorted({name for run in runs for name in run.ranges})
    yield from (own, f"{own}/snapshot")
    yield from (_with(f"{own}/curves", metric=metric) for metric in metrics)
    for method in _METHODS:
        yield from (_with(f"{own}/importance", method=method, stopped=stopped) for stopped in ("true", "false"))
    yield from (_with(f"{own}/model", others=others) for others in ("best", "average"))
    yield from _of_runs(own, _with_pages(scheduler, sweep, runs), metrics)


def _with_pages(scheduler: Scheduler, sweep: Sweep, runs: Iterable[Run]) -> list[Run]:
    objective = scheduler.file(sweep.key).objective

    def loss(run: Run) -> float:
        return float("inf") if objective is None or run.value is None else objective.loss(run.value)

    return sorted(runs, key=loss)[:MOST_RUN_PAGES]


def _of_runs(own: str, runs: Iterable[Run], metrics: list[str]) -> Iterator[str]:
    for run in runs:
        place = f"/api/runs/{run.key}"
        yield from (f"{own}/runs/{run.number}", place, f"{place}/files", f"{place}/gauges")
        yield _with(f"{place}/console", after=0)
        yield _with(f"{place}/rows", since=0)
        yield from (f"{place}/files/{quote(path)}" for path in _tables(run.summary))
        if run.ranges:
            yield _with(f"{place}/curves", metrics=",".join(name for name in metrics if name in run.ranges))


def _tables(values: Mapping[str, Value]) -> Iterator[str]:
    """The files of the tables that a run has logged, among them its confusion matrix."""
    for value in values.values():
        if isinstance(value, Mapping) and value.get("_type") == "table-file":
            yield str(value.get("path"))
        elif isinstance(value, Mapping):
            yield from _tables(value)


def _with(path: str, **query: object) -> str:
    """A path with its query sorted by name, as the page keeps it (`asKept` of ``source.ts``)."""
    return f"{path}?{urlencode(sorted((name, str(value)) for name, value in query.items()))}"
