"""The tasks of the league, frozen: what the searchers are judged by, and what nobody may tune to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from encoding import Config, Parameters
from ensembles import Array
from tables import TABLES, Table

__all__ = ["CHEAP", "Task", "task", "tasks"]

CHEAP = ("svm-digits", "lightgbm-diabetes", "pipeline-breast")
"""Where the searchers that take seconds a suggestion are run for 200 trials, with one worker."""


class Task(Protocol):
    """A loss over ``parameters``, as it is expected and as one training shows it."""

    @property
    def name(self) -> str: ...

    @property
    def parameters(self) -> Parameters: ...

    @property
    def drawn(self) -> Array:
        """The expected losses of at least 20,000 random configurations, ascending, infinite where they fail."""

    @property
    def best(self) -> float:
        """The lowest expected loss that is known."""

    @property
    def digest(self) -> str:
        """Another one where the task is another."""

    def true(self, configs: Sequence[Config]) -> Array:
        """The expected loss of n configurations: (n,), NaN where they fail."""

    def observe(self, config: Config, seed: int) -> float:
        """What a training with this seed ends with; NaN where it fails."""

    def lasts(self, config: Config) -> float:
        """How many seconds a training takes."""


def tasks() -> list[str]:
    """The names of all tasks, in order."""
    return sorted(path.stem for path in TABLES.glob("*.json"))


@cache
def task(name: str) -> Task:
    """One task, loaded once."""
    return Table.load(name)
