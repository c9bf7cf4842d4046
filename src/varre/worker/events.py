"""What an agent tells while it works, for whoever draws or prints it. ``time`` is in seconds since the epoch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from varre.runs import Claim, Exit, RunState, StopReason

__all__ = ["AgentEvent", "AgentResult", "Ended", "Note", "Started", "Stopping"]


@dataclass(frozen=True, slots=True)
class Started:
    """A run has been started in a slot; slots count from 0."""

    claim: Claim
    slot: int
    time: float


@dataclass(frozen=True, slots=True)
class Stopping:
    """A run has been told to stop, and why."""

    claim: Claim
    reason: StopReason | None
    time: float


@dataclass(frozen=True, slots=True)
class Ended:
    """A run's process is gone, all that it logged has been handed on, and the run is in ``state``."""

    claim: Claim
    state: RunState
    exit: Exit
    time: float


@dataclass(frozen=True, slots=True)
class Note:
    """Something that people should read."""

    text: str
    time: float


AgentEvent: TypeAlias = Started | Stopping | Ended | Note


@dataclass(frozen=True, slots=True)
class AgentResult:
    """What an agent did: how many runs it started and how they ended.

    ``over`` says why no further run will come from the sweep, ``gave_up`` why the agent ended on its own account;
    both are empty otherwise. ``requeued`` runs were interrupted and wait for another agent.
    """

    started: int = 0
    finished: int = 0
    failed: int = 0
    stopped: int = 0
    requeued: int = 0
    over: str = ""
    gave_up: str = ""
