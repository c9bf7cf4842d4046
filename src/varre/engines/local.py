"""Agents on this machine: how many slots, and what each gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from varre.errors import UsageError
from varre.worker import cores, visible_gpus

__all__ = ["Placement", "cores", "default_slots", "resolve", "visible_gpus"]


@dataclass(frozen=True, slots=True)
class Placement:
    """How a sweep is laid out on this machine: ``threads`` is what each run may use."""

    slots: int
    threads: int
    gpus: tuple[str, ...] = ()


def default_slots(method: str, run_cap: int | None, cores: int, threads: int, gpus: Sequence[str]) -> int:
    """One slot per GPU; without GPUs one per ``threads`` cores; never more than the sweep has runs.

    A search that learns starts few at a time: on 32 cores a Bayesian sweep of 20 runs that starts 20 at once would be
    a random one.
    """
    slots = len(gpus) or max(1, cores // threads)
    if run_cap is not None:
        slots = min(slots, run_cap)
    if method == "bayes":
        slots = min(slots, 4 if run_cap is None else max(1, run_cap // 5))
    return slots


def resolve(method: str, run_cap: int | None, *, slots: int | None = None, threads: int | None = None) -> Placement:
    """The layout for a sweep on this machine, where ``slots`` and ``threads`` are what the user asked for, if anything.

    Raises `UsageError` for numbers below 1.
    """
    for name, number in (("slots", slots), ("threads", threads)):
        if number is not None and number < 1:
            raise UsageError(f"{name} must be at least 1, got {number}")
    available, gpus = cores(), tuple(visible_gpus())
    chosen = slots or default_slots(method, run_cap, available, threads or 1, gpus)
    return Placement(chosen, threads or max(1, available // chosen), gpus)
