"""The agent: one process per host that trains runs in its slots, whatever keeps the truth behind `Backend`."""

from __future__ import annotations

from varre.worker.agent import Agent
from varre.worker.away import Away
from varre.worker.base import Backend
from varre.worker.command import check_command, expand, find_program
from varre.worker.events import AgentEvent, AgentResult, Ended, Note, Started, Stopping
from varre.worker.machine import cores, visible_gpus

__all__ = [
    "Agent",
    "AgentEvent",
    "AgentResult",
    "Away",
    "Backend",
    "Ended",
    "Note",
    "Started",
    "Stopping",
    "check_command",
    "cores",
    "expand",
    "find_program",
    "visible_gpus",
]
