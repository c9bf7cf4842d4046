"""What a supervisor that died leaves to its agent, which is a subreaper for that reason."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection

from varre import supervisor
from varre.supervisor import Process

__all__ = ["Orphans"]


class Orphans:
    """Processes that became children of this one because their own supervisor died.

    They may have left parent, session and environment behind; being nobody else's is what gives them away. Children
    that were there before the agent, or that stand in its own session, belong to the program around it.
    """

    def __init__(self) -> None:
        self._bystanders = frozenset(self._children())

    def end(self, supervisors: Collection[int]) -> None:
        """Kill them and all below them. ``supervisors`` are the ids of those at work, whose trees are left alone."""
        supervisor.kill_all(lambda: self._with_descendants(supervisors))
        for process in self._found(supervisors):
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process.pid, os.WNOHANG)

    def _with_descendants(self, supervisors: Collection[int]) -> list[Process]:
        roots = self._found(supervisors)
        every = supervisor.table()
        living = [process for process in roots if process.pid in every and every[process.pid].lives]
        return living + supervisor.descendants([process.pid for process in roots])

    def _found(self, supervisors: Collection[int]) -> list[Process]:
        return [
            process
            for process in self._children()
            if process.pid not in supervisors and process not in self._bystanders and _is_in_another_session(process)
        ]

    @staticmethod
    def _children() -> list[Process]:
        me = os.getpid()
        return [status.process for status in supervisor.table().values() if status.parent == me]


def _is_in_another_session(process: Process) -> bool:
    try:
        return os.getsid(process.pid) != os.getsid(0)
    except ProcessLookupError:
        return False
