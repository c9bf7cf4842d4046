"""What the reckoner works out of a sweep: reads the store itself, and gives JSON that goes to the page as it is.

Arrays are imported when a function is called: the server only names these functions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from varre.datadir import DataDir
from varre.errors import NotFoundError
from varre.runs import Run, Seeds, Suggestion, SweepKey
from varre.scheduler import Scheduler
from varre.server.jsonvalues import finite, json_value, json_values
from varre.space import Value
from varre.sweepfile import Objective

__all__ = ["Aim", "Which", "importance", "model", "prepare", "skip"]

Which = Literal["best", "last", "min", "max"]
"""Which value of a metric counts for a run: at its best row, the last one, the lowest, the highest."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What runs are judged by: a metric, which of its values, and whether low ones are good; ``own``: the sweep's."""

    objective: Objective
    which: Which
    own: bool

    def loss(self, run: Run) -> float | None:
        """The value of a run as a loss, if it has one."""
        value = self._value(run)
        return None if value is None else self.objective.loss(value)

    def _value(self, run: Run) -> float | None:
        name = self.objective.name
        if self.which in ("min", "max"):
            return run.ranges[name][self.which == "max"] if name in run.ranges else None
        if self.own:
            return run.value if self.which == "best" else run.last_value
        return finite((run.best_row if self.which == "best" else run.summary).get(name))


@dataclass(slots=True)
class _Remembered:
    """The runs of a sweep as of a cursor."""

    cursor: int = 0
    runs: dict[int, Run] = field(default_factory=dict)

    def refresh(self, scheduler: Scheduler, sweep: SweepKey) -> Iterable[Run]:
        self.cursor, changed = scheduler.changed(sweep, self.cursor)
        for run in changed:
            self.runs[run.number or 0] = run
            if run.deleted is not None:
                del self.runs[run.number or 0]
        return self.runs.values()


def prepare() -> str:
    """Load what `importance` needs, which takes longer than most answers."""
    from varre.analysis import importance
    from varre.analysis.forest import load_trees

    load_trees()
    return importance.__name__


def importance(directory: Path, sweep: SweepKey, aim: Aim, method: str, stopped: bool) -> str:
    """What mattered in a sweep, as the JSON of `varre.server.explained.ImportanceView`.

    Raises `NotFoundError` for a sweep that is not there.
    """
    from varre.analysis.importance import explain
    from varre.analysis.seen import ended

    scheduler = _scheduler(directory)
    remembered = _remembered(directory, sweep)
    runs = remembered.refresh(scheduler, sweep)
    space = scheduler.file(sweep).space
    found = explain(space, ended(runs, aim.loss), method=method, stopped=stopped).in_units(aim.objective)
    told = {**asdict(found), "metric": aim.objective.name, "which": aim.which, "cursor": remembered.cursor}
    return json.dumps(told, allow_nan=False)


def model(directory: Path, sweep: SweepKey, others: Literal["best", "average"] | int) -> str:
    """What a sweep's search believes, as the JSON of `varre.server.explained.ModelView`.

    ``others`` says where the other parameters of a slice stand. Raises `NotFoundError` for a sweep or a run that is
    not there.
    """
    from varre.search.portrait import portrait

    scheduler = _scheduler(directory)
    file = scheduler.file(sweep)
    cursor = scheduler.cursor()
    try:
        found = portrait(file, scheduler.history(sweep), Seeds(scheduler.sweep(sweep).seed), others)
    except ValueError as error:
        raise NotFoundError(f"there is no run {others} to hold the other parameters at") from error
    aim = file.objective
    if found is None or aim is None:
        told = {"needed": 0, "have": 0, "next": _guess(scheduler.next_suggestion(sweep)), "model": None}
    else:
        told = asdict(found.in_units(aim))
    about = {
        "number": scheduler.next_number(sweep),
        "objective": aim.name if aim else None,
        "goal": aim.goal if aim else None,
        "cursor": cursor,
    }
    return json.dumps(json_values({**told, **about}), allow_nan=False)


def skip(directory: Path, sweep: SweepKey) -> str:
    """Set the next suggestion of a sweep aside; JSON of the one that takes its place, or null.

    Raises `ConflictError` if there is nothing to skip.
    """
    scheduler = _scheduler(directory)
    return json.dumps(json_value(_guess(scheduler.skip_suggestion(sweep))), allow_nan=False)


def _guess(suggestion: Suggestion | None) -> Value:
    """A suggestion of which no model says more."""
    if suggestion is None:
        return None
    unknown: dict[str, Value] = {"predicted": None, "near": 0, "nearest": None, "likeness": None, "differences": []}
    return {**asdict(suggestion), **unknown}


@cache
def _scheduler(directory: Path) -> Scheduler:
    return Scheduler.open(DataDir(directory))


@cache
def _remembered(directory: Path, sweep: SweepKey) -> _Remembered:
    return _Remembered()
