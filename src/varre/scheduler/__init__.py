"""The use cases: the one place where sweep file, search, stopping and store meet."""

from __future__ import annotations

from varre.scheduler.scheduler import Action, Scheduler

__all__ = ["Action", "Scheduler"]
