"""The agent: claims runs, trains them in its slots, hands on what they log, and obeys."""

from __future__ import annotations

import contextlib
import random
import selectors
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from varre import supervisor
from varre.datadir import DataDir, hold, new_agent_id
from varre.errors import ConflictError, NotFoundError, UsageError, VarreError
from varre.runs import AgentId, Claim, Exit, Order, Over, SweepKey, Wait
from varre.worker.alarm import Alarm
from varre.worker.attempt import Attempt
from varre.worker.away import Away
from varre.worker.base import Backend
from varre.worker.environment import gpu_share
from varre.worker.events import AgentEvent, AgentResult, Ended, Note, Started, Stopping
from varre.worker.giving_up import GivingUp
from varre.worker.machine import cores
from varre.worker.orphans import Orphans
from varre.worker.pace import Pace, Patience
from varre.worker.settings import kill_delay
from varre.worker.signals import default_signals_to
from varre.worker.tally import Tally
from varre.worker.vitals import Vitals

__all__ = ["Agent"]

_TERM, _KILL = 2, 3


class Agent:
    """One agent process with ``slots`` slots.

    ``threads`` are the threads of each run (by default its share of the cores), ``count`` the runs to start at most;
    ``gpus`` are dealt out among the slots. ``away`` looks after what is kept here for a truth that is kept elsewhere.
    ``listener`` is called between two looks at the runs, so it must be quick.
    Everything happens in the thread that calls `run`; only `interrupt` may come from another thread or from a signal
    handler. Raises `UsageError` for settings of the environment that cannot be used.
    """

    def __init__(
        self,
        backend: Backend,
        datadir: DataDir,
        sweep: SweepKey,
        *,
        slots: int = 1,
        gpus: Sequence[str] = (),
        threads: int | None = None,
        count: int | None = None,
        listener: Callable[[AgentEvent], None] = lambda event: None,
        agent: AgentId | None = None,
        disable_flapping: bool = False,
        away: Away | None = None,
    ) -> None:
        if slots < 1:
            raise UsageError(f"slots must be at least 1, got {slots}")
        self.id = agent or new_agent_id()
        self._backend = backend
        self._datadir = datadir
        self._sweep = sweep
        self._slots = slots
        self._gpus = gpus
        self._threads = threads or max(1, cores() // slots)
        self._count = count
        self._listener = listener
        self._kill_delay = kill_delay()
        self._giving_up = GivingUp.from_environment(disable_flapping)
        self._patience = Patience(random.Random(self.id), time.monotonic, self._note)
        self._pace = Pace()
        self._tally = Tally()
        self._away = away
        self._vitals = Vitals(gpus)
        self._attempts: list[Attempt] = []
        self._orphans = Orphans()
        self._selector = selectors.DefaultSelector()
        self._alarm = Alarm()
        self._tier = 0
        self._next_claim = float("-inf")
        self._began = 0.0
        self._problem: VarreError | OSError | None = None
        self._noted: set[str] = set()

    def interrupt(self, at_least: int = 0) -> int:
        """Raise the tier by one, and to ``at_least``; the tier now.

        1: no new runs, the running ones finish. 2: they get TERM and go back to the queue. 3: they get KILL. A
        terminal's Ctrl-C raises by one; a cluster's SIGTERM is ``interrupt(2)``. `run` sees to both itself where it has
        the main thread and nobody else handles them.
        """
        self._tier = min(_KILL, max(self._tier + 1, at_least))
        self._alarm.ring()
        return self._tier

    def run(self) -> AgentResult:
        """Work until no run can come any more, or an interrupt. Nothing it started is alive when this returns.

        Raises `UsageError` or `OSError` if a program could not be started; its run is back in the queue.
        """
        with self._standing(), default_signals_to(self.interrupt):
            self._began = time.monotonic()
            try:
                while self._attempts or self._wants_more():
                    self._look()
            finally:
                self._abandon_all()
        if self._problem:
            raise self._problem
        return self._tally.result()

    @contextlib.contextmanager
    def _standing(self) -> Iterator[None]:
        """Be seen as alive, gather orphans, and hear interrupts while the block runs."""
        lock = hold(self._datadir.agent_lock(self.id))
        supervisor.mark_as_subreaper()
        try:
            with self._alarm, self._selector, self._vitals:
                self._selector.register(self._alarm.descriptor, selectors.EVENT_READ, self._alarm.quieten)
                yield
        finally:
            supervisor.mark_as_subreaper(False)
            lock.path.unlink(missing_ok=True)
            lock.release()

    def _look(self) -> None:
        self._claim_one()
        self._wait()
        self._obey_interrupts()
        self._observe()
        self._forward()
        self._heartbeat()
        self._close_ended()

    def _wait(self) -> None:
        """Sleep until a process ends, an interrupt comes, or something is due."""
        claim_at = max(self._next_claim, self._patience.until) if self._may_claim() else float("inf")
        due = min(claim_at, self._pace.due if self._attempts else float("inf"))
        pause = 0.0 if due == float("inf") else max(0.0, due - time.monotonic())  # nothing left to wait for: do not
        for key, _ in self._selector.select(pause):
            key.data()

    # claiming and starting

    def _wants_more(self) -> bool:
        enough = self._count is not None and self._tally.started >= self._count
        return not (enough or self._tier or self._tally.over or self._tally.gave_up or self._problem)

    def _may_claim(self) -> bool:
        return self._wants_more() and len(self._attempts) < self._slots

    def _claim_one(self) -> None:
        if not self._may_claim() or time.monotonic() < self._next_claim:
            return
        match self._patience.reach(self._ask):
            case Claim() as claim:
                self._start(claim)
            case Wait(seconds, reason):
                self._next_claim = time.monotonic() + seconds
                if reason and not self._attempts:
                    self._note_once(f"waiting: {reason}")
            case Over(reason):
                self._tally.over = reason

    def _ask(self) -> Claim | Wait | Over:
        try:
            return self._backend.claim(self._sweep, self.id)
        except NotFoundError as error:
            return Over(str(error))

    def _start(self, claim: Claim) -> None:
        taken = {attempt.slot for attempt in self._attempts}
        slot = min(set(range(self._slots)) - taken)
        gpus = gpu_share(self._gpus, slot, self._slots)
        away = self._away is not None
        attempt = Attempt(claim, slot, self._datadir, self._kill_delay, gpus=gpus, away=away)
        try:
            if self._away:
                self._away.begin(claim.lease)
            attempt.start(threads=self._threads, now=time.time(), warn=self._note_once)
        except (UsageError, OSError) as error:
            self._problem = error
            self._backend.end(claim.lease, Exit(code=-1, interrupted=True, error=str(error)))
            return
        self._attempts.append(attempt)
        self._selector.register(attempt.process.descriptor, selectors.EVENT_READ, partial(self._saw_end, attempt))
        self._tally.started += 1
        self._vitals.begin(attempt, time.monotonic())
        self._pace.saw_news(time.monotonic())
        self._listener(Started(claim, slot, time.time()))

    # while they train

    def _living(self) -> list[Attempt]:
        return [attempt for attempt in self._attempts if attempt.outcome is None]

    def _obey_interrupts(self) -> None:
        now = time.monotonic()
        for attempt in self._living():
            if self._tier >= _TERM:
                attempt.interrupt(now)
            if self._tier >= _KILL:
                attempt.kill(now)
            attempt.press(now)

    def _observe(self) -> None:
        now = time.monotonic()
        for attempt in self._living():
            attempt.voice.console(now)
        self._vitals.look(self._living(), now)

    def _forward(self) -> None:
        if self._pace.forward(time.monotonic()):
            for attempt in self._living():
                if attempt.spooled.has_news():  # a call that asks nothing would look like an answer
                    self._patience.reach(partial(self._forward_one, attempt))

    def _forward_one(self, attempt: Attempt) -> None:
        for order in attempt.spooled.forward(self._backend):
            self._pace.saw_news(time.monotonic())
            self._carry_out(attempt, order)

    def _heartbeat(self) -> None:
        living = {attempt.claim.lease: attempt for attempt in self._living()}
        if living and self._pace.heartbeat(time.monotonic()):
            orders = self._patience.reach(lambda: self._backend.heartbeat(list(living))) or {}
            for lease, order in orders.items():
                self._carry_out(living[lease], order)

    def _carry_out(self, attempt: Attempt, order: Order) -> None:
        if attempt.obey(order, time.monotonic()):
            self._listener(Stopping(attempt.claim, order.reason, time.time()))

    # when they have ended

    def _saw_end(self, attempt: Attempt) -> None:
        self._selector.unregister(attempt.process.descriptor)
        attempt.end()
        if attempt.outcome and attempt.outcome.lost:
            self._orphans.end([other.process.pid for other in self._attempts])

    def _close_ended(self) -> None:
        for attempt in [attempt for attempt in self._attempts if attempt.outcome is not None]:
            if self._patience.reach(partial(self._close, attempt)):
                self._attempts.remove(attempt)
                self._next_claim = float("-inf")  # its result may be what the others wait for
            elif self._tier >= _TERM and self._patience.strained:
                self._attempts.remove(attempt)
                self._note(f"{attempt.name} ended, but the store does not answer: the next command takes it in")

    def _close(self, attempt: Attempt) -> bool:
        """Hand on the rest and the exit; true when that is done."""
        attempt.spooled.drain(self._backend)
        exit = attempt.exit()
        try:
            state = self._backend.end(attempt.claim.lease, exit)
        except ConflictError as error:
            self._note(f"{attempt.name} is no longer this agent's: {error}")
            self._leave(attempt)
            return True
        attempt.process.tidy()
        self._leave(attempt)
        self._tally.count(state)
        self._listener(Ended(attempt.claim, state, exit, time.time()))
        self._consider_giving_up(attempt, exit)
        return True

    def _leave(self, attempt: Attempt) -> None:
        if self._away:
            self._away.end(attempt.claim.lease)

    def _consider_giving_up(self, attempt: Attempt, exit: Exit) -> None:
        if exit.ordered or (exit.interrupted and not exit.lost):
            return
        why = self._giving_up.count(exit.code != 0, time.monotonic() - self._began)
        if why and not self._tally.gave_up:
            self._tally.gave_up = f"{why}; the last was {attempt.name}: {exit.error}\n{exit.tail}".rstrip()

    def _abandon_all(self) -> None:
        """What an exception leaves behind: end it as if this agent had died. The next command takes the runs in."""
        for attempt in self._living():
            attempt.process.let_go()
        for attempt in self._living():
            attempt.end()

    # telling

    def _note(self, text: str) -> None:
        self._listener(Note(text, time.time()))

    def _note_once(self, text: str) -> None:
        if text not in self._noted:
            self._noted.add(text)
            self._note(text)
