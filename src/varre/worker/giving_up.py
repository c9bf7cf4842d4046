"""When an agent ends by itself: a mistake in the program must not burn the runs of a sweep."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from varre.worker.settings import flapping_disabled, most_failures

__all__ = ["GivingUp"]

_EARLY_S = 60.0
_EARLY_FAILURES = 3


@dataclass(slots=True)
class GivingUp:
    """W&B's two rules: three failures in the first minute, and ``most`` failures with no more runs than that finished.

    ``most`` is ``None`` to switch both off. Seconds count from the agent's start.
    """

    most: int | None = 5
    failed: int = 0
    finished: int = 0

    @classmethod
    def from_environment(cls, disabled: bool = False, environ: Mapping[str, str] = os.environ) -> Self:
        """As the environment says; raises `UsageError` for what it must not say."""
        return cls(None if disabled or flapping_disabled(environ) else most_failures(environ))

    def count(self, failed: bool, seconds: float) -> str:
        """Note how a run ended, ``seconds`` after the start; why to give up now, or nothing."""
        self.failed += failed
        self.finished += not failed
        if not failed or self.most is None:
            return ""
        if self.failed >= _EARLY_FAILURES and seconds < _EARLY_S:
            return f"{self.failed} runs failed in the first minute"
        if self.failed >= self.most and self.failed >= self.finished:
            return f"{self.failed} runs failed and {self.finished} finished"
        return ""
