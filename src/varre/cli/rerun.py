"""``varre rerun``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import click

from varre.cli.following import shown
from varre.cli.opening import opened, tell
from varre.cli.options import threads
from varre.cli.signals import ENDING, Interrupts
from varre.cli.targets import called, run_of
from varre.cli.text import clean
from varre.datadir import new_agent_id
from varre.engines import local
from varre.errors import UsageError
from varre.runs import Ack, AgentId, Claim, Exit, Lease, Order, Over, RunState, SweepKey, Wait
from varre.scheduler import Scheduler
from varre.worker import Agent, check_command

__all__ = ["command"]


@click.command("rerun")
@click.argument("reference", metavar="SWEEP/NUMBER")
@threads
def command(reference: str, threads: int | None) -> int:
    """Run one configuration of a sweep again, here and now, as a run of its own.

    The same program gets the same arguments, parameters and seed. The new run is kept in the project, outside the
    sweep, so that it changes nothing of what was searched. Exit code: 0 if it has finished, 1
    otherwise, 130 after Ctrl-C, which ends it.
    """
    with opened() as (scheduler, datadir):
        run = run_of(scheduler, reference)
        if run.sweep is None:
            raise UsageError(f"run {run.id} belongs to no sweep, so there is no command to run it again")
        sweep = scheduler.sweep(run.sweep)
        file = scheduler.file(sweep.key)
        check_command(file.command, file.program, sweep.directory)
        agent = new_agent_id()
        claim = scheduler.rerun_claim(run.key, agent)
        tell(f"running {clean(called(scheduler, run))} again, as run {clean(claim.id)}")
        once = _Once(scheduler, claim)
        worker = Agent(once, datadir, sweep.key, gpus=tuple(local.visible_gpus()), threads=threads, agent=agent)
        interrupts = Interrupts(partial(worker.interrupt, ENDING), lambda: None)  # there is nothing to let finish
        with interrupts.listening(), shown(datadir.run_dir(claim.lease.run) / "console.log"):
            worker.run()
        ended = scheduler.run(claim.lease.run)
    tell(f"run {clean(ended.id)} is {ended.state.value}{f': {clean(ended.error)}' if ended.error else ''}")
    return interrupts.exit_code or int(ended.state is not RunState.FINISHED)


class _Once:
    """A `Backend` that gives out one run and no more."""

    def __init__(self, scheduler: Scheduler, claim: Claim) -> None:
        self._scheduler = scheduler
        self._claims = [claim]

    def claim(self, sweep: SweepKey, agent: AgentId) -> Claim | Wait | Over:
        """The run the first time, then nothing."""
        return self._claims.pop() if self._claims else Over("it was one run")

    def append(self, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
        """See `Scheduler.append`."""
        return self._scheduler.append(lease, writer, offset, lines)

    def heartbeat(self, leases: Sequence[Lease]) -> Mapping[Lease, Order]:
        """See `Scheduler.heartbeat`."""
        return self._scheduler.heartbeat(leases)

    def end(self, lease: Lease, exit: Exit) -> RunState:
        """See `Scheduler.end`."""
        return self._scheduler.end(lease, exit)
