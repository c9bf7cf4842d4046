"""The named queries of `queries.sql` and the numbered migrations."""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from importlib.resources import files

__all__ = ["migrations", "query", "statements"]

_HERE = files("varre.store")


def query(name: str) -> str:
    """The SQL of a named query."""
    return _queries()[name]


@cache
def _queries() -> dict[str, str]:
    text = (_HERE / "queries.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return {name: sql.strip() for name, sql in zip(parts[::2], parts[1::2], strict=True)}


@cache
def migrations() -> dict[int, str]:
    """The SQL of each migration by its number, in order. They go forward only."""
    found = [entry for entry in (_HERE / "migrations").iterdir() if entry.name.endswith(".sql")]
    numbered = {int(entry.name.split("_")[0]): entry.read_text(encoding="utf-8") for entry in found}
    return dict(sorted(numbered.items()))


def statements(script: str) -> list[str]:
    """The statements of a script: `sqlite3.executescript` would commit the transaction that it stands in."""
    found, begun = [], ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            found.append(begun)
            begun = ""
    return found
