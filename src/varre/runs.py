"""Runs and sweeps as records, and the values that cross a seam.

Algorithms (search, stopping) see `Observation` and `History` only: parameters, a curve of losses, an outcome. The
agent sees `Claim`, `Lease`, `Order`, `Ack` and `Exit`. People see `Run` and `Sweep`.
"""

from __future__ import annotations

import hashlib
import random
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NewType

from varre.space import Params, Value
from varre.sweepfile import Objective

__all__ = [
    "FINAL",
    "OUTCOMES",
    "SWEEP_TRANSITIONS",
    "TRANSITIONS",
    "WITHOUT_VALUE",
    "Ack",
    "AgentId",
    "AgentStatus",
    "Changes",
    "Claim",
    "Curve",
    "Decision",
    "Exhausted",
    "Exit",
    "Gauge",
    "History",
    "Lease",
    "Logged",
    "Observation",
    "Order",
    "OrderKind",
    "Outcome",
    "Over",
    "Prediction",
    "Reason",
    "Row",
    "Run",
    "RunKey",
    "RunOutline",
    "RunState",
    "Seeds",
    "StopReason",
    "Suggestion",
    "Sweep",
    "SweepKey",
    "SweepState",
    "Wait",
]

SweepKey = NewType("SweepKey", str)
"""Varre's own key of a sweep, ``[a-z0-9]{8}``; its id is the same unless the user chose one."""
RunKey = NewType("RunKey", str)
"""Varre's own key of a run, ``[a-z0-9]{8}``; names its folders. Its id is the same unless the user chose one."""
AgentId = NewType("AgentId", str)
"""``host-8hex``: one agent process of one host."""


# -- states ------------------------------------------------------------------------------------------------------


class RunState(StrEnum):
    """Where a run is in its life; see `TRANSITIONS` for the moves allowed."""

    PENDING = "pending"
    RUNNING = "running"
    PREEMPTED = "preempted"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"
    CRASHED = "crashed"
    CANCELED = "canceled"


FINAL = frozenset({RunState.FINISHED, RunState.FAILED, RunState.STOPPED, RunState.CRASHED, RunState.CANCELED})
"""The states that a run never leaves."""

TRANSITIONS: Mapping[RunState, frozenset[RunState]] = {
    RunState.PENDING: frozenset({RunState.RUNNING, RunState.CANCELED}),
    RunState.RUNNING: FINAL | {RunState.PREEMPTED},
    RunState.PREEMPTED: frozenset({RunState.RUNNING, RunState.CRASHED, RunState.CANCELED}),
    **{state: frozenset() for state in FINAL},
}
"""The moves of a run that are allowed, from each state."""


class SweepState(StrEnum):
    """Where a sweep is in its life; see `SWEEP_TRANSITIONS`."""

    PENDING = "pending"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELED = "canceled"


_S = SweepState
SWEEP_TRANSITIONS: Mapping[SweepState, frozenset[SweepState]] = {
    _S.PENDING: frozenset({_S.RUNNING, _S.PAUSED, _S.FINISHED, _S.CANCELED}),
    _S.RUNNING: frozenset({_S.PAUSED, _S.FINISHED, _S.CANCELED}),
    _S.PAUSED: frozenset({_S.RUNNING, _S.FINISHED, _S.CANCELED}),
    _S.FINISHED: frozenset({_S.RUNNING, _S.CANCELED}),
    _S.CANCELED: frozenset({_S.RUNNING}),
}
"""The moves of a sweep that are allowed. Resuming leads to running from any state, as in W&B."""


