"""The seam of the store: what is kept, by concern.

Each method is one transaction and returns frozen values. A store decides nothing: what becomes of a record is said by
a function that it applies to the record inside the transaction, and that may raise `ConflictError` to leave it as it
is. Moves of state that `TRANSITIONS` and `SWEEP_TRANSITIONS` do not allow raise `ConflictError` too. Stores may be
used by several threads and processes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from varre.runs import (
    AgentId,
    Changes,
    Curve,
    Gauge,
    Lease,
    Observation,
    Row,
    Run,
    RunKey,
    RunOutline,
    RunState,
    StopReason,
    Sweep,
    SweepKey,
    SweepState,
)
from varre.space import Params
from varre.spool import WriterState

__all__ = [
    "ALL",
    "Batch",
    "Change",
    "CurvePart",
    "CurveStore",
    "Doomed",
    "Feed",
    "Holding",
    "News",
    "RowStore",
    "RunStore",
    "Store",
    "SweepStore",
]

ALL = 2**31
"""As many runs as no sweep has."""

Change = Callable[[Run], Run]
"""What becomes of a run; raises `ConflictError` to leave it as it is."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that arrived together, the finite values of the sweep's metric among them, and what the machine did."""

    rows: tuple[Row, ...]
    curve: tuple[float, ...] = ()
    gauges: tuple[Gauge, ...] = ()


