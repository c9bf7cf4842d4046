"""Frames of the sweeps that someone looks at: tables brought up to date by what has changed, curves kept while true."""

from __future__ import annotations

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from varre.runs import Sweep, SweepKey
from varre.scheduler import Scheduler
from varre.server.curves import sweep_frame
from varre.server.table import Table

__all__ = ["Frame", "Tables"]

_KEPT_S = 600.0  # how long a table is kept that nobody asks for
_PAGE = 1_000
_CURVES_KEPT = 4  # 4 MB each at 10,000 runs
_LEVEL = 1  # most of a frame are random mantissas: higher levels take five times as long for a few per cent


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as it is and compressed."""

    plain: bytes
    packed: bytes

    @classmethod
    def of(cls, plain: bytes) -> Frame:
        """The frame with its compressed form."""
        return cls(plain, gzip.compress(plain, _LEVEL, mtime=0))


class Tables:
    """The tables of one scheduler's sweeps. Threads may share it."""

    def __init__(self, scheduler: Scheduler, now: Callable[[], float] = time.monotonic) -> None:
        self._scheduler = scheduler
        self._now = now
        self._turn = threading.Lock()
        self._kept: dict[SweepKey, _Kept] = {}
        self._curves: OrderedDict[tuple[SweepKey, str, int], tuple[int, Frame]] = OrderedDict()
        self._curves_turn = threading.Lock()

    def snapshot(self, sweep: Sweep) -> Frame:
        """All runs of a sweep, as of the cursor that the frame bears."""
        kept = self._of(sweep)
        with kept.turn:
            cursor = self._scheduler.cursor()
            if self._learn(kept, sweep.key) or kept.frame is None:
                kept.frame = Frame.of(kept.table.frame(cursor, sweep.key))
                kept.cursor = cursor
            return kept.frame

    def _learn(self, kept: _Kept, sweep: SweepKey) -> bool:
        """Take in what has changed, a page at a time, for records take much memory; whether anything has."""
        number = 0
        while runs := self._scheduler.changed_after(sweep, kept.cursor, number, _PAGE):
            kept.table.learn(runs)
            number = runs[-1].number or 0
        return number > 0

    def curves(self, sweep: Sweep, metric: str, pixels: int) -> Frame:
        """One metric of all runs of a sweep, as of the cursor that the frame bears: nothing of it has changed since.

        One at a time: eight tabs that open at once ask for the same, and each reading takes much memory for a moment.
        """
        key = sweep.key, metric, pixels
        with self._curves_turn:
            kept = self._curves.pop(key, None)
            if kept is None or self._scheduler.outline(sweep.key, kept[0])[1]:
                cursor, curves = self._scheduler.curves_at(sweep.key, metric)
                kept = cursor, Frame.of(sweep_frame(cursor, metric, curves, pixels))
            self._curves[key] = kept
            while len(self._curves) > _CURVES_KEPT:
                self._curves.popitem(last=False)
            return kept[1]

    def _of(self, sweep: Sweep) -> _Kept:
        with self._turn:
            now = self._now()
            self._kept = {key: kept for key, kept in self._kept.items() if now - kept.asked < _KEPT_S}
            if sweep.key not in self._kept:
                self._kept[sweep.key] = _Kept(Table(self._scheduler.file(sweep.key)), now)
            self._kept[sweep.key].asked = now
            return self._kept[sweep.key]


@dataclass(slots=True)
class _Kept:
    table: Table
    asked: float
    cursor: int = 0
    frame: Frame | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)
