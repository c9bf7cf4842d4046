"""The next run of a sweep for an agent.

Interrupted and queued runs come first. Otherwise, under the sweep's lock: read history, ask the sampler (outside any
transaction), and insert the suggestion as the next number in one transaction. A suggestion is real from then on and
never before, so a death at any instant neither loses nor repeats one.
"""

from __future__ import annotations

from dataclasses import replace

from varre.datadir import check_agent, wait_for
from varre.errors import ConflictError
from varre.runs import (
    AgentId,
    Claim,
    Exhausted,
    Lease,
    Over,
    Reason,
    Run,
    RunState,
    Suggestion,
    Sweep,
    SweepKey,
    SweepState,
    Wait,
)
from varre.scheduler.create import new_run
from varre.scheduler.finish import finish, target_is_met, why_no_new_run
from varre.scheduler.recover import recover
from varre.scheduler.retries import retry
from varre.scheduler.room import Known, Room
from varre.store import Change
from varre.sweepfile import SweepFile

__all__ = ["as_claim", "claim", "suggestion"]

_UNDER_WAY_S = 1.0
_PAUSED = Wait(2.0, "paused")
_OPEN = (SweepState.PENDING, SweepState.RUNNING)


def claim(room: Room, key: SweepKey, agent: AgentId) -> Claim | Wait | Over:
    """The next run of a sweep, or why there is none."""
    check_agent(agent)
    while True:
        sweep = room.store.sweeps.get(key)
        if sweep.deleted is not None:
            return Over("deleted")
        if sweep.state == SweepState.PAUSED:
            return _PAUSED
        if sweep.state not in _OPEN:
            return Over(sweep.state_reason or sweep.state.value)
        try:
            answer = _waiting_run(room, sweep, agent) or _new_run(room, sweep, agent)
        except ConflictError:
            continue  # someone else took the number or moved the sweep: look again
        if isinstance(answer, Run):
            return as_claim(sweep, room.known(key).file, answer, agent)
        if isinstance(answer, Wait):
            return answer
        if recover(room):
            continue
        return _nothing_new(room, sweep, answer)


def _waiting_run(room: Room, sweep: Sweep, agent: AgentId) -> Run | None:
    """An interrupted run, or a queued one unless the target has been met."""
    known = room.known(sweep.key)
    known.memory.refresh()
    take = _given_to(agent, room.now())
    run = room.store.runs.take_waiting(sweep.key, take, resumed_only=target_is_met(known))
    if run is not None:
        _begin(room, sweep)
    return run


def _new_run(room: Room, sweep: Sweep, agent: AgentId) -> Run | Wait | Exhausted:
    known = room.known(sweep.key)
    with wait_for(room.datadir.sweep_lock(sweep.key)):
        answer = suggestion(room, sweep.key, known, in_haste=True)
        if not isinstance(answer, Suggestion):
            return answer
        _begin(room, sweep)
        number = known.memory.count + 1
        run = new_run(room, sweep, known.file, number, answer.params, answer.reason)
        run = room.store.runs.insert(_given_to(agent, room.now())(run), known.file.run_cap)
    room.ahead.prepare(sweep.key, known)
    return run


def suggestion(room: Room, key: SweepKey, known: Known, *, in_haste: bool = False) -> Suggestion | Wait | Exhausted:
    """What the next new run would be, in the metric's own units; ``in_haste`` as in `Ahead.ask`."""
    known.memory.refresh()
    reason = why_no_new_run(known)
    if reason:
        return Exhausted(reason)
    answer = room.ahead.ask(key, known, in_haste=in_haste)
    if isinstance(answer, Exhausted):
        again = retry(known.file, known.memory.runs())
        return _in_units(known.file, again) if again else answer
    return answer if isinstance(answer, Wait) else _in_units(known.file, answer[0])


def _nothing_new(room: Room, sweep: Sweep, why: Exhausted) -> Wait | Over:
    """The sweep ends, unless runs are under way: one that fails or is lost may have to be tried again."""
    if finish(room, sweep.key, why.reason):
        return Over(why.reason)
    left = sum(room.store.runs.open(sweep.key).values())
    return Wait(_UNDER_WAY_S, f"{why.reason}, {left} under way")


def _in_units(file: SweepFile, suggestion: Suggestion) -> Suggestion:
    if file.objective is None:
        return suggestion
    return replace(suggestion, reason=suggestion.reason.in_units(file.objective))


def _begin(room: Room, sweep: Sweep) -> None:
    """The first claim sets a sweep going."""
    if sweep.state == SweepState.PENDING:
        room.store.sweeps.move(sweep.key, _running)


def _running(sweep: Sweep) -> Sweep:
    return replace(sweep, state=SweepState.RUNNING) if sweep.state == SweepState.PENDING else sweep


def _given_to(agent: AgentId, now: float) -> Change:
    """A new attempt: what is said of the latest attempt begins anew."""

    def take(run: Run) -> Run:
        return replace(
            run,
            state=RunState.RUNNING,
            attempt=run.attempt + 1,
            agent=agent,
            started=now,
            ended=None,
            exit_code=None,
            error="",
            stop=None,
            rows=0,
            skipped=0,
            best=None,
            last=None,
            best_row={},
            ranges={},
            preempting=False,
        )

    return take


def as_claim(sweep: Sweep, file: SweepFile, run: Run, agent: AgentId) -> Claim:
    """What an agent must know of a run that it has been given."""
    return Claim(
        lease=Lease(run.key, run.attempt, agent),
        id=run.id,
        number=run.number,
        sweep=sweep.key,
        sweep_id=sweep.id,
        project=sweep.project,
        params=run.params,
        config=run.config,
        reason=run.reason or Reason("queued"),
        program=file.program,
        command=file.command,
        directory=sweep.directory,
    )