@dataclass(frozen=True, slots=True)
class CurvePart:
    """Values of the metric that an attempt of a run logged in one batch."""

    run: RunKey
    attempt: int
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What has changed in a sweep since a cursor, seen at one instant, and the cursor of that instant."""

    cursor: int
    runs: list[Run]
    curves: list[CurvePart]


@dataclass(frozen=True, slots=True)
class Holding:
    """What there is to know of a run that an agent believes to hold."""

    attempt: int
    agent: AgentId | None
    state: RunState
    stop: StopReason | None
    sweep: SweepState | None


@dataclass(frozen=True, slots=True)
class Doomed:
    """Sweeps and runs that are to go for good, the runs of those sweeps among them."""

    sweeps: tuple[SweepKey, ...]
    runs: tuple[RunKey, ...]


class SweepStore(Protocol):
    """Sweeps and the earlier runs that they start with."""

    def create(self, sweep: Sweep, runs: Sequence[Run] = (), prior: Sequence[Observation] = ()) -> None:
        """Keep a new sweep, its first runs, and earlier ones (curves in the metric's units).

        Raises `ConflictError` if the project has a sweep, or a run, of that id.
        """
        ...

    def get(self, sweep: SweepKey) -> Sweep:
        """The sweep of that key. Raises `NotFoundError`."""
        ...

    def find(self, id: str, project: str | None = None) -> list[Sweep]:
        """The sweeps that have this id or key, in any project or in one."""
        ...

    def all(self, project: str | None = None, *, deleted: bool = False) -> list[Sweep]:
        """All sweeps, or those of a project, oldest first: those that are there, or with ``deleted`` the others."""
        ...

    def move(
        self,
        sweep: SweepKey,
        change: Callable[[Sweep], Sweep],
        waiting: Change | None = None,
        *,
        idle: bool = False,
    ) -> Sweep:
        """Change a sweep and, with ``waiting``, its pending and preempted runs.

        With ``idle`` raises `ConflictError` while a run of it is running.
        """
        ...

    def prior(self, sweep: SweepKey) -> list[Observation]:
        """The runs of earlier sweeps that it starts with; curves in the metric's own units."""
        ...

    def skip(self, sweep: SweepKey, params: Params) -> None:
        """Keep a suggestion that a person did not want. Raises `NotFoundError`."""
        ...

    def skipped(self, sweep: SweepKey) -> list[Params]:
        """The suggestions that were skipped, in that order."""
        ...


class RunStore(Protocol):
    """Runs and who holds them."""

    def insert(self, run: Run, cap: int | None = None, *, while_paused: bool = False) -> Run:
        """Keep a new run. A run of a sweep must bear the next number, and at most ``cap`` are kept.

        Raises `ConflictError` for another number, for a sweep that is not open (a paused one is with
        ``while_paused``), at the cap, and for an id that the project has already.
        """
        ...

    def get(self, run: RunKey) -> Run:
        """The run of that key. Raises `NotFoundError`."""
        ...

    def find(self, id: str, project: str | None = None) -> list[Run]:
        """The runs that have this id or key, in any project or in one."""
        ...

    def numbered(self, sweep: SweepKey, number: int) -> Run | None:
        """A run by its place in its sweep."""
        ...

    def of(self, sweep: SweepKey, *, deleted: bool = False, after: int = 0, limit: int = ALL) -> list[Run]:
        """The first so many runs of a sweep after a number, in order; with ``deleted`` those that were thrown away."""
        ...

    def page(self, sweep: SweepKey, since: int, after: int, limit: int) -> list[Run]:
        """The first so many runs after a number, in order, that have changed since a cursor (0: all)."""
        ...

    def outline(self, sweep: SweepKey, since: int) -> tuple[int, list[RunOutline]]:
        """The least of a sweep's runs that have changed since a cursor, deleted ones among them, and the cursor now."""
        ...

    def running(self) -> list[Run]:
        """All runs that some agent has in hand, of any sweep or none."""
        ...

    def open(self, sweep: SweepKey) -> Mapping[RunState, int]:
        """How many runs of a sweep are pending, running and preempted, those aside that were deleted."""
        ...

    def take_waiting(self, sweep: SweepKey, take: Change, *, resumed_only: bool = False) -> Run | None:
        """Apply ``take`` to the first preempted, else the first pending run of a sweep; ``None`` if there is none.

        What was deleted is not given out.
        """
        ...

    def change(self, run: RunKey, change: Change) -> Run:
        """Change a run. Raises `ConflictError` for a move of state that is not allowed."""
        ...

    def holdings(self, runs: Sequence[RunKey]) -> Mapping[RunKey, Holding]:
        """One look at all of these runs; unknown ones are left out."""
        ...

    def news(self, sweep: SweepKey, since: int, *, curves: bool = True) -> News:
        """What has changed since a cursor (0: everything, deleted runs too), at one instant."""
        ...


class RowStore(Protocol):
    """What runs have logged."""

    def writer(self, run: RunKey, writer: str) -> WriterState:
        """Where a writer stands; a new one at the beginning."""
        ...

    def unfinished(self, run: RunKey) -> list[str]:
        """The writers of a run, of any attempt, that have left a row uncommitted."""
        ...

    def append(
        self, lease: Lease, writer: str, before: WriterState, after: WriterState, batch: Batch, change: Change
    ) -> Run:
        """Keep a batch under the lease's attempt, move its writer on, and change its run, all or nothing.

        Raises `ConflictError` if the writer does not stand at ``before``.
        """
        ...

    def rows(self, run: RunKey, attempt: int) -> Iterator[Row]:
        """The rows of one attempt, in the order in which they arrived."""
        ...

    def curve(self, run: RunKey, attempt: int) -> tuple[float, ...]:
        """The finite values of the metric of one attempt, in its own units."""
        ...

    def seal(self, run: RunKey, attempt: int) -> None:
        """Put together what an attempt that has ended has logged, so that its curves are read fast.

        Whatever can be read of it stays the same, also for who has read a part of it before. Sealing twice, or by
        several at once, does no harm; what is logged later is kept, and sealed when that is asked for again.
        """
        ...

    def unsealed(self, most: int) -> list[tuple[RunKey, int]]:
        """Attempts that have ended and are not sealed, at most so many."""
        ...

    def gauges(self, run: RunKey) -> list[Gauge]:
        """What the machine did during all attempts of a run, in order of time."""
        ...


class CurveStore(Protocol):
    """What runs have logged, as curves."""

    def of_sweep(self, sweep: SweepKey, metric: str) -> tuple[int, list[Curve]]:
        """One metric of the latest attempts of a sweep's runs, in order of number, and the cursor of that instant.

        Runs that have no point are left out, and so are deleted ones.
        """
        ...

    def of_run(self, run: RunKey, attempt: int | None) -> tuple[int, Mapping[str, Curve]]:
        """Every metric of an attempt (``None``: the latest), and the cursor of that instant.

        Raises `NotFoundError` for an unknown run.
        """
        ...


class Feed(Protocol):
    """What has changed, for whoever follows the store."""

    def cursor(self) -> int:
        """The number of the last transaction that changed something."""
        ...

    def changes(self, since: int, limit: int) -> Changes | None:
        """What has changed since a cursor, at one instant.

        ``None`` where more than ``limit`` records have, and for a cursor that this store has not come to.
        """
        ...


class Store(Protocol):
    """Everything that is kept."""

    @property
    def sweeps(self) -> SweepStore:
        """Sweeps."""
        ...

    @property
    def runs(self) -> RunStore:
        """Runs."""
        ...

    @property
    def rows(self) -> RowStore:
        """Rows."""
        ...

    @property
    def curves(self) -> CurveStore:
        """Rows as curves."""
        ...

    @property
    def feed(self) -> Feed:
        """What has changed."""
        ...

    def doomed(self, before: float) -> Doomed:
        """What was deleted before a time."""
        ...

    def purge(self, before: float) -> None:
        """Remove for good what was deleted before a time.

        Of a run whose sweep stays, number and parameters are kept, and nobody finds it.
        """
        ...

    def size_bytes(self) -> int:
        """How much room it takes."""
        ...

    def close(self) -> None:
        """Let go of the store; closing twice does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
