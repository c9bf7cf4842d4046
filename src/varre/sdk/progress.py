"""What an agent inside a script says of its runs, a line each."""

from __future__ import annotations

from varre.runs import Claim, RunState
from varre.sdk.notices import say
from varre.worker.events import AgentEvent, AgentResult, Ended, Note, Started

__all__ = ["report", "say_begun", "say_why_ended"]


def say_begun(claim: Claim) -> None:
    """Which run begins, with what."""
    shown = (f"{name}={f'{value:.4g}' if isinstance(value, float) else value}" for name, value in claim.params.items())
    say(" ".join([f"run {claim.number} of sweep {claim.sweep_id}:", *shown]))


def report(event: AgentEvent) -> None:
    """An agent that starts programs: its runs' beginnings, and the ends that were not expected."""
    if isinstance(event, Started):
        say_begun(event.claim)
    elif isinstance(event, Note):
        say(event.text)
    elif isinstance(event, Ended) and event.state != RunState.FINISHED:
        say("\n".join(filter(None, [f"run {event.claim.number}: {event.state} {event.exit.error}", event.exit.tail])))


def say_why_ended(sweep_id: str, result: AgentResult) -> None:
    """Why an agent that starts programs has ended."""
    if result.over:
        say(f"sweep {sweep_id} is over: {result.over}")
    elif result.gave_up:
        say(f"no more runs: {result.gave_up}")
