"""Records as the page sees them, made fast enough to be sent at every change of a sweep of 10,000 runs."""

from __future__ import annotations

import shlex
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field

from varre.runs import AgentStatus, Reason, Row, Run, StopReason, Sweep, SweepKey
from varre.scheduler import Scheduler
from varre.server.jsonvalues import finite, json_values
from varre.server.parameters import parameter_views
from varre.server.schema import (
    AgentView,
    BestView,
    Counts,
    ObjectiveView,
    ParameterView,
    PredictionView,
    ReasonView,
    RowView,
    RunView,
    StopView,
    SweepView,
)
from varre.server.standing import Standing
from varre.sweepfile import SweepFile

__all__ = ["Views", "agent_view", "row_view", "run_view"]

_AGENTS_S = 2.0  # how old what is known of the agents may be
_ROOM = 250_000  # runs, some 20 MB
_FILE = 200  # what is kept of a sweep beside its runs takes as much room as so many of them


class Views:
    """The views of one scheduler's records. Threads may share it.

    What is known of a sweep is kept for the next view of it, for those that were asked for last: ``room`` says for how
    many runs together. A sweep that somebody listens to is among them, for each change of it is a view.
    """

    def __init__(self, scheduler: Scheduler, now: Callable[[], float] = time.monotonic, room: int = _ROOM) -> None:
        self._scheduler = scheduler
        self._now = now
        self._room = room
        self._turn = threading.Lock()
        self._watched: OrderedDict[SweepKey, _Watched] = OrderedDict()
        self._agents: tuple[float, list[AgentStatus]] | None = None

    def sweep(self, sweep: Sweep) -> SweepView:
        """One sweep with its counts, its best run and its spark line as of now."""
        return self.sweeps([sweep])[0]

    def sweeps(self, sweeps: Iterable[Sweep]) -> list[SweepView]:
        """Several sweeps; what has not changed costs no look at its runs."""
        cursor = self._scheduler.cursor()
        agents = self.statuses()
        views = [self._view(sweep, self._refreshed(sweep.key, cursor), agents) for sweep in sweeps]
        self._let_go()
        return views

    def run(self, run: Run) -> RunView:
        """One run."""
        return run_view(run)

    def agents(self) -> list[AgentView]:
        """The agents that are known, at most two seconds old."""
        return [agent_view(status) for status in self.statuses()]

    def versions(self, sweep: SweepKey) -> tuple[int, int]:
        """Two numbers: one grows with state or value of any run of a sweep, the other with those that have ended."""
        watched = self._refreshed(sweep, self._scheduler.cursor())
        self._let_go()
        return watched.changed, watched.settled

    def statuses(self) -> list[AgentStatus]:
        """The agents as the scheduler has them, at most two seconds old."""
        with self._turn:
            if self._agents is None or self._now() - self._agents[0] >= _AGENTS_S:
                self._agents = self._now(), self._scheduler.agents()
            return self._agents[1]

    def _refreshed(self, sweep: SweepKey, cursor: int) -> _Watched:
        with self._turn:
            watched = self._watched.pop(sweep, None) or _Watched.of(self._scheduler.file(sweep))
            self._watched[sweep] = watched
        watched.refresh(self._scheduler, sweep, cursor)
        return watched

    def _let_go(self) -> None:
        """Forget the sweeps that were asked for longest ago, if all together take too much room."""
        with self._turn:
            taken = sum(watched.weight for watched in self._watched.values())
            while taken > self._room and len(self._watched) > 1:
                taken -= self._watched.popitem(last=False)[1].weight

    def _view(self, sweep: Sweep, watched: _Watched, agents: Sequence[AgentStatus]) -> SweepView:
        with watched.turn:
            standing = watched.standing
            best = standing.best
            return SweepView(
                key=sweep.key,
                id=sweep.id,
                project=sweep.project,
                name=sweep.name,
                state=sweep.state,
                state_reason=sweep.state_reason,
                notes=sweep.notes,
                tags=list(sweep.tags),
                method=watched.file.method,
                early_terminate=watched.file.early_terminate.type if watched.file.early_terminate else None,
                objective=watched.objective,
                parameters=watched.parameters,
                run_cap=watched.file.run_cap,
                total=watched.total,
                created=sweep.created,
                ended=sweep.ended,
                changed=max(sweep.created, sweep.ended or 0.0, standing.changed),
                counts=Counts(**{state.value: count for state, count in standing.counts.items()}),
                best=None if best is None else BestView(run=best[0], number=best[1], value=best[2]),
                spark=standing.spark,
                alive=sum(status.alive and sweep.key in status.sweeps for status in agents),
                agent_command=f"varre agent {shlex.quote(f'{sweep.project}/{sweep.id}')}",
                deleted=sweep.deleted,
            )


