"""A sweep file's problems and warnings, in columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.text import Text

from varre.cli.styles import BAD, DIM, line
from varre.cli.text import clean, count, pad, width
from varre.errors import ConfigError, Problem

__all__ = ["lines", "warnings"]

_LEAST_PATH = 22
_WIDEST_PATH = 36
_LEAST_MESSAGE = 30


def lines(error: ConfigError, cells: int) -> list[Text]:
    """``sweep.yaml: 3 problems, nothing was created``, the problems, and the warnings found on the way."""
    head = f"{clean(error.source) or 'sweep'}: {count(len(error.problems), 'problem')}, nothing was created"
    found = [line((head, BAD)), line(), *_listed(error.problems, cells)]
    return [*found, line(), *warnings(error.warnings, cells)] if error.warnings else found


def warnings(found: Sequence[Problem], cells: int) -> list[Text]:
    """The warnings with their count; nothing when there are none."""
    return [line((count(len(found), "warning"), DIM)), *_listed(found, cells)] if found else []


def _listed(found: Sequence[Problem], cells: int) -> list[Text]:
    paths = [clean(problem.path) for problem in found]
    room = min(max([_LEAST_PATH, *map(width, paths)]), _WIDEST_PATH)
    return [row for problem, path in zip(found, paths, strict=True) for row in _one(problem, path, room, cells)]


def _one(problem: Problem, path: str, room: int, cells: int) -> list[Text]:
    where = "" if problem.line is None else f"   (line {problem.line})"
    rows = textwrap.wrap(clean(problem.message) + where, max(cells - room - 4, _LEAST_MESSAGE)) or [""]
    first = [line(f"  {path}"), line(f"  {'':{room}}  {rows[0]}")] if width(path) > room else []
    return [*(first or [line(f"  {pad(path, room)}  {rows[0]}")]), *(line(f"  {'':{room}}  {row}") for row in rows[1:])]
