"""What the use cases share: the store, the data directory, the clock, and what is known of each sweep."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from varre import search, stopping
from varre.datadir import DataDir
from varre.runs import RunKey, Seeds, Sweep, SweepKey
from varre.scheduler.ahead import Ahead
from varre.scheduler.memory import Memory
from varre.search.base import Sampler
from varre.stopping.base import Stopper
from varre.store import Store
from varre.sweepfile import SweepFile

__all__ = ["Known", "Room"]


@dataclass(frozen=True, slots=True)
class Known:
    """What does not change of a sweep, and the memory of its runs."""

    file: SweepFile
    seeds: Seeds
    sampler: Sampler
    stopper: Stopper | None
    memory: Memory
    thinking: threading.Lock = field(default_factory=threading.Lock)
    """Held while the sampler is asked: it serves one thread at a time."""


@dataclass(frozen=True, slots=True)
class Room:
    """Shared by all use cases of one scheduler; threads may share it."""

    store: Store
    datadir: DataDir
    now: Callable[[], float]
    ahead: Ahead = field(default_factory=Ahead)
    _known: dict[SweepKey, Known] = field(default_factory=dict)
    _sweeps: dict[RunKey, SweepKey | None] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def sweep_of(self, run: RunKey) -> SweepKey | None:
        """The sweep of a run, which never changes. Raises `NotFoundError`."""
        with self._turn:
            if run not in self._sweeps:
                self._sweeps[run] = self.store.runs.get(run).sweep
            return self._sweeps[run]

    def known(self, sweep: SweepKey) -> Known:
        """What is known of a sweep, parsed once. Raises `NotFoundError`."""
        with self._turn:
            if sweep not in self._known:
                self._known[sweep] = self._read(self.store.sweeps.get(sweep))
            return self._known[sweep]

    def _read(self, sweep: Sweep) -> Known:
        file = SweepFile.parse_text(sweep.text)
        stopper = stopping.make(file.early_terminate) if file.early_terminate else None
        memory = Memory(self.store, sweep.key, file)
        return Known(file, Seeds(sweep.seed), search.make(file), stopper, memory)
