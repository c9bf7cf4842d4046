"""The table: what was looked for, what was found, and how the two dashboards stand to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["ROWS", "Figures", "Row", "missed", "printed"]

Figures = dict[str, float]
"""What was measured, by the names of the table's rows; what did not happen in time is missing."""

_UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: its name among the figures, and what it must not exceed, by the number of runs."""

    title: str
    name: str
    unit: str
    targets: Mapping[int, float] = field(default_factory=dict)


_ANY = (20, 1_000, 10_000)

ROWS = (
    Row("server ready", "ready", "s", dict.fromkeys(_ANY, 1.5)),
    Row("server memory, all charts shown", "memory", "MB", {10_000: 150}),
    Row("memory of the process that reckons, gone a minute later", "reckoner", "MB"),
    Row("cold page, compressed", "page", "KB", dict.fromkeys(_ANY, 250)),
    Row("charts of all runs drawn", "charts", "s"),
    Row("all default charts drawn, importance among them", "all", "s", {20: 0.7, 1_000: 1.5, 10_000: 4}),
    Row("longest task until then", "longest", "ms", {1_000: 200}),
    Row("heap then", "heap", "MB", {10_000: 150}),
    Row("sent until then", "sent", "MB", {10_000: 3}),
    Row("importance, from question to answer", "answered", "s", {10_000: 2}),
    Row("new run drawn after", "new run", "s", dict.fromkeys(_ANY, 1)),
    Row("new epoch drawn after", "new epoch", "s", dict.fromkeys(_ANY, 1)),
    Row("idle, server", "idle server", "% of a core", {1_000: 1}),
    Row("idle, renderer", "idle renderer", "% of a core", {1_000: 2}),
    Row("hover over the curves: work for a move", "hover", "ms", {1_000: 16}),
    Row("hover, worst of 40 moves", "hover longest", "ms"),
    Row("another metric, from the press to the last stroke", "switch", "ms", {1_000: 150}),
    Row("brush on 9 axes: 19 of 20 frames", "brush", "ms", {10_000: 33}),
    Row("brush, longest frame", "brush longest", "ms"),
    Row("brush, from letting go until all in view is drawn", "settle", "ms", {10_000: 150}),
    Row("brush, until the whole page is", "whole", "ms"),
)


def printed(sizes: Sequence[int], ours: Sequence[Figures], theirs: Sequence[Figures]) -> str:
    """The table in Markdown; each cell has a figure for each size."""
    head = " / ".join(f"{size:,}" for size in sizes)
    lines = [
        f"| {head} runs | unit | target | Varre | optuna-dashboard | their figure / ours |",
        "|--|--|--:|--:|--:|--:|",
    ]
    for row in ROWS:
        columns = (
            [_figure(row.targets.get(size)) for size in sizes],
            [_figure(found.get(row.name)) for found in ours],
            [_figure(found.get(row.name)) for found in theirs],
            [_ratio(own.get(row.name), other.get(row.name)) for own, other in zip(ours, theirs, strict=True)],
        )
        lines.append(f"| {row.title} | {row.unit} | " + " | ".join(map(" / ".join, columns)) + " |")
    return "\n".join(lines)


def missed(sizes: Sequence[int], ours: Sequence[Figures]) -> Iterator[str]:
    """The targets that were not met, a sentence each."""
    for row in ROWS:
        for size, found in zip(sizes, ours, strict=True):
            target, figure = row.targets.get(size), found.get(row.name)
            if target is not None and not (figure is not None and figure <= target):
                yield f"{row.title}, {size:,} runs: {_figure(figure)} {row.unit}, target {_figure(target)}"


def _ratio(own: float | None, other: float | None) -> str:
    return _figure(other / own) if own and other is not None else _UNKNOWN


def _figure(value: float | None) -> str:
    if value is None or value != value:
        return _UNKNOWN
    return f"{value:,.0f}" if value >= 99.5 else f"{value:.2g}"
