"""Read a value of a sweep file at its place, noting what is wrong with it.

A reading method returns ``None`` after it has noted a problem, so that its caller goes on and finds all of them.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from varre.errors import Problem
from varre.space import Value
from varre.sweepfile.places import Place, dotted, either, show
from varre.sweepfile.plain import TooMuch

__all__ = ["MAX_PROBLEMS", "Cursor", "Notes", "nearest", "numeric"]

MAX_PROBLEMS = 200
"""How many problems are noted before the reading ends."""

_LONGEST_NUMBER = 400
_MOST_CANDIDATES = 1000
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@dataclass(slots=True)
class Notes:
    """What has been found so far, and on which lines the keys stand."""

    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    _refused: set[Place] = field(default_factory=set)

    def refuse(self, place: Place, message: str) -> None:
        """Note a problem that leaves nothing at ``place``, so that nothing more is to be said of it."""
        self.error(place, message)
        self._refused.add(place)

    def error(self, place: Place, message: str) -> None:
        """Note a problem. Raises `TooMuch` when there are more than anyone will read."""
        if place in self._refused:
            return
        if len(self.problems) == MAX_PROBLEMS:
            raise TooMuch(f"has more problems than these {MAX_PROBLEMS}")
        self.problems.append(Problem(dotted(place), message, self._line(place)))

    def warn(self, place: Place, message: str) -> None:
        """Note something doubtful."""
        self.warnings.append(Problem(dotted(place), message, self._line(place)))

    def _line(self, place: Place) -> int | None:
        for end in range(len(place), 0, -1):
            if place[:end] in self.lines:
                return self.lines[place[:end]]
        return None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A value, where it stands, and where to note what is wrong with it."""

    value: Value
    place: Place
    notes: Notes

    def error(self, message: str) -> None:
        """Note a problem here."""
        self.notes.error(self.place, message)

    def warn(self, message: str) -> None:
        """Note something doubtful here."""
        self.notes.warn(self.place, message)

    # -- containers ------------------------------------------------------------------------------------------

    def has(self, key: str) -> bool:
        """Whether the mapping here has ``key``, be it with nothing behind it."""
        return isinstance(self.value, Mapping) and key in self.value

    def get(self, key: str) -> Cursor | None:
        """The value behind ``key``; ``None`` if the mapping here has it not, or nothing behind it."""
        if not isinstance(self.value, Mapping) or self.value.get(key) is None:
            return None
        return self.at(key)

    def at(self, key: str) -> Cursor:
        """The value behind ``key`` of the mapping here, ``None`` if it is absent."""
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Cursor(value, (*self.place, key), self.notes)

    def names(self) -> tuple[str, ...]:
        """The keys of the mapping here."""
        return tuple(self.value) if isinstance(self.value, Mapping) else ()

    def mapping(self, example: str) -> Cursor | None:
        """This cursor if a mapping is here."""
        if isinstance(self.value, Mapping):
            return self
        self.error(f"must be a mapping such as {example}, got {show(self.value)}")
        return None

    def elements(self, example: str) -> list[Cursor] | None:
        """The elements of the list here."""
        if isinstance(self.value, list):
            return [Cursor(value, (*self.place, number), self.notes) for number, value in enumerate(self.value)]
        self.error(f"must be a list such as {example}, got {show(self.value)}")
        return None

    def unknown(self, allowed: Iterable[str]) -> Iterator[Cursor]:
        """What stands behind keys that are not ``allowed``."""
        known = frozenset(allowed)
        return (self.at(key) for key in self.names() if key not in known)

    def no_such_key(self, allowed: Iterable[str]) -> None:
        """Note that the key of this value is not one of its mapping."""
        guess = nearest(str(self.place[-1]), allowed)
        if guess:
            self.error(f"no such key here: did you mean {dotted((*self.place[:-1], guess))}?")
        else:
            self.error(f"no such key here: {either(sorted(allowed))}")

    # -- scalars ---------------------------------------------------------------------------------------------

    def text(self) -> str | None:
        """Text that is not empty."""
        if isinstance(self.value, str) and self.value.strip():
            return self.value
        hint = ": put it in quotes" if isinstance(self.value, (bool, int, float)) else ""
        self.error(f"must be text, got {show(self.value)}{hint}")
        return None

    def text_or_nothing(self) -> str | None:
        """Text; empty text counts as absent."""
        return None if self.value == "" else self.text()

    def word(self, allowed: Sequence[str], what: str) -> str | None:
        """One of a few words."""
        if isinstance(self.value, str) and self.value in allowed:
            return self.value
        self.error(f"{show(self.value)} is not {what}: {either(allowed)}")
        return None

    def boolean(self) -> bool | None:
        """True or false."""
        if isinstance(self.value, bool):
            return self.value
        self.error(f"must be true or false, got {show(self.value)}")
        return None

    def number(self, written: bool = True) -> int | float | None:
        """A finite number, or (where ``written``) text that is written as one."""
        value = numeric(self.value) if written or not isinstance(self.value, str) else None
        if value is not None and math.isfinite(value):
            return value
        self.error(f"must be a {'' if value is None else 'finite '}number, got {show(self.value)}")
        return None

    def integer(self) -> int | None:
        """An integer, or text that is written as one; 5.0 is one."""
        value = numeric(self.value)
        if value is not None and math.isfinite(value) and value == int(value):
            return int(value)
        self.error(f"must be an integer, got {show(self.value)}")
        return None

    def count(self, least: int) -> int | None:
        """An integer of at least ``least``; 5.0 is one, text is none."""
        value = self.value
        number = None if isinstance(value, str) else numeric(value)
        if number is not None and math.isfinite(number) and number == int(number) >= least:
            return int(number)
        self.error(f"must be an integer of at least {least}, got {show(value)}")
        return None


def numeric(value: Value) -> int | float | None:
    """A number as it is, text that is written as a number as that, anything else as ``None``."""
    if isinstance(value, str) and len(value) <= _LONGEST_NUMBER and _NUMBER.fullmatch(value):
        whole = value.lstrip("+-").isdigit() and abs(int(value)) < 2**63
        return int(value) if whole else float(value)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """The one of ``allowed`` that a misspelt ``name`` may have meant."""
    candidates = sorted(islice(allowed, _MOST_CANDIDATES))
    return next(iter(difflib.get_close_matches(name, candidates, n=1, cutoff=0.6)), None)
