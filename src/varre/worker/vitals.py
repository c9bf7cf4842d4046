"""When the machine is looked at for the runs of an agent, and what is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from varre import supervisor
from varre.runs import Lease
from varre.worker.attempt import Attempt
from varre.worker.gauges import TreeGauge
from varre.worker.gpus import GpuGauges

__all__ = ["Vitals"]

_FIRST_S, _LATER_S = 5.0, 15.0
_FIRST_FOR_S = 60.0


class Vitals:
    """Looks at all runs at once: every 5 s in the minute after one has started, then every 15 s.

    One look goes through the machine's process table once, so that it costs less than a thousandth of a core.
    """

    def __init__(self, gpus: Sequence[str] = ()) -> None:
        self._gpus = GpuGauges(gpus, int(_FIRST_S))
        self._open = ExitStack()
        self._trees: dict[Lease, TreeGauge] = {}
        self._often_until = float("-inf")
        self.due = float("inf")

    def __enter__(self) -> Self:
        self._open.enter_context(self._gpus)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def begin(self, attempt: Attempt, now: float) -> None:
        """A run has started at ``now``."""
        self._trees[attempt.claim.lease] = TreeGauge(now)
        self._often_until = now + _FIRST_FOR_S
        self.due = min(self.due, now + _FIRST_S)

    def look(self, living: Iterable[Attempt], now: float) -> None:
        """Measure the runs that live, if it is time."""
        if now < self.due:
            return
        attempts = list(living)
        self._trees = {each.claim.lease: self._trees[each.claim.lease] for each in attempts}
        self.due = now + (_FIRST_S if now < self._often_until else _LATER_S) if attempts else float("inf")
        every = supervisor.table()
        for attempt in attempts:
            tree = supervisor.descendants([attempt.process.pid], every)
            gauges = self._trees[attempt.claim.lease].read(tree, now)
            attempt.voice.gauges({**gauges, **self._gpus.read(attempt.gpus)})
