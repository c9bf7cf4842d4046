"""`varre.agent` with a function: an agent that calls it for each run, in the thread that called `agent`."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from varre.datadir import DataDir, hold, new_agent_id
from varre.runs import AgentId, Claim, Exit, Over, RunState, Sweep, Wait
from varre.sdk import current
from varre.sdk.ending import code_of, in_a_line
from varre.sdk.hosts import Place, Writer
from varre.sdk.notices import say
from varre.sdk.progress import say_begun
from varre.sdk.signals import STOPPED, catch_sigterm, leave_sigterm, sdk_call
from varre.sdk.tailing import Feed
from varre.spool import SpoolWriter
from varre.worker.base import Backend
from varre.worker.environment import child_environment
from varre.worker.giving_up import GivingUp
from varre.worker.parameters import write_parameter_file

__all__ = ["Limits", "work"]

_TAIL_LINES = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """When to end before the sweep is over: after ``count`` runs started, or that many failures in a row."""

    count: int | None = None
    consecutive_failures: int | None = None


def work(function: Callable[[], object], backend: Backend, datadir: DataDir, sweep: Sweep, limits: Limits) -> None:
    """Call ``function`` for run after run of ``sweep``.

    Ctrl-C ends the loop and SIGTERM the process (`SystemExit`); the run they meet goes back to the queue.
    """
    agent = new_agent_id()
    lock = hold(datadir.agent_lock(agent))
    sdk_call.signalled = False
    catch_sigterm()
    try:
        _Loop(function, backend, datadir, sweep, limits, agent).run()
    except KeyboardInterrupt:
        say("interrupted: no more runs")
    finally:
        leave_sigterm()
        lock.path.unlink(missing_ok=True)
        lock.release()
    if sdk_call.signalled:
        raise SystemExit(STOPPED)


class _FunctionHost:
    """A run inside a function agent."""

    def __init__(self, claim: Claim, datadir: DataDir, feed: Feed) -> None:
        lease = claim.lease
        self.place = Place(
            key=lease.run,
            id=claim.id,
            project=claim.project,
            directory=datadir.run_dir(lease.run),
            attempt=lease.attempt,
            sweep_id=claim.sweep_id,
            number=claim.number,
            fixed=claim.config,
        )
        self.code = 0
        self._spool = datadir.spool(lease.run)
        self._feed = feed

    def open_writer(self) -> Writer:
        return SpoolWriter(self._spool, self.place.attempt)

    def begin(self) -> None:
        return None

    def stop_asked(self) -> bool:
        return self._feed.stop_asked.is_set()

    def end(self, code: int | None, error: str = "") -> None:
        self.code = code or 0


class _Loop:
    def __init__(
        self,
        function: Callable[[], object],
        backend: Backend,
        datadir: DataDir,
        sweep: Sweep,
        limits: Limits,
        agent: AgentId,
    ) -> None:
        self._function = function
        self._backend = backend
        self._datadir = datadir
        self._sweep = sweep
        self._limits = limits
        self._agent = agent
        self._giving_up = GivingUp.from_environment()
        self._failures_in_a_row = 0
        self._began = time.monotonic()

    def run(self) -> None:
        started = 0
        while self._limits.count is None or started < self._limits.count:
            answer = self._backend.claim(self._sweep.key, self._agent)
            if isinstance(answer, Over):
                return say(f"sweep {self._sweep.id} is over: {answer.reason}")
            if isinstance(answer, Wait):
                time.sleep(answer.seconds)
                continue
            started += 1
            say_begun(answer)
            why = self._why_to_end(self._train(answer))
            if why:
                return say(f"no more runs: {why}")
        return None

    def _train(self, claim: Claim) -> RunState | None:
        """One run from its beginning to its state, or ``None`` after Ctrl-C."""
        with _surroundings(claim, self._datadir):
            with Feed(self._backend, self._datadir, claim.lease) as feed:
                exit = self._call(_FunctionHost(claim, self._datadir, feed), feed)
            state = self._backend.end(claim.lease, exit)
        return None if exit.interrupted else state

    def _call(self, host: _FunctionHost, feed: Feed) -> Exit:
        current.set_host(host)
        try:
            self._function()
        except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001 - the outermost loop of an agent
            return _exit_with(error, feed.stop_asked.is_set())
        finally:
            _clean_up()
        return Exit(host.code, ordered=feed.stop_asked.is_set())

    def _why_to_end(self, state: RunState | None) -> str:
        if state is None:
            return "interrupted"
        failed = state in (RunState.FAILED, RunState.CRASHED)
        self._failures_in_a_row = self._failures_in_a_row + 1 if failed else 0
        if self._failures_in_a_row == self._limits.consecutive_failures:
            return f"{self._failures_in_a_row} runs in a row have failed"
        return self._giving_up.count(failed, time.monotonic() - self._began)


def _exit_with(error: BaseException, ordered: bool) -> Exit:
    """What an exception that left the function means; its traceback is shown unless it is a way to end."""
    lines = traceback.format_exception(error)
    if isinstance(error, Exception):
        traceback.print_exception(error)
    return Exit(
        code_of(error),
        ordered=ordered,
        interrupted=isinstance(error, KeyboardInterrupt) or sdk_call.signalled,
        error=in_a_line(error),
        tail="\n".join("".join(lines).splitlines()[-_TAIL_LINES:]) if isinstance(error, Exception) else "",
    )


def _clean_up() -> None:
    """Whatever the function left open belongs to its run, not to what this process does next."""
    run = current.run()
    if run is not None:
        run.finish()
    current.set_host(None)


@contextmanager
def _surroundings(claim: Claim, datadir: DataDir) -> Iterator[None]:
    """The run's folders and the environment that a process of its own would have, for what the function starts."""
    lease = claim.lease
    folder = datadir.run_dir(lease.run)
    for path in (folder, datadir.spool(lease.run)):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_parameter_file(folder / "config.yaml", claim)
    theirs = child_environment(claim, datadir, folder / "config.yaml", threads=1)
    ours = {name: value for name, value in theirs.items() if os.environ.get(name) != value and _is_about_run(name)}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _is_about_run(name: str) -> bool:
    return name.startswith(("VARRE_", "WANDB_"))
