"""The tree of errors that a caller of Varre can see.

    VarreError
    ├── ConfigError          a sweep file (or dict) says something impossible; lists every problem
    ├── UsageError           an argument, option or environment variable is wrong
    ├── NotFoundError        no sweep, run or file of that name
    ├── ConflictError        a record is not in the state that the change expects
    ├── SpaceExhausted       every configuration of a finite search space has been tried
    ├── DataDirError         the data directory cannot be used as it stands
    └── StoreError           the store cannot be opened or read

Each message says where, what was given and what is allowed; nothing has been changed when one is raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "ConfigError",
    "ConflictError",
    "DataDirError",
    "NotFoundError",
    "Problem",
    "SpaceExhausted",
    "StoreError",
    "UsageError",
    "VarreError",
]


class VarreError(Exception):
    """Base of every error that Varre raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong (or doubtful) in a sweep file.

    ``path`` is dotted as in the file (``parameters.lr.min``; empty for the file as a whole); ``line`` counts from 1
    and is ``None`` where the input was not text.
    """

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = self.path or "sweep"
        suffix = "" if self.line is None else f"   (line {self.line})"
        return f"{where}: {self.message}{suffix}"


class ConfigError(VarreError):
    """A sweep file that cannot be used, with all its problems at once and the warnings found on the way."""

    def __init__(self, problems: Sequence[Problem], warnings: Sequence[Problem] = (), source: str = "") -> None:
        self.problems = tuple(problems)
        self.warnings = tuple(warnings)
        self.source = source
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        head = f"{source or 'sweep'}: {count}"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class UsageError(VarreError):
    """An argument, option or environment variable that cannot be used."""


class NotFoundError(VarreError):
    """No sweep, run or file of that name."""


class ConflictError(VarreError):
    """A record was not in the state that the change expects: someone else moved it first."""


class SpaceExhausted(VarreError):  # noqa: N818 - the name that the public interface promises
    """Every configuration of a finite search space has been tried."""


class DataDirError(VarreError):
    """The data directory cannot be used: its owner, its mode, or the place where it stands."""


class StoreError(VarreError):
    """The store cannot be opened or read."""
