"""Runs that people ask for: they wait in the queue and are given out before anything that the sampler suggests."""

from __future__ import annotations

import json
from collections.abc import Callable

from varre.errors import ConfigError, ConflictError, Problem, UsageError
from varre.runs import Reason, Run, RunKey, Sweep, SweepKey, SweepState
from varre.scheduler.create import new_run
from varre.scheduler.room import Known, Room
from varre.space import Params
from varre.sweepfile import SweepFile

__all__ = ["enqueue", "retry_run"]


def enqueue(room: Room, key: SweepKey, partial: Params) -> Run:
    """Queue a configuration; what it leaves open is drawn at random, by the number of its run.

    Raises `ConfigError` for what is not in the search space, `ConflictError` if the sweep has ended or has its
    ``run_cap`` of runs.
    """
    known = room.known(key)
    given = _in_space(known.file, partial)

    def complete(number: int) -> Params:
        params = known.file.space.fill(given, known.seeds.number(number))
        if params is None:
            raise ConfigError([Problem("params", "no way was found to fill in what is missing: give more values")])
        return params

    return _insert(room, key, known, complete, Reason("queued"))


def retry_run(room: Room, key: RunKey) -> Run:
    """Queue the configuration of a run once more. Raises as `enqueue`, and `UsageError` for a run without a sweep."""
    run = room.store.runs.get(key)
    if run.sweep is None:
        raise UsageError(f"run {run.id} belongs to no sweep: start its script again")
    known = room.known(run.sweep)
    return _insert(room, run.sweep, known, lambda _: run.params, Reason("retry", note=f"of #{run.number}"))


def _insert(room: Room, key: SweepKey, known: Known, params: Callable[[int], Params], reason: Reason) -> Run:
    """Keep a pending run as the sweep's next. Who takes its number first wins, so it never waits for a sampler."""
    while True:
        sweep = room.store.sweeps.get(key)
        known.memory.refresh()
        number = known.memory.count + 1
        _check_room(sweep, known, number)
        run = new_run(room, sweep, known.file, number, params(number), reason)
        try:
            return room.store.runs.insert(run, known.file.run_cap, while_paused=True)
        except ConflictError:
            continue  # someone else took the number or moved the sweep: look again


def _check_room(sweep: Sweep, known: Known, number: int) -> None:
    if sweep.deleted is not None:
        raise ConflictError(f"sweep {sweep.id} was deleted: restore it first")
    if sweep.state in (SweepState.FINISHED, SweepState.CANCELED):
        raise ConflictError(f"sweep {sweep.id} has ended: resume it first")
    cap = known.file.run_cap
    if cap is not None and number > cap:
        raise ConflictError(f"sweep {sweep.id} has the {cap} runs of its run_cap")


def _in_space(file: SweepFile, partial: Params) -> Params:
    """The configuration, flat and each value in its parameter's own form, by the rules of the file's start points."""
    try:
        return SweepFile.parse({**json.loads(file.to_json()), "start": [dict(partial)]}).start[0]
    except ConfigError as error:
        problems = [Problem("params", problem.message) for problem in error.problems]
        raise ConfigError(problems, source="params") from None
