"""The step of the next row, as intake will count it: from 0, only ever up."""

from __future__ import annotations

import operator
import os
from typing import SupportsIndex

__all__ = ["Steps", "whole_step"]


class Steps:
    """Counts what this process logs. A forked child has a writer of its own, and counts from 0."""

    __slots__ = ("_pid", "_step")

    def __init__(self) -> None:
        self._pid = os.getpid()
        self._step = 0

    @property
    def step(self) -> int:
        """The step that a row without one gets."""
        if os.getpid() != self._pid:
            self._pid, self._step = os.getpid(), 0
        return self._step

    def may_log_at(self, step: int | None) -> bool:
        """Whether a row is accepted at ``step``."""
        return step is None or step >= self.step

    def logged(self, step: int | None, commit: bool) -> None:
        """Count a row in."""
        at = self.step if step is None else step
        self._step = at + 1 if commit else at


def whole_step(step: SupportsIndex | float) -> int:
    """``step`` as an integer, also one of another library or a float like 3.0; `TypeError` for anything else."""
    if isinstance(step, float) and step.is_integer():
        return int(step)
    if not hasattr(step, "__index__"):
        raise TypeError(f"log: step must be a whole number, got {step!r}")
    return operator.index(step)
