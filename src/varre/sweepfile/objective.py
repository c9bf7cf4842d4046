"""What a sweep is after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Objective"]


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
