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
    room = _room([*error.problems, *error.warnings])
    found = [line((head, BAD)), line(), *_listed(error.problems, room, cells)]
    return [*found, line(), *_warnings(error.warnings, room, cells)] if error.warnings else found


def warnings(found: Sequence[Problem], cells: int) -> list[Text]:
    """The warnings with their count; nothing when there are none."""
    return _warnings(found, _room(found), cells) if found else []


def _warnings(found: Sequence[Problem], room: int, cells: int) -> list[Text]:
    return [line((count(len(found), "warning"), DIM)), *_listed(found, room, cells)]


def _room(found: Sequence[Problem]) -> int:
    """The cells of the column of paths; a path longer than the widest stands on a line of its own."""
    return min(max([_LEAST_PATH, *(width(clean(problem.path)) for problem in found)]), _WIDEST_PATH)


def _listed(found: Sequence[Problem], room: int, cells: int) -> list[Text]:
    return [row for problem in found for row in _one(problem, room, cells)]


def _one(problem: Problem, room: int, cells: int) -> list[Text]:
    path = clean(problem.path)
    where = "" if problem.line is None else f"   (line {problem.line})"
    rows = textwrap.wrap(clean(problem.message) + where, max(cells - room - 4, _LEAST_MESSAGE)) or [""]
    first = [line(f"  {path}"), line(f"  {'':{room}}  {rows[0]}")] if width(path) > room else []
    return [*(first or [line(f"  {pad(path, room)}  {rows[0]}")]), *(line(f"  {'':{room}}  {row}") for row in rows[1:])]
