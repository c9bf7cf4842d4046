"""What goes over the wire as JSON: one model a shape, from which the OpenAPI document and the page's types come.

Free values (configuration, summary, logged rows) have ``"NaN"``, ``"Infinity"`` and ``"-Infinity"`` where a number is
not finite; fields that hold the objective are null there. Times are seconds since the epoch.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from varre.runs import RunState, SweepState

__all__ = [
    "AgentView",
    "BestView",
    "Check",
    "ConsoleText",
    "Counts",
    "Edit",
    "Enqueue",
    "ErrorBody",
    "ErrorCode",
    "ErrorView",
    "FileView",
    "GaugeView",
    "Health",
    "LinkView",
    "NewLink",
    "NewSweep",
    "ObjectiveView",
    "ParameterView",
    "PredictionView",
    "ProblemView",
    "ReasonView",
    "RowView",
    "RunView",
    "Status",
    "Stop",
    "StopView",
    "StoreView",
    "SweepDetail",
    "SweepText",
    "SweepView",
    "Values",
]

Values = dict[str, JsonValue]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


# -- errors ----------------------------------------------------------------------------------------------------------

ErrorCode = Literal[
    "bad_input", "unauthorized", "forbidden", "not_found", "conflict", "too_large", "unavailable", "unexpected"
]


class ProblemView(_Model):
    """One thing wrong or doubtful, where in the input, and on which line of a text (counted from 1)."""

    path: str
    message: str
    line: int | None


class ErrorView(_Model):
    """What went wrong, for programs and for people."""

    code: ErrorCode
    message: str
    problems: list[ProblemView] = []


class ErrorBody(_Model):
    """The one shape of every error."""

    error: ErrorView


# -- sweeps ----------------------------------------------------------------------------------------------------------


class ParameterView(_Model):
    """A parameter of a search space: ``values`` of a list, ``value`` of a constant, else bounds where there are any."""

    path: str
    kind: Literal["constant", "categorical", "int", "float"]
    distribution: str
    scale: Literal["linear", "log"]
    min: float | None
    max: float | None
    values: list[JsonValue] | None
    value: JsonValue
    when: str | None


class ObjectiveView(_Model):
    """The metric that a sweep is about."""

    name: str
    goal: Literal["minimize", "maximize"]
    target: float | None


class Counts(_Model):
    """How many runs are in each state."""

    pending: int = 0
    running: int = 0
    preempted: int = 0
    finished: int = 0
    failed: int = 0
    stopped: int = 0
    crashed: int = 0
    canceled: int = 0


class BestView(_Model):
    """The best run of a sweep."""

    run: str
    number: int
    value: float


class SweepView(_Model):
    """A sweep as lists show it.

    ``total``: how many runs it will have at most. ``spark``: the best value so far, by number of run.
    """

    key: str
    id: str
    project: str
    name: str
    state: SweepState
    state_reason: str
    notes: str
    tags: list[str]
    method: str
    early_terminate: str | None
    objective: ObjectiveView | None
    parameters: list[ParameterView]
    run_cap: int | None
    total: int | None
    created: float
    ended: float | None
    changed: float
    counts: Counts
    best: BestView | None
    spark: list[tuple[int, float]]
    alive: int
    agent_command: str
    deleted: float | None


class SweepDetail(SweepView):
    """A sweep with its file in a normal form."""

    text: str
    seed: int
    directory: str | None
    prior: int


class NewSweep(_Model):
    """A sweep to create from the text of a sweep file. ``directory`` is where its program is looked for."""

    text: str = Field(max_length=2**20)
    project: str | None = None
    prior_runs: list[str] = Field(default=[], max_length=10_000)
    directory: str | None = Field(default=None, max_length=4096)


class SweepText(_Model):
    """The text of a sweep file, to be looked at only."""

    text: str = Field(max_length=2**20)


class Check(_Model):
    """What a sweep file would mean. With problems there is no preview."""

    problems: list[ProblemView]
    warnings: list[ProblemView]
    parameters: list[ParameterView]
    cardinality: int | None
    objective: ObjectiveView | None
    method: str | None
    run_cap: int | None
    text_normalised: str | None
    command: list[str]


class Edit(_Model):
    """What people write at a sweep or a run; what is absent stays as it is."""

    name: str | None = Field(default=None, max_length=1024)
    notes: str | None = Field(default=None, max_length=200_000)
    tags: list[str] | None = Field(default=None, max_length=100)


class Stop(_Model):
    """Why a person stops a run: a note that stays with it."""

    note: str = Field(default="", max_length=10_000)


class Enqueue(_Model):
    """A configuration to try; what is missing is filled in."""

    params: Values


# -- runs ------------------------------------------------------------------------------------------------------------


class PredictionView(_Model):
    """What the model expected, in the metric's own units."""

    mean: float
    sd: float


class ReasonView(_Model):
    """Why a configuration was tried."""

    source: str
    predicted: PredictionView | None
    expected_improvement: float | None
    improvement_probability: float | None
    note: str


class StopView(_Model):
    """Why a run was told to stop."""

    source: str
    rung: int | None
    value: float | None
    threshold: float | None
    peers: int | None
    kept: int | None
    note: str
    chance: float | None
    until: int | None


class RunView(_Model):
    """A run. ``best`` and ``last`` are values of the objective; a run that failed or crashed has none.

    What it logged is there all the same: ``best_row`` has all metrics at the best value, ``summary`` their last values.
    """

    key: str
    id: str
    project: str
    sweep: str | None
    number: int | None
    state: RunState
    attempt: int
    losses: int
    params: Values
    config: Values
    summary: Values
    reason: ReasonView | None
    stop: StopView | None
    agent: str | None
    created: float
    started: float | None
    ended: float | None
    exit_code: int | None
    error: str
    rows: int
    skipped: int
    best: float | None
    last: float | None
    best_row: Values
    ranges: dict[str, tuple[float, float]]
    name: str
    notes: str
    tags: list[str]
    group: str
    job_type: str
    preempting: bool
    deleted: float | None


class RowView(_Model):
    """One logged row; ``runtime`` in seconds since its attempt began."""

    step: int
    time: float
    runtime: float
    values: Values


class ConsoleText(_Model):
    """A part of a run's console, with terminal codes as they were written.

    ``start`` and ``offset`` are the bytes at which it begins and ends; ask from ``offset`` on for what comes next.
    ``end``: nothing more had been written.
    """

    start: int
    offset: int
    text: str
    end: bool


class FileView(_Model):
    """A file of a run's folder."""

    path: str
    size: int
    modified: float


class GaugeView(_Model):
    """What a run took of its machine at one time."""

    time: float
    values: dict[str, float]


# -- the server ------------------------------------------------------------------------------------------------------


class AgentView(_Model):
    """An agent and what it works on; ``seen``: its last sign of life, where it is known."""

    id: str
    host: str
    alive: bool
    seen: float | None
    sweeps: list[str]
    runs: list[str]


class StoreView(_Model):
    """Where everything is kept."""

    kind: str
    bytes: int


class Status(_Model):
    """The server and what it serves; ``server`` is another one after each start."""

    version: str
    server: str
    cursor: int
    host: str
    time: float
    directory: str
    store: StoreView
    agents: list[AgentView]
    token_required: bool


class Health(_Model):
    """That the server answers: the only thing that it tells to everyone."""

    ok: Literal[True] = True


class NewLink(_Model):
    """A link to be made. ``path``: the place in the page that it leads to."""

    path: str = Field(default="/", max_length=4096)


class LinkView(_Model):
    """A link that lets one browser in, once, within ten minutes."""

    url: str
