"""``varre rerun``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial

import click

from varre.cli.following import shown
from varre.cli.opening import opened, tell
from varre.cli.options import threads
from varre.cli.signals import ENDING, Interrupts
from varre.cli.targets import called, run_of
from varre.cli.text import clean
from varre.engines import local
from varre.errors import UsageError
from varre.runs import Ack, AgentId, Claim, Exit, Lease, Order, Over, RunKey, RunState, SweepKey, Wait
from varre.scheduler import Scheduler
from varre.worker import Agent, check_command

__all__ = ["command"]


@click.command("rerun")
@click.argument("reference", metavar="SWEEP/NUMBER")
@threads
def command(reference: str, threads: int | None) -> int:
    """Run one configuration of a sweep again, here and now, as a run of its own.

    The same program gets the same arguments, parameters and seed. The new run is kept in the project, outside the
    sweep, so that it changes nothing of what was searched. Exit code: 0 if it has finished, 1 otherwise, 130 after
    Ctrl-C, which ends it.
    """
    with opened() as (scheduler, datadir):
        run = run_of(scheduler, reference)
        if run.sweep is None:
            raise UsageError(f"run {run.id} belongs to no sweep, so there is no command to run it again")
        sweep = scheduler.sweep(run.sweep)
        file = scheduler.file(sweep.key)
        check_command(file.command, file.program, sweep.directory)
        with ExitStack() as while_it_runs:

            def begun(claim: Claim) -> None:
                tell(f"running {clean(called(scheduler, run))} again, as run {clean(claim.id)}")
                while_it_runs.enter_context(shown(datadir.run_dir(claim.lease.run) / "console.log"))

            once = _Once(scheduler, run.key, begun)
            worker = Agent(once, datadir, sweep.key, gpus=tuple(local.visible_gpus()), threads=threads)
            interrupts = Interrupts(partial(worker.interrupt, ENDING), lambda: None)  # there is nothing to let finish
            while_it_runs.enter_context(interrupts.listening())
            worker.run()
        ended = None if once.claimed is None else scheduler.run(once.claimed.lease.run)
    if ended is not None:
        tell(f"run {clean(ended.id)} is {ended.state.value}{f': {clean(ended.error)}' if ended.error else ''}")
    return interrupts.exit_code or int(ended is None or ended.state is not RunState.FINISHED)


class _Once:
    """A `Backend` that gives out one run again and no more.

    The new run is made when the agent claims it: before, its lock is not held, and the run would be taken for lost.
    """

    def __init__(self, scheduler: Scheduler, run: RunKey, begun: Callable[[Claim], None]) -> None:
        self._scheduler = scheduler
        self._run = run
        self._begun = begun
        self.claimed: Claim | None = None

    def claim(self, sweep: SweepKey, agent: AgentId) -> Claim | Wait | Over:
        """The run the first time, then nothing."""
        if self.claimed is not None:
            return Over("it was one run")
        self.claimed = self._scheduler.rerun_claim(self._run, agent)
        self._begun(self.claimed)
        return self.claimed

    def append(self, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
        """See `Scheduler.append`."""
        return self._scheduler.append(lease, writer, offset, lines)

    def heartbeat(self, leases: Sequence[Lease]) -> Mapping[Lease, Order]:
        """See `Scheduler.heartbeat`."""
        return self._scheduler.heartbeat(leases)

    def end(self, lease: Lease, exit: Exit) -> RunState:
        """See `Scheduler.end`."""
        return self._scheduler.end(lease, exit)
