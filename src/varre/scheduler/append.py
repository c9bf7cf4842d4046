"""Taking in what runs log, and telling their agents what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from varre.errors import ConflictError, UsageError
from varre.runs import Ack, Lease, Order, OrderKind, Row, Run, RunState, StopReason, SweepState
from varre.scheduler.consoles import keep_console
from varre.scheduler.edit import as_told
from varre.scheduler.metric import finite_values, widened, with_values
from varre.scheduler.room import Room
from varre.spool import Intake, WriterState, attempt_of, flush, merge, take_in
from varre.store import Batch, Holding
from varre.sweepfile import Objective

__all__ = ["append", "flush_rows", "heartbeat"]

_SEALED_EVERY = 5_000
"""After how many rows what an attempt has logged is sealed, so that the curves of long ones are read fast too."""


def append(room: Room, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
    """Take in complete lines of a writer that begin at ``offset``; what was taken in before is skipped.

    Raises `ConflictError` where lines are missing before ``offset``, `UsageError` for a torn line or another attempt's
    writer. Lines of an attempt that is no longer the latest are kept under it.
    """
    if lines and not lines.endswith(b"\n"):
        raise UsageError(f"writer {writer}: what is appended must end with a whole line")
    if attempt_of(writer) != lease.attempt:
        raise UsageError(f"writer {writer} does not belong to attempt {lease.attempt}")
    while True:
        before = room.store.rows.writer(lease.run, writer)
        if offset > before.next_offset:
            raise ConflictError(f"writer {writer}: bytes {before.next_offset} to {offset} are missing")
        fresh = lines[before.next_offset - offset :]
        if not fresh:
            return Ack(before.next_offset, heartbeat(room, [lease])[lease])
        after, intake = take_in(before, fresh)
        try:
            _keep(room, lease, writer, before, after, intake)
        except ConflictError:
            continue  # someone else has taken in the same lines
        return Ack(after.next_offset, heartbeat(room, [lease])[lease])


def flush_rows(room: Room, lease: Lease) -> None:
    """Commit the rows that the writers of an attempt left when they ended."""
    for writer in room.store.rows.unfinished(lease.run):
        if attempt_of(writer) == lease.attempt:
            before = room.store.rows.writer(lease.run, writer)
            after, intake = flush(before)
            _keep(room, lease, writer, before, after, intake)


def heartbeat(room: Room, leases: Sequence[Lease]) -> Mapping[Lease, Order]:
    """What the agent is to do with each of the runs that it believes to hold."""
    holdings = room.store.runs.holdings([lease.run for lease in leases])
    return {lease: _order(lease, holdings.get(lease.run)) for lease in leases}


def _order(lease: Lease, holding: Holding | None) -> Order:
    if holding is None or (holding.attempt, holding.agent) != (lease.attempt, lease.agent):
        return Order(OrderKind.SUPERSEDED)
    if holding.state != RunState.RUNNING:
        return Order(OrderKind.SUPERSEDED)
    if holding.stop is not None:
        return Order(OrderKind.STOP, holding.stop)
    if holding.sweep == SweepState.CANCELED:
        return Order(OrderKind.STOP, StopReason("canceled"))
    return Order()


def _keep(room: Room, lease: Lease, writer: str, before: WriterState, after: WriterState, intake: Intake) -> None:
    objective = _objective(room, lease)
    found = list(finite_values(objective, intake.rows))
    batch = Batch(intake.rows, tuple(value for value, _ in found), intake.gauges)
    change = partial(_with_logged, lease=lease, intake=intake, objective=objective, found=found)
    run = room.store.rows.append(lease, writer, before, after, batch, change)
    if run.attempt == lease.attempt:
        keep_console(room, lease, intake.console)
        if found:
            _judge(room, run, len(found))
        if run.rows % _SEALED_EVERY < len(intake.rows):
            room.store.rows.seal(run.key, lease.attempt)


def _objective(room: Room, lease: Lease) -> Objective | None:
    sweep = room.sweep_of(lease.run)
    return None if sweep is None else room.known(sweep).file.objective


def _with_logged(
    run: Run, lease: Lease, intake: Intake, objective: Objective | None, found: Sequence[tuple[float, Row]]
) -> Run:
    """The run after a batch. What an older attempt logs late does not change it."""
    if run.attempt != lease.attempt:
        return run
    config = dict(run.config)
    merge(config, intake.config)
    run = replace(
        run,
        config=config,
        summary={**run.summary, **intake.summary},
        rows=run.rows + len(intake.rows),
        skipped=run.skipped + intake.skipped,
        preempting=run.preempting or intake.preempting,
        ranges=widened(run.ranges, intake.rows),
    )
    run = as_told(run, intake.about)
    if intake.finished and run.sweep is None and run.state == RunState.RUNNING:
        run = replace(run, exit_code=intake.exit_code)  # counts if its process dies before it can report its end
    return with_values(run, objective, found)


def _judge(room: Room, run: Run, new: int) -> None:
    """Ask the stopper, if the run has come to one of its rungs. The verdict stays with the run."""
    known = room.known(run.sweep) if run.sweep else None
    if known is None or known.stopper is None or known.file.objective is None:
        return
    if run.stop is not None or run.deleted is not None:
        return
    known.memory.refresh()
    seen = known.memory.observation(run.key)
    after = len(seen.curve)
    if not known.stopper.rungs(after - new, after):
        return
    verdict = known.stopper.decide(seen, known.memory.observations()).stop
    if verdict is not None:
        told = partial(_told_to_stop, attempt=run.attempt, reason=verdict.in_units(known.file.objective))
        room.store.runs.change(run.key, told)


def _told_to_stop(run: Run, attempt: int, reason: StopReason) -> Run:
    still = run.state == RunState.RUNNING and run.attempt == attempt and run.stop is None
    return replace(run, stop=reason) if still else run