@dataclass(slots=True)
class _Watched:
    """What is kept of a sweep between two views of it.

    ``changed`` and ``settled`` are the cursors at which runs, and those that have ended, were last seen to change: who
    begins to watch anew, having forgotten all, never gives one of them out for something else.
    """

    file: SweepFile
    objective: ObjectiveView | None
    parameters: list[ParameterView]
    total: int | None
    standing: Standing
    cursor: int = -1
    changed: int = -1
    settled: int = -1
    turn: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, file: SweepFile) -> _Watched:
        objective = file.objective
        view = None
        if objective is not None:
            view = ObjectiveView(name=objective.name, goal=objective.goal, target=objective.target)
        return cls(file, view, parameter_views(file), _total(file), Standing(objective))

    @property
    def weight(self) -> int:
        return _FILE + self.standing.count

    def refresh(self, scheduler: Scheduler, sweep: SweepKey, cursor: int) -> None:
        with self.turn:
            if self.cursor < cursor:
                first, version, settled = self.cursor < 0, self.standing.version, self.standing.settled
                self.cursor, runs = scheduler.outline(sweep, max(self.cursor, 0))
                self.standing.learn(runs)
                if first or self.standing.version != version:
                    self.changed = self.cursor
                if first or self.standing.settled != settled:
                    self.settled = self.cursor


def run_view(run: Run) -> RunView:
    """A run as the page sees it."""
    return RunView(
        key=run.key,
        id=run.id,
        project=run.project,
        sweep=run.sweep,
        number=run.number,
        state=run.state,
        attempt=run.attempt,
        losses=run.losses,
        params=json_values(run.params),
        config=json_values(run.config),
        summary=json_values(run.summary),
        reason=None if run.reason is None else _reason_view(run.reason),
        stop=None if run.stop is None else _stop_view(run.stop),
        agent=run.agent,
        created=run.created,
        started=run.started,
        ended=run.ended,
        exit_code=run.exit_code,
        error=run.error,
        rows=run.rows,
        skipped=run.skipped,
        best=run.value,
        last=run.last_value,
        best_row=json_values(run.best_row),
        ranges=dict(run.ranges),
        name=run.name,
        notes=run.notes,
        tags=list(run.tags),
        group=run.group,
        job_type=run.job_type,
        preempting=run.preempting,
        deleted=run.deleted,
    )


def row_view(row: Row) -> RowView:
    """A logged row as the page sees it."""
    return RowView(step=row.step, time=row.time, runtime=row.runtime, values=json_values(row.values))


def agent_view(status: AgentStatus) -> AgentView:
    """An agent as the page sees it; its id begins with its host."""
    return AgentView(
        id=status.id,
        host=status.id.rpartition("-")[0],
        alive=status.alive,
        seen=status.seen,
        sweeps=list(status.sweeps),
        runs=list(status.runs),
    )


def _reason_view(reason: Reason) -> ReasonView:
    predicted = reason.predicted
    return ReasonView(
        source=reason.source,
        predicted=None if predicted is None else PredictionView(mean=predicted.mean, sd=predicted.sd),
        expected_improvement=finite(reason.expected_improvement),
        improvement_probability=finite(reason.improvement_probability),
        note=reason.note,
    )


def _stop_view(stop: StopReason) -> StopView:
    return StopView(**asdict(stop))


def _total(file: SweepFile) -> int | None:
    """How many runs the sweep will have at most, where that is known."""
    grid = file.space.cardinality if file.method == "grid" else None
    known = [count for count in (file.run_cap, grid) if count is not None]
    return min(known, default=None)
