"""Figures of sweeps: means over tables and seeds, with bootstrap intervals, as a table in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

__all__ = ["report"]

Record = dict[str, Any]
_DRAWS = 2_000
_QUARTER = 1  # of `sweeps.MARKS`

COLUMNS: dict[str, tuple[Callable[[Record], float], str]] = {
    "epochs spent": (lambda r: r["spent"], "{:.0%}"),
    "final regret": (lambda r: r["regret"], "{:.3f}"),
    "regret at a quarter of the epochs": (lambda r: r["at"][_QUARTER], "{:.3f}"),
    "best run stopped": (lambda r: float(r["stopped"]), "{:.0%}"),
    "before its best": (lambda r: float(r["lost"]), "{:.0%}"),
    "runs stopped": (lambda r: r["stops"] / r["trials"], "{:.0%}"),
}


def report(records: Sequence[Record], rules: Sequence[str]) -> str:
    """A table over all trainings, and one for each."""
    by_table: dict[str, list[Record]] = {}
    for record in records:
        by_table.setdefault(record["table"], []).append(record)
    return "\n\n".join(section(name, some, rules) for name, some in {"all": list(records), **by_table}.items())


def section(title: str, records: Sequence[Record], rules: Sequence[str]) -> str:
    """One table: a line a searcher and rule."""
    seeds = len({record["seed"] for record in records})
    head = [
        f"{title} ({seeds} seeds)",
        "",
        f"| search | rule | {' | '.join(COLUMNS)} |",
        "| -- " * (len(COLUMNS) + 2) + "|",
    ]
    return "\n".join([*head, *lines(records, rules)])


def lines(records: Sequence[Record], rules: Sequence[str]) -> Iterator[str]:
    """The lines of a table."""
    for search in dict.fromkeys(record["search"] for record in records):
        for rule in rules:
            chosen = [record for record in records if (record["search"], record["rule"]) == (search, rule)]
            cells = [cell([of(record) for record in chosen], form) for of, form in COLUMNS.values()]
            yield f"| {search} | {rule} | {' | '.join(cells)} |"


def cell(values: Sequence[float], form: str) -> str:
    """A mean with its 95% bootstrap interval."""
    array = np.array(values)
    drawn = np.random.default_rng(0).choice(array, (_DRAWS, len(array))).mean(1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return f"{form.format(array.mean())} ({form.format(low)} to {form.format(high)})"
