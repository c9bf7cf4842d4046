"""The scheduler: all use cases behind one object."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from varre.datadir import DataDir
from varre.runs import (
    Ack,
    AgentId,
    AgentStatus,
    Changes,
    Claim,
    Curve,
    Exit,
    Gauge,
    History,
    Lease,
    Order,
    Over,
    Row,
    Run,
    RunKey,
    RunOutline,
    RunState,
    StopReason,
    Suggestion,
    Sweep,
    SweepKey,
    Wait,
)
from varre.scheduler import (
    agents,
    append,
    claim,
    control,
    create,
    delete,
    edit,
    ending,
    leasing,
    queue,
    reading,
    recover,
    sealing,
    skipping,
)
from varre.scheduler.control import Action
from varre.scheduler.room import Room
from varre.space import Params, Value
from varre.store import ALL, SqliteStore, Store
from varre.sweepfile import SweepFile

__all__ = ["Action", "Scheduler"]


class Scheduler:
    """What can be done with sweeps and runs. Threads may share it; processes open one each.

    An agent must hold ``datadir.agent_lock(agent)`` before its first claim and until its last run has ended.
    """

    def __init__(self, store: Store, datadir: DataDir, now: Callable[[], float] = time.time) -> None:
        self._store = store
        self._room = Room(store, datadir, now)

    @classmethod
    def open(cls, datadir: DataDir) -> Scheduler:
        """Open the store of a data directory. Raises `StoreError` and `DataDirError` as `SqliteStore.open` does."""
        return cls(SqliteStore.open(datadir.database), datadir)

    def think_ahead(self) -> None:
        """From now on, work out in a thread what the next claim will be given. For who serves many agents, or slots."""
        self._room.ahead.start()

    def close(self) -> None:
        """Close the store; closing twice does nothing."""
        self._room.ahead.stop()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- what people do ----------------------------------------------------------------------------------------------

    def create_sweep(
        self,
        file: SweepFile,
        *,
        project: str | None = None,
        directory: Path | None = None,
        id: str | None = None,
        prior_runs: Sequence[str] = (),
    ) -> Sweep:
        """Keep a new sweep, its start points queued, what earlier runs have shown known to its algorithms.

        ``directory`` is the sweep file's own. Raises `ConflictError` for an id that the project has already. Earlier
        runs that do not fit the search space are left out with a warning.
        """
        return create.create_sweep(self._room, file, project, directory, id, prior_runs)

    def control(self, sweep: SweepKey, action: Action) -> Sweep:
        """Pause, resume, stop or cancel a sweep. Raises `ConflictError` if it is in no state for it."""
        return control.control(self._room, sweep, action)

    def stop_run(self, run: RunKey, reason: StopReason) -> None:
        """Order a run to stop; one that waits for an agent is canceled. Raises `ConflictError` if it has ended."""
        control.stop_run(self._room, run, reason)

    def edit_sweep(
        self, key: SweepKey, *, name: str | None = None, notes: str | None = None, tags: Sequence[str] | None = None
    ) -> Sweep:
        """Change a sweep's name, notes or tags; what is ``None`` stays. Raises `NotFoundError`."""
        return edit.edit_sweep(self._room, key, name, notes, tags)

    def edit_run(
        self, key: RunKey, *, name: str | None = None, notes: str | None = None, tags: Sequence[str] | None = None
    ) -> Run:
        """Change a run's name, notes or tags; what is ``None`` stays. Raises `NotFoundError`."""
        return edit.edit_run(self._room, key, name, notes, tags)

    def delete_sweep(self, key: SweepKey) -> Sweep:
        """Throw a sweep away with all its runs; for seven days it can be brought back.

        It is hidden, and its agents are told that it is over. Raises `ConflictError` while a run of it is running.
        """
        return delete.delete_sweep(self._room, key)

    def restore_sweep(self, key: SweepKey) -> Sweep:
        """Bring a sweep back, as it was. Raises `NotFoundError` for one that went for good."""
        return delete.restore_sweep(self._room, key)

    def delete_run(self, key: RunKey) -> Run:
        """Throw a run away; for seven days it can be brought back.

        It is hidden and no algorithm sees what it has shown, but its number stays used and its configuration tried.
        Raises `ConflictError` while it is running.
        """
        return delete.delete_run(self._room, key)

    def restore_run(self, key: RunKey) -> Run:
        """Bring a run back, as it was. Raises `NotFoundError` for one that went for good."""
        return delete.restore_run(self._room, key)

    def enqueue(self, sweep: SweepKey, params: Params) -> Run:
        """Queue a configuration, flat or nested; what it leaves open is drawn at random.

        Raises `ConfigError` for what is not in the search space, and `ConflictError` if the sweep has ended or has the
        runs of its ``run_cap`` already.
        """
        return queue.enqueue(self._room, sweep, params)

    def retry(self, run: RunKey) -> Run:
        """Queue the configuration of a run once more, as a new run.

        Raises `ConflictError` as `enqueue` does, and `UsageError` for a run that belongs to no sweep.
        """
        return queue.retry_run(self._room, run)

    def skip_suggestion(self, sweep: SweepKey) -> Suggestion | None:
        """Set the next suggestion aside for good; the one that takes its place.

        Raises `ConflictError` if there is nothing to skip.
        """
        return skipping.skip_suggestion(self._room, sweep)

    def start_run(
        self, agent: AgentId, *, project: str, id: str | None = None, name: str = "", config: Mapping[str, Value]
    ) -> Claim:
        """A run without a sweep, in the hands of ``agent``: a script started by hand.

        Raises `ConflictError` for an id that the project has already.
        """
        return create.start_run(self._room, agent, project, id, name, config)

    def rerun_claim(self, run: RunKey, agent: AgentId) -> Claim:
        """The configuration of a run of a sweep once more, as a run without a sweep in the hands of ``agent``.

        Command and directory are the sweep's. Raises `UsageError` for a run that belongs to no sweep.
        """
        return create.rerun(self._room, run, agent)

    # -- what agents do: the Backend ---------------------------------------------------------------------------------

    def claim(self, sweep: SweepKey, agent: AgentId) -> Claim | Wait | Over:
        """The next run of a sweep: interrupted ones first, then queued ones, then what the sampler suggests."""
        return claim.claim(self._room, sweep, agent)

    def append(self, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
        """Take in lines that a writer wrote from byte ``offset`` on; repeating it changes nothing.

        Raises `ConflictError` where bytes are missing in between, and `UsageError` for a torn last line.
        """
        return append.append(self._room, lease, writer, offset, lines)

    def heartbeat(self, leases: Sequence[Lease]) -> Mapping[Lease, Order]:
        """What to do with each run: go on, stop, or let go."""
        return append.heartbeat(self._room, leases)

    def end(self, lease: Lease, exit: Exit) -> RunState:
        """Report how an attempt ended; repeating it changes nothing. Raises `ConflictError` for another's attempt."""
        return ending.end(self._room, lease, exit)[0]

    # -- what a server does for agents of other hosts ----------------------------------------------------------------

    def expire(self, lease: Lease) -> bool:
        """Make a run available of whose agent nothing is heard. False if it is not this lease's, or has ended."""
        return leasing.expire(self._room, lease)

    def renew(self, lease: Lease) -> bool:
        """Give an expired lease's run back to its agent, if nobody else has it yet."""
        return leasing.renew(self._room, lease)

    def handed_out(self, sweep: SweepKey, holding: Collection[Lease], agent: AgentId) -> Claim | None:
        """A run of a sweep that ``agent`` was given and, by the leases that it says to hold, does not know of."""
        return leasing.handed_out(self._room, sweep, holding, agent)

    def running(self) -> list[Run]:
        """All runs that some agent has in hand."""
        return self._store.runs.running()

    # -- what every command does first -------------------------------------------------------------------------------

    def recover(self) -> list[Run]:
        """Take in what dead agents of this host left behind; their runs are requeued or crashed. Returns those.

        What was deleted more than seven days ago goes for good.
        """
        return recover.recover(self._room)

    def seal_some(self) -> bool:
        """Put together what some of the attempts that have ended have logged; whether there are more of them."""
        return sealing.seal_some(self._room)

    # -- reading -----------------------------------------------------------------------------------------------------

    def find_sweep(self, ref: str, project: str | None = None) -> Sweep:
        """The sweep that ``id``, ``project/id`` or ``entity/project/id`` names. Raises `NotFoundError`."""
        return reading.find_sweep(self._room, ref, project)

    def find_run(self, ref: str) -> Run:
        """The run that a key, ``id``, ``project/id`` or ``SWEEP/NUMBER`` names. Raises `NotFoundError`."""
        return reading.find_run(self._room, ref)

    def sweep(self, key: SweepKey) -> Sweep:
        """A sweep as it stands now. Raises `NotFoundError`."""
        return self._store.sweeps.get(key)

    def sweeps(self, project: str | None = None, *, deleted: bool = False) -> list[Sweep]:
        """All sweeps, or those of a project, oldest first; with ``deleted`` those that were thrown away instead."""
        return self._store.sweeps.all(project, deleted=deleted)

    def run(self, key: RunKey) -> Run:
        """A run as it stands now. Raises `NotFoundError`."""
        return self._store.runs.get(key)

    def runs(self, sweep: SweepKey, *, deleted: bool = False, after: int = 0, limit: int = ALL) -> list[Run]:
        """The first so many runs of a sweep after a number; with ``deleted`` those that were thrown away instead."""
        return self._store.runs.of(sweep, deleted=deleted, after=after, limit=limit)

    def outline(self, sweep: SweepKey, since: int = 0) -> tuple[int, list[RunOutline]]:
        """The least of a sweep's runs that have changed since a cursor, and the cursor for the next look.

        Deleted ones are there too, for who has counted them before. 10,000 runs take some 70 ms of CPU.
        """
        return self._store.runs.outline(sweep, since)

    def changed(self, sweep: SweepKey, since: int) -> tuple[int, list[Run]]:
        """The runs of a sweep that have changed since a cursor (0: all), and the cursor for the next look.

        Deleted ones are there too, for who has seen them before.
        """
        news = self._store.runs.news(sweep, since, curves=False)
        return news.cursor, news.runs

    def changed_after(self, sweep: SweepKey, since: int, number: int, limit: int) -> list[Run]:
        """The same as `changed`, but only the first ``limit`` runs that come after a number; 10,000 take 50 MB.

        Who takes the cursor before the first of them misses nothing, and may be told of some once more.
        """
        return self._store.runs.page(sweep, since, number, limit)

    def cursor(self) -> int:
        """The number of the last change of anything; each change has a higher one. Cheap to ask."""
        return self._store.feed.cursor()

    def changes(self, since: int, limit: int = 2000) -> Changes | None:
        """Everything that has changed since a cursor, what was deleted among it.

        ``None`` says to read all anew: more than ``limit`` records have changed, or the cursor is of another store.
        """
        return self._store.feed.changes(since, limit)

    def curves(self, sweep: SweepKey, metric: str) -> list[Curve]:
        """One metric of the latest attempts of a sweep's runs, in order of number; runs without a point left out."""
        return self.curves_at(sweep, metric)[1]

    def curves_at(self, sweep: SweepKey, metric: str) -> tuple[int, list[Curve]]:
        """The same as `curves`, with the cursor of the instant at which they were read."""
        return self._store.curves.of_sweep(sweep, metric)

    def run_curves(self, run: RunKey, attempt: int | None = None) -> Mapping[str, Curve]:
        """Every metric of an attempt, of the latest by default. Raises `NotFoundError`."""
        return self.run_curves_at(run, attempt)[1]

    def run_curves_at(self, run: RunKey, attempt: int | None = None) -> tuple[int, Mapping[str, Curve]]:
        """The same as `run_curves`, with the cursor of the instant at which they were read."""
        return self._store.curves.of_run(run, attempt)

    def gauges(self, run: RunKey) -> list[Gauge]:
        """What the machine did during all attempts of a run, in order of time."""
        return self._store.rows.gauges(run)

    def agents(self) -> list[AgentStatus]:
        """The agents of this host that live or have left something, and what each holds."""
        return agents.agents(self._room)

    def size_bytes(self) -> int:
        """How much room the store takes."""
        return self._store.size_bytes()

    def rows(self, run: RunKey, attempt: int | None = None) -> Iterator[Row]:
        """The logged rows of an attempt, of the latest by default."""
        return self._store.rows.rows(run, self.run(run).attempt if attempt is None else attempt)

    def curve(self, run: RunKey) -> tuple[float, ...]:
        """The finite values of the metric in the latest attempt, in its own units."""
        return self._store.rows.curve(run, self.run(run).attempt)

    def file(self, sweep: SweepKey) -> SweepFile:
        """The sweep file of a sweep, parsed once."""
        return self._room.known(sweep).file

    def prior(self, sweep: SweepKey) -> int:
        """How many runs of earlier sweeps it started with."""
        return len(self._store.sweeps.prior(sweep))

    def history(self, sweep: SweepKey) -> History:
        """What the sampler of a sweep may see, as of now."""
        memory = self._room.known(sweep).memory
        memory.refresh()
        return memory.history()

    def next_suggestion(self, sweep: SweepKey) -> Suggestion | None:
        """What the next new run would be as things stand; ``None`` if there would be none. Queued runs come first."""
        return skipping.next_suggestion(self._room, sweep)

    def next_number(self, sweep: SweepKey) -> int:
        """The number that the next new run will have: one more than the highest ever given, also to deleted runs."""
        memory = self._room.known(sweep).memory
        memory.refresh()
        return memory.count + 1

    def best(self, sweep: SweepKey, *, last: bool = False) -> Run | None:
        """The run with the best value of the metric over its history, or with ``last`` the best last value."""
        return reading.best(self._room, sweep, last=last)
