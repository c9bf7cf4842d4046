"""Replace values of a sweep file by assignments from a command line."""

from __future__ import annotations

from collections.abc import Sequence

from varre.errors import ConfigError, Problem
from varre.space import Value
from varre.sweepfile.cursor import Notes, nearest
from varre.sweepfile.document import TextError
from varre.sweepfile.places import show
from varre.sweepfile.plain import TooMuch, plain
from varre.sweepfile.text import read_text

__all__ = ["load_text", "override"]


def load_text(text: str, *, source: str = "") -> Value:
    """What YAML or JSON text says, before it is read as a sweep file. Raises ConfigError if it is neither."""
    try:
        return read_text(text).value
    except TextError as error:
        raise ConfigError([Problem("", error.message, error.line)], source=source) from None


def override(raw: object, assignments: Sequence[str], *, source: str = "") -> dict[str, Value]:
    """A copy of ``raw`` in which each ``path=value`` holds; the value is read as YAML.

    All keys of a path but the last must be there: an assignment changes a sweep file, it does not misspell a new one.
    Inside a group the word ``parameters`` may be left out, so that a parameter's full path does. Positions in lists
    count from 0. Raises ConfigError with every assignment that cannot be made.
    """
    copy = _copied(raw, source)
    problems: list[Problem] = []
    for assignment in assignments:
        try:
            _assign(copy, assignment)
        except _PathError as error:
            problems.append(error.problem)
    if problems:
        raise ConfigError(problems, source=source)
    return copy


def _copied(raw: object, source: str) -> dict[str, Value]:
    notes = Notes()
    copy: Value = None
    try:
        copy = plain(raw, notes.refuse)
        if not isinstance(copy, dict):
            notes.error((), f"must be a mapping of keys, got {show(copy)}")
    except (TooMuch, RecursionError) as error:
        notes.problems.append(Problem("", str(error)))
    if notes.problems or not isinstance(copy, dict):
        raise ConfigError(notes.problems, source=source)
    return copy


class _PathError(Exception):
    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(path, message)


def _assign(raw: dict[str, Value], assignment: str) -> None:
    path, equals, text = assignment.partition("=")
    if not equals or not path:
        raise _PathError("", f"{show(assignment)} is no assignment: KEY=VALUE, as in parameters.lr.max=0.01")
    try:
        value = read_text(text).value
    except TextError as error:
        raise _PathError(path, error.message) from None
    keys = path.split(".")
    here, rest = _step(raw, keys, path, value, group=None)
    while rest:
        group = here.get("parameters") if isinstance(here, dict) else None
        here, rest = _step(here, rest, path, value, group=group)


def _step(here: Value, rest: list[str], path: str, value: Value, group: Value) -> tuple[Value, list[str]]:
    """One key further, in ``here`` or else in the ``group`` below it; the last key is set."""
    if isinstance(here, list):
        return _element(here, rest, path, value)
    if not isinstance(here, dict):
        raise _PathError(path, f"nothing stands below {show(here)}")
    for level in (here, group):
        if isinstance(level, dict) and (length := _longest(level, rest)):
            return _take(level, rest, length, value)
    if len(rest) == 1:
        return _take(here, rest, 1, value)
    done = path.split(".")[: -len(rest)]
    guess = nearest(rest[0], [*here, *(group if isinstance(group, dict) else ())])
    hint = f": did you mean {'.'.join([*done, guess])}?" if guess else ""
    raise _PathError(path, f"there is no {'.'.join([*done, rest[0]])}{hint}")


def _longest(level: dict[str, Value], rest: list[str]) -> int:
    """How many parts of the path are the next key, which may hold dots itself; 0 if no key begins it."""
    return next((length for length in range(len(rest), 0, -1) if ".".join(rest[:length]) in level), 0)


def _take(level: dict[str, Value], rest: list[str], length: int, value: Value) -> tuple[Value, list[str]]:
    key = ".".join(rest[:length])
    if length < len(rest):
        return level[key], rest[length:]
    level[key] = value
    return None, []


def _element(here: list[Value], rest: list[str], path: str, value: Value) -> tuple[Value, list[str]]:
    if not rest[0].isdecimal() or int(rest[0]) >= len(here):
        raise _PathError(path, f"{rest[0]} is no position of a list of {len(here)}, counted from 0")
    place = int(rest[0])
    if len(rest) == 1:
        here[place] = value
        return None, []
    return here[place], rest[1:]
