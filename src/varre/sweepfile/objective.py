"""What a sweep is after, and when it gives up on a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["EarlyTermination", "Objective"]


@dataclass(frozen=True, slots=True)
class Objective:
    """The metric that a sweep minimises or maximises; the sweep ends when ``target`` is reached.

    `loss` is the only place that tells minimise from maximise: behind it lower is better.
    """

    name: str
    goal: Literal["minimize", "maximize"] = "minimize"
    target: float | None = None

    def loss(self, value: float) -> float:
        """The metric as a loss."""
        return value if self.goal == "minimize" else -value

    def value(self, loss: float) -> float:
        """The loss as a value of the metric."""
        return loss if self.goal == "minimize" else -loss

    def met(self, value: float) -> bool:
        """Whether ``value`` reaches the target; never without one."""
        return self.target is not None and self.loss(value) <= self.loss(self.target)


@dataclass(frozen=True, slots=True)
class EarlyTermination:
    """When to stop runs that do badly: W&B's hyperband.

    Bands are ``min_iter * eta**k`` if ``min_iter`` is given, else ``max_iter`` divided by ``eta`` up to ``s`` times;
    exactly one of ``min_iter`` and ``max_iter`` is given, and ``s`` with the latter.
    """

    type: Literal["hyperband"] = "hyperband"
    min_iter: int | None = None
    max_iter: int | None = None
    s: float | None = None
    eta: float = 3.0
    strict: bool = True
