"""New sweeps, and runs that belong to none."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from varre import search, stopping
from varre.datadir import check_agent, check_id, check_project, new_key
from varre.errors import UsageError
from varre.runs import (
    AgentId,
    Claim,
    Lease,
    Observation,
    Outcome,
    Reason,
    Run,
    RunKey,
    RunState,
    Seeds,
    Sweep,
    SweepKey,
    SweepState,
)
from varre.scheduler.metric import finite_values
from varre.scheduler.reading import find_run
from varre.scheduler.room import Room
from varre.space import Params, Value
from varre.spool import flatten
from varre.sweepfile import OtherRule, SweepFile

__all__ = ["create_sweep", "new_run", "rerun", "start_run"]

_PROJECT = "uncategorized"
_DRAWS = 100


def create_sweep(
    room: Room, file: SweepFile, project: str | None, directory: Path | None, id: str | None, prior_runs: Sequence[str]
) -> Sweep:
    """Keep a new sweep with its start points as queued runs.

    Raises ConfigError if another package's sampler or stopper is not to be had here, or refuses its options.
    """
    _check_others(file)
    key = SweepKey(new_key())
    sweep = Sweep(
        key=key,
        id=key if id is None else check_id(id),
        project=check_project(project or file.project or _PROJECT),
        name=file.name or "",
        state=SweepState.PENDING,
        state_reason="",
        seed=secrets.randbelow(2**31) if file.seed is None else file.seed,
        text=file.to_json(),
        directory=None if directory is None else str(directory.absolute()),
        created=room.now(),
        ended=None,
    )
    runs = [
        new_run(room, sweep, file, number, params, Reason("start"))
        for number, params in enumerate(_start_points(file, Seeds(sweep.seed)), start=1)
    ]
    room.store.sweeps.create(sweep, runs, list(_prior(room, file, prior_runs)))
    return sweep


def _check_others(file: SweepFile) -> None:
    """What Varre has itself was checked with the file, and may take a while to load."""
    if file.method not in search.SAMPLERS:
        search.make(file)
    if isinstance(file.early_terminate, OtherRule):
        stopping.make(file.early_terminate)


def new_run(room: Room, sweep: Sweep, file: SweepFile, number: int, params: Params, reason: Reason) -> Run:
    """A run of a sweep that no agent has yet."""
    return replace(
        _empty_run(room, sweep.project),
        sweep=sweep.key,
        number=number,
        params=dict(params),
        config=file.space.nest(params),
        reason=reason,
    )


def start_run(
    room: Room, agent: AgentId, project: str, id: str | None, name: str, config: Mapping[str, Value]
) -> Claim:
    """A run that belongs to no sweep, already in the hands of ``agent``."""
    check_agent(agent)
    empty = _empty_run(room, check_project(project))
    run = replace(
        empty,
        id=empty.key if id is None else check_id(id),
        state=RunState.RUNNING,
        attempt=1,
        agent=agent,
        started=empty.created,
        params=flatten(config),
        config=dict(config),
        name=name,
    )
    room.store.runs.insert(run)
    return _free_claim(run, agent, Reason("script"))


def rerun(room: Room, key: RunKey, agent: AgentId) -> Claim:
    """The configuration of a run of a sweep once more, outside of it, already in the hands of ``agent``.

    Raises `UsageError` for a run that belongs to no sweep: nobody knows how it was started.
    """
    check_agent(agent)
    old = room.store.runs.get(key)
    if old.sweep is None:
        raise UsageError(f"run {old.id} belongs to no sweep: start its script again")
    sweep, file = room.store.sweeps.get(old.sweep), room.known(old.sweep).file
    reason = Reason("rerun", note=f"of {sweep.id}/{old.number}")
    run = replace(
        _empty_run(room, old.project),
        state=RunState.RUNNING,
        attempt=1,
        agent=agent,
        started=room.now(),
        params=old.params,
        config=file.space.nest(old.params),
        reason=reason,
        name=f"rerun of {sweep.id}/{old.number}",
    )
    room.store.runs.insert(run)
    claim = _free_claim(run, agent, reason)
    return replace(claim, program=file.program, command=file.command, directory=sweep.directory)


def _free_claim(run: Run, agent: AgentId, reason: Reason) -> Claim:
    return Claim(Lease(run.key, 1, agent), run.id, None, None, None, run.project, run.params, run.config, reason)


def _empty_run(room: Room, project: str) -> Run:
    key = RunKey(new_key())
    return Run(
        key=key,
        id=key,
        project=project,
        sweep=None,
        number=None,
        state=RunState.PENDING,
        attempt=0,
        losses=0,
        params={},
        config={},
        summary={},
        reason=None,
        stop=None,
        agent=None,
        created=room.now(),
        started=None,
        ended=None,
        exit_code=None,
        error="",
        rows=0,
        skipped=0,
        best=None,
        last=None,
        best_row={},
    )


def _start_points(file: SweepFile, seeds: Seeds) -> Iterator[Params]:
    """The points to try first, their gaps filled; each configuration once, at most as many as the sweep may have."""
    seen = set()
    points = file.start if file.run_cap is None else file.start[: file.run_cap]
    for number, partial in enumerate(points, start=1):
        generator = seeds.number(number)
        for _ in range(_DRAWS):  # a gap may be filled so that an earlier point is met again
            params = file.space.fill(partial, generator)
            if params is not None and file.space.key(params) not in seen:
                seen.add(file.space.key(params))
                yield params
                break


def _prior(room: Room, file: SweepFile, refs: Sequence[str]) -> Iterator[Observation]:
    for ref in refs:
        run = find_run(room, ref)
        observation = _as_observation(room, file, run)
        problems = file.space.check(observation.params)
        if problems:
            warnings.warn(f"prior run {ref} is left out: {'; '.join(problems)}", stacklevel=2)
        else:
            yield observation


def _as_observation(room: Room, file: SweepFile, run: Run) -> Observation:
    """An earlier run as this sweep sees it: its own parameters and its own metric, whatever else was there."""
    names = {parameter.path for parameter in file.space.parameters}
    given = {**flatten(run.config), **run.params}
    params = {name: value for name, value in given.items() if name in names}
    rows = room.store.rows.rows(run.key, run.attempt)
    outcome = Outcome.FAILED if run.state in (RunState.FAILED, RunState.CRASHED) else Outcome.FINISHED
    return Observation(None, params, tuple(value for value, _ in finite_values(file.objective, rows)), outcome)
