"""The agent's end of a supervisor: start an attempt's process, give it orders, learn how it ended."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from varre import supervisor

__all__ = ["Outcome", "TrainingProcess"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a training process ended. ``lost``: its supervisor died before it could say. ``signalled``: somebody sent
    the supervisor a signal; that is how a cluster takes a job away."""

    code: int
    signalled: bool = False
    lost: bool = False
    error: str = ""


class TrainingProcess:
    """One attempt's process tree under its supervisor.

    `descriptor` becomes readable when everything has ended; then `outcome` may be asked.
    """

    def __init__(self, spool: Path, attempt: int, console: Path, kill_delay: float) -> None:
        self._spool = spool
        self._attempt = attempt
        self._console = console
        self._kill_delay = kill_delay

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the supervisor, which starts ``command``. Each has a session of its own, out of Ctrl-C's reach."""
        about = (os.getpid(), self._spool, self._attempt, self._console, self._kill_delay)
        with self._console.open("ab") as errors:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-I", "-S", supervisor.__file__, *map(str, about), *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                start_new_session=True,
                bufsize=0,
            )

    @property
    def pid(self) -> int:
        """The supervisor's id."""
        return self._supervisor.pid

    @property
    def descriptor(self) -> int:
        """What to select on: at end of file nothing is left of the tree, or the supervisor died."""
        assert self._supervisor.stdout is not None
        return self._supervisor.stdout.fileno()

    def stop(self) -> None:
        """TERM for the program; KILL for all of it after the kill delay."""
        self._order(b"T")

    def kill(self) -> None:
        """KILL for all of it now."""
        self._order(b"K")

    def break_supervisor(self) -> None:
        """End a supervisor that does not obey: somebody stopped it. `outcome` then ends what it left."""
        self._supervisor.kill()

    def let_go(self) -> None:
        """Look to the supervisor like an agent that died: TERM, three seconds, KILL."""
        assert self._supervisor.stdin is not None
        self._supervisor.stdin.close()

    def outcome(self) -> Outcome:
        """How it ended; waits for the end. What a dead supervisor left behind is ended first."""
        self._supervisor.wait()
        outcome = self._read_exit()
        if outcome is None:
            supervisor.finish_off(self._spool, self._attempt)
        for pipe in (self._supervisor.stdin, self._supervisor.stdout):
            if pipe is not None:
                pipe.close()
        return outcome or Outcome(code=-9, lost=True, error="its supervisor was killed")

    def tidy(self) -> None:
        """Remove what the supervisor wrote, once it is no longer needed."""
        for kind in ("exit", "supervisor.lock"):
            (self._spool / f"{self._attempt}.{kind}").unlink(missing_ok=True)

    def _read_exit(self) -> Outcome | None:
        try:
            report = json.loads((self._spool / f"{self._attempt}.exit").read_text())
        except FileNotFoundError:
            return None
        return Outcome(report["code"], signalled=report["signalled"], error=report["error"])

    def _order(self, order: bytes) -> None:
        assert self._supervisor.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            os.write(self._supervisor.stdin.fileno(), order)