# -- what an algorithm sees --------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """How far a run has come, as an algorithm sees it.

    A forgotten run was thrown away by a person: its configuration has been tried, and what came of it is nobody's
    business any more. Its curve is empty.
    """

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    FORGOTTEN = "forgotten"


OUTCOMES: Mapping[RunState, Outcome] = {
    RunState.PENDING: Outcome.WAITING,
    RunState.RUNNING: Outcome.RUNNING,
    RunState.PREEMPTED: Outcome.WAITING,
    RunState.FINISHED: Outcome.FINISHED,
    RunState.STOPPED: Outcome.STOPPED,
    RunState.CANCELED: Outcome.STOPPED,
    RunState.FAILED: Outcome.FAILED,
    RunState.CRASHED: Outcome.FAILED,
}
"""How far a run has come by its state; one that was thrown away is `Outcome.FORGOTTEN`, whatever its state."""

WITHOUT_VALUE = frozenset(state for state, outcome in OUTCOMES.items() if outcome is Outcome.FAILED)
"""The states of runs that have no value: what they diverged from is not what their configuration is worth."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A run as an algorithm sees it.

    ``params`` are flat, keyed by full dotted path, inactive ones absent. ``curve`` holds the finite losses (lower is
    better, whatever the goal) in the order in which they were logged; element *i* is the value at row *i + 1*.
    ``number`` counts from 1 in the sweep and is ``None`` for a run of an earlier sweep.
    """

    number: int | None
    params: Params
    curve: tuple[float, ...]
    outcome: Outcome

    @property
    def loss(self) -> float | None:
        """The best loss of the curve, or ``None`` before the first finite one: the value of the run."""
        return min(self.curve, default=None)


@dataclass(frozen=True, slots=True)
class History:
    """All that has been seen of a sweep, in order of run numbers, prior runs first.

    ``next_number`` is the number that the next suggestion will have: one more than the highest so far.
    """

    observations: tuple[Observation, ...] = ()
    next_number: int = 1


@dataclass(frozen=True, slots=True)
class Seeds:
    """Where randomness comes from: one seed, many independent generators, the same in every process."""

    seed: int

    def sweep(self) -> random.Random:
        """A generator that is the same at every ask (a Sobol scramble, a grid's permutation)."""
        return self._generator("sweep")

    def number(self, number: int) -> random.Random:
        """The generator of run ``number``."""
        return self._generator(f"number {number}")

    def _generator(self, purpose: str) -> random.Random:
        digest = hashlib.sha256(f"varre {self.seed} {purpose}".encode()).digest()
        return random.Random(int.from_bytes(digest[:16], "big"))


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model expects at a point: mean and standard deviation, in the units that its maker documents."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a configuration was suggested.

    ``source`` is one word: ``grid``, ``random``, ``sobol``, ``gp``, ``start``, ``retry``, ``queued``, ``rerun``. The
    figures are losses when a sampler returns them; the scheduler keeps them in the metric's own units
    (`Objective.value`). ``improvement_probability`` is the chance of a new best, ``note`` a short sentence for people.
    """

    source: str
    predicted: Prediction | None = None
    expected_improvement: float | None = None
    improvement_probability: float | None = None
    note: str = ""

    def in_units(self, objective: Objective) -> Reason:
        """The same reason with its predicted loss as a value of the metric. An improvement is a size: it stays."""
        if self.predicted is None:
            return self
        return replace(self, predicted=replace(self.predicted, mean=objective.value(self.predicted.mean)))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A configuration to try and why. Parameters are flat, keyed by full dotted path, inactive ones absent."""

    params: Params
    reason: Reason


@dataclass(frozen=True, slots=True)
class StopReason:
    """Why a run was told to stop.

    ``source`` is the type of a stopping rule, ``person``, ``canceled`` or ``timeout``. For a stopper: at row ``rung``
    the run had ``value`` where ``threshold`` was needed, among ``peers`` values; ``kept`` is how many of those may go
    on. A rule that looks ahead expected ``value`` at row ``until``, and gave the run a ``chance`` to get beyond
    ``threshold``. Figures are losses when a stopper returns them, and kept in the metric's own units.
    """

    source: str
    rung: int | None = None
    value: float | None = None
    threshold: float | None = None
    peers: int | None = None
    kept: int | None = None
    note: str = ""
    chance: float | None = None
    until: int | None = None

    def in_units(self, objective: Objective) -> StopReason:
        """The same reason with its losses as values of the metric."""
        value = None if self.value is None else objective.value(self.value)
        threshold = None if self.threshold is None else objective.value(self.threshold)
        return replace(self, value=value, threshold=threshold)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a stopper says of a run: go on (``stop is None``), or stop for that reason."""

    stop: StopReason | None = None


# -- what an agent sees ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do now; ask again after ``seconds``."""

    seconds: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Exhausted:
    """A sampler has no configuration left."""

    reason: str = "exhausted"


@dataclass(frozen=True, slots=True)
class Over:
    """No further run will come from this sweep; ``reason`` says why (exhausted, run_cap, target, stopped …)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one agent to report on one attempt of one run."""

    run: RunKey
    attempt: int
    agent: AgentId


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that an agent has been given, with everything needed to start it.

    ``params`` are flat; ``config`` is the same nested as the training script sees it. ``command`` holds the tokens of
    the sweep file before macros are expanded; ``directory`` is the sweep file's own, absolute, or ``None``.
    """

    lease: Lease
    id: str
    number: int | None
    sweep: SweepKey | None
    sweep_id: str | None
    project: str
    params: Params
    config: Mapping[str, Value]
    reason: Reason
    program: str | None = None
    command: tuple[str, ...] = ()
    directory: str | None = None


class OrderKind(StrEnum):
    """What an agent is to do with a run it holds."""

    GO_ON = "go_on"
    STOP = "stop"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Order:
    """An order for a run: go on, stop for a reason, or let go because a newer attempt exists."""

    kind: OrderKind = OrderKind.GO_ON
    reason: StopReason | None = None


@dataclass(frozen=True, slots=True)
class Ack:
    """The answer to appended lines: where the next byte belongs, and what to do with the run."""

    next_offset: int
    order: Order = field(default_factory=Order)


@dataclass(frozen=True, slots=True)
class Exit:
    """How a run's process ended.

    ``code`` as in `subprocess`: negative for a signal. ``ordered``: Varre told it to stop (early termination, a person,
    a cancelled sweep). ``interrupted``: Ctrl-C or the agent's own SIGTERM; the run goes back to the queue. ``lost``:
    its supervisor died; such an attempt is interrupted too, and counts as one whose agent was lost. ``error`` is one
    line for people, ``tail`` the last lines of the console.
    """

    code: int
    ordered: bool = False
    interrupted: bool = False
    error: str = ""
    tail: str = ""
    lost: bool = False


# -- what people see ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One logged row of a run: ``runtime`` in seconds since its attempt began, ``time`` in seconds since the epoch."""

    step: int
    time: float
    runtime: float
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is kept. Times are seconds since the epoch; ``best`` and ``last`` are in the metric's own units.

    ``best_row`` is the summary-like row (flat metric values) at which ``best`` was logged; what the run is judged by is
    its ``value``, or its ``last_value`` where people ask for that. ``rows`` counts the rows of
    the latest attempt, ``skipped`` the lines of it that could not be read. ``losses`` counts attempts that ended
    because agent or host was lost; ``preempting`` says that the script expects to be ended and started again.
    ``ranges`` has the lowest and the highest finite number of each metric (flat names) in the latest attempt. A run
    that was thrown away bears the time of it in ``deleted`` and can be brought back for a while.
    """

    key: RunKey
    id: str
    project: str
    sweep: SweepKey | None
    number: int | None
    state: RunState
    attempt: int
    losses: int
    params: Params
    config: Mapping[str, Value]
    summary: Mapping[str, Value]
    reason: Reason | None
    stop: StopReason | None
    agent: AgentId | None
    created: float
    started: float | None
    ended: float | None
    exit_code: int | None
    error: str
    rows: int
    skipped: int
    best: float | None
    last: float | None
    best_row: Mapping[str, Value]
    name: str = ""
    preempting: bool = False
    notes: str = ""
    tags: tuple[str, ...] = ()
    group: str = ""
    job_type: str = ""
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    deleted: float | None = None

    @property
    def value(self) -> float | None:
        """The value of the run: the best that it logged, unless it failed or crashed."""
        return None if self.state in WITHOUT_VALUE else self.best

    @property
    def last_value(self) -> float | None:
        """The last value that it logged, unless it failed or crashed."""
        return None if self.state in WITHOUT_VALUE else self.last


@dataclass(frozen=True, slots=True)
class RunOutline:
    """The least that there is to know of a run: enough to count runs and to draw the best value so far."""

    key: RunKey
    number: int | None
    state: RunState
    best: float | None
    created: float
    started: float | None
    ended: float | None
    deleted: float | None

    @property
    def value(self) -> float | None:
        """The value of the run: the best that it logged, unless it failed or crashed."""
        return None if self.state in WITHOUT_VALUE else self.best


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep as it is kept. ``text`` is the sweep file as normalised JSON; parse it with `SweepFile.parse_text`.

    ``deleted`` is the time at which it was thrown away, with all its runs; it can be brought back for a while.
    """

    key: SweepKey
    id: str
    project: str
    name: str
    state: SweepState
    state_reason: str
    seed: int
    text: str
    directory: str | None
    created: float
    ended: float | None
    notes: str = ""
    tags: tuple[str, ...] = ()
    deleted: float | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """Rows that an attempt of a run has logged, in order."""

    run: RunKey
    sweep: SweepKey | None
    attempt: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that has changed since a cursor, seen at one instant, and the cursor of that instant.

    What was thrown away is there too, with ``deleted`` set. A run whose rows are here is here itself.
    """

    cursor: int
    sweeps: list[Sweep]
    runs: list[Run]
    rows: list[Logged]


@dataclass(frozen=True, slots=True)
class Curve:
    """One metric of an attempt, a point for each row that has a number under its name (NaN and infinity are some).

    ``steps`` and ``times`` (seconds since the attempt began) are the rows' own; all three are equally long. A whole
    number that no double can hold is an infinity.
    """

    run: RunKey
    number: int | None
    attempt: int
    steps: array[float]
    times: array[float]
    values: array[float]


@dataclass(frozen=True, slots=True)
class AgentStatus:
    """An agent: whether its process lives, since when it has been there, when it was last seen, and what it holds."""

    id: AgentId
    alive: bool
    since: float | None
    seen: float | None
    sweeps: tuple[SweepKey, ...]
    runs: tuple[RunKey, ...]


@dataclass(frozen=True, slots=True)
class Gauge:
    """What the machine did at one time of a run.

    ``cpu`` is in percent of one core, ``memory`` in bytes (of the whole process tree), ``disk_read`` and
    ``disk_write`` in bytes a second; ``gpu.0.util`` and the like are in percent.
    """

    time: float
    values: Mapping[str, float]
