"""One attempt of a run while an agent has it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from varre.datadir import DataDir
from varre.runs import Claim, Exit, Order, OrderKind, StopReason
from varre.worker import console
from varre.worker.command import Warn, expand
from varre.worker.environment import child_environment
from varre.worker.feed import ConsoleFeed
from varre.worker.parameters import write_json_file, write_parameter_file
from varre.worker.process import Outcome, TrainingProcess
from varre.worker.spooling import Forwarder
from varre.worker.voice import Voice

__all__ = ["Attempt"]

_MARGIN_S = 5.0
"""How long after its deadline a supervisor may still be at work before it is taken for stopped."""


class Attempt:
    """From claim to exit: its process, its spool, and what it has been told.

    ``away``: the truth is kept in another data directory, so the console has to be handed on.
    """

    def __init__(
        self,
        claim: Claim,
        slot: int,
        datadir: DataDir,
        kill_delay: float,
        *,
        gpus: Sequence[str] = (),
        away: bool = False,
    ) -> None:
        self.claim = claim
        self.slot = slot
        self.gpus = gpus
        self.stop_reason: StopReason | None = None
        self.ordered = False
        self.interrupted = False
        self.superseded = False
        self.outcome: Outcome | None = None
        self._datadir = datadir
        self._run_dir = datadir.run_dir(claim.lease.run)
        self._spool = datadir.spool(claim.lease.run)
        self._kill_delay = kill_delay
        self._overdue_at = float("inf")
        self._console_start = 0
        self._away = away
        self.voice = Voice(self._spool, claim.lease.attempt)
        self.spooled = Forwarder(self._spool, claim.lease)
        self.process = TrainingProcess(self._spool, claim.lease.attempt, self.console, kill_delay)

    @property
    def name(self) -> str:
        """What people call the run."""
        return self.claim.id if self.claim.number is None else f"#{self.claim.number}"

    @property
    def console(self) -> Path:
        """The run's console log."""
        return self._run_dir / "console.log"

    def start(self, *, threads: int, now: float, warn: Warn) -> None:
        """Write the parameter files and start the program. Raises `UsageError` and `OSError` before anything runs."""
        json_file = self._run_dir / "config.json"
        parameter_file = self._run_dir / "config.yaml"
        command = expand(self.claim, json_file=json_file, warn=warn)
        for folder in (self._run_dir, self._spool):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_parameter_file(parameter_file, self.claim)
        if str(json_file) in command:
            write_json_file(json_file, self.claim)
        before = self.console.stat().st_size if self.console.exists() else 0
        self._console_start = console.begin(self.console, self.claim, now)
        if self._away:
            self.voice = Voice(self._spool, self.claim.lease.attempt, ConsoleFeed(self.console, before))
        environment = child_environment(self.claim, self._datadir, parameter_file, threads=threads, gpus=self.gpus)
        self.process.start(command, environment)

    def end(self) -> None:
        """Learn how the process ended; waits for its end. Its agent has nothing more to say of it."""
        self.outcome = self.process.outcome()
        self.voice.close()

    # orders

    def obey(self, order: Order, now: float) -> bool:
        """Carry out an order; whether it is news."""
        if order.kind is OrderKind.GO_ON or self.ordered or self.superseded or self.outcome:
            return False
        if order.kind is OrderKind.SUPERSEDED:
            self.superseded = True
            self.kill(now)
        else:
            self.ordered = True
            self.stop_reason = order.reason
            self._stop(now)
        return True

    def interrupt(self, now: float) -> None:
        """TERM, because the agent is to end."""
        if not self.interrupted and self.outcome is None:
            self.interrupted = True
            self._stop(now)

    def kill(self, now: float) -> None:
        """KILL now."""
        self._overdue_at = min(self._overdue_at, now + _MARGIN_S)
        self.process.kill()

    def press(self, now: float) -> None:
        """End the supervisor itself if it should long have ended everything."""
        if now >= self._overdue_at:
            self.process.break_supervisor()

    def _stop(self, now: float) -> None:
        self._overdue_at = min(self._overdue_at, now + self._kill_delay + _MARGIN_S)
        self.process.stop()

    def exit(self) -> Exit:
        """How the attempt ended, with the end of its console where that helps."""
        assert self.outcome is not None
        outcome = self.outcome
        lines = console.last_lines(self.console, self._console_start)
        return Exit(
            code=outcome.code,
            ordered=self.ordered,
            interrupted=(self.interrupted or outcome.signalled or outcome.lost) and not self.ordered,
            lost=outcome.lost and not self.interrupted and not self.ordered,
            error="" if outcome.code == 0 else outcome.error or console.describe(outcome.code, lines),
            tail="" if outcome.code == 0 else "\n".join(lines),
        )
