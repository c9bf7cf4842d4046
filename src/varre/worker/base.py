"""The seam between an agent and whatever keeps the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from varre.runs import Ack, AgentId, Claim, Exit, Lease, Order, Over, RunState, SweepKey, Wait

__all__ = ["Backend"]


class Backend(Protocol):
    """Where runs come from and where what they log goes: the scheduler in this process, or a server.

    Each call is complete when it returns. One that raises `OSError` or `StoreError` has changed nothing and may be
    made again.
    """

    def claim(self, sweep: SweepKey, agent: AgentId) -> Claim | Wait | Over:
        """The next run of a sweep for this agent, when to ask again, or that there will be none."""
        ...

    def append(self, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
        """Take in complete spool lines of one writer that begin at ``offset`` of its file.

        What lies below the offset already reached is skipped; a gap is refused. The answer says where to go on.
        """
        ...

    def heartbeat(self, leases: Sequence[Lease]) -> Mapping[Lease, Order]:
        """Say that these runs are alive; hear what is to be done with each."""
        ...

    def end(self, lease: Lease, exit: Exit) -> RunState:
        """Say how a run's process ended; the state that the run is in now. Its spool must have been appended before."""
        ...
