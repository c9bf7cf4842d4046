"""What agents of other hosts do: the `Backend` over HTTP."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Annotated

from anyio import sleep, to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from varre.client.wire import to_json, write_ack, write_answer, write_orders
from varre.datadir import check_agent
from varre.runs import Ack, AgentId, Claim, Exit, Lease, Order, OrderKind, RunKey, RunState, SweepKey
from varre.scheduler import Scheduler
from varre.server.deps import SchedulerDep
from varre.server.leases import Leases

__all__ = ["router"]

router = APIRouter(prefix="/api/agents/{agent}", tags=["agents"])

_LONGEST_WAIT_S = 10.0
_LOOK_S = 0.5
_MOST_LEASES = 1024
_KEY = r"^[a-z0-9]{8}$"
_LINES = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LeaseBody(_Body):
    """One attempt of one run, held by the agent of the path."""

    run: str = Field(pattern=_KEY)
    attempt: int = Field(ge=1, le=10**9)


class ClaimBody(_Body):
    """The sweep to work on, by its key, and what the agent holds already."""

    sweep: str = Field(max_length=128)
    holding: list[LeaseBody] = Field(default=[], max_length=_MOST_LEASES)


class RerunBody(_Body):
    """A run of a sweep, by its key."""

    run: str = Field(pattern=_KEY)


class HeartbeatBody(_Body):
    """What the agent holds, and for how many seconds the answer may wait for something to tell."""

    leases: list[LeaseBody] = Field(max_length=_MOST_LEASES)
    wait: float = Field(default=0.0, ge=0.0, le=_LONGEST_WAIT_S)


class ExitBody(_Body):
    """See `varre.runs.Exit`."""

    code: int = Field(ge=-(2**31), lt=2**32)
    ordered: bool = False
    interrupted: bool = False
    lost: bool = False
    error: str = Field(default="", max_length=10_000)
    tail: str = Field(default="", max_length=100_000)


class EndBody(LeaseBody):
    """How an attempt ended."""

    exit: ExitBody


class StateView(_Body):
    """The state of a run now."""

    state: RunState


def _agent(agent: Annotated[str, Path(max_length=128, description="The agent's id.")]) -> AgentId:
    return AgentId(check_agent(agent))


def _leases(request: Request) -> Leases:
    found: Leases = request.app.state.leases
    return found


AgentDep = Annotated[AgentId, Depends(_agent)]
LeasesDep = Annotated[Leases, Depends(_leases)]


Number = Annotated[int, Query(ge=1, le=10**9)]


@router.post("/claim")
def claim(agent: AgentDep, body: ClaimBody, scheduler: SchedulerDep, leases: LeasesDep) -> Response:
    """The next run of a sweep, when to ask again, or that there will be none: ``kind`` is claim, wait or over."""
    holding = _leases_of(agent, body.holding)
    leases.beat(agent, holding)  # first: what expired meanwhile must not be given to its own holder as a new attempt
    sweep = SweepKey(body.sweep)
    answer = scheduler.handed_out(sweep, holding, agent) or scheduler.claim(sweep, agent)
    if isinstance(answer, Claim):
        leases.hear(agent, [answer.lease])
    return _json(write_answer(answer))


@router.post("/rerun")
def rerun(agent: AgentDep, body: RerunBody, scheduler: SchedulerDep, leases: LeasesDep) -> Response:
    """The configuration of a run once more, as a run outside the sweep in the hands of this agent; as claim answers."""
    claimed = scheduler.rerun_claim(RunKey(body.run), agent)
    leases.hear(agent, [claimed.lease])
    return _json(write_answer(claimed))


@router.post("/heartbeat")
async def heartbeat(agent: AgentDep, body: HeartbeatBody, request: Request, leases: LeasesDep) -> Response:
    """What is to be done with each run. The answer waits until there is something to tell, or ``wait`` is over."""
    held = _leases_of(agent, body.leases)
    until = time.monotonic() + body.wait
    orders = await to_thread.run_sync(leases.beat, agent, held)
    known = leases.of(agent)
    while _nothing_to_tell(orders) and leases.of(agent) == known and time.monotonic() < until and not leases.ending:
        if await request.is_disconnected():
            break
        await sleep(_LOOK_S)
        orders = await to_thread.run_sync(leases.beat, agent, held)
    return _json({"orders": write_orders(orders)})


@router.post("/append", openapi_extra=_LINES)
async def append(
    agent: AgentDep,
    run: Annotated[str, Query(pattern=_KEY)],
    attempt: Number,
    writer: Annotated[str, Query(max_length=64)],
    offset: Annotated[int, Query(ge=0, le=2**53)],
    request: Request,
    scheduler: SchedulerDep,
    leases: LeasesDep,
) -> Response:
    """Take in complete spool lines, the body, that begin at byte ``offset`` of what ``writer`` wrote."""
    lines = await request.body()
    lease = Lease(RunKey(run), attempt, agent)
    return _json(write_ack(await to_thread.run_sync(_append, scheduler, leases, lease, writer, offset, lines)))


@router.post("/end")
def end(agent: AgentDep, body: EndBody, scheduler: SchedulerDep, leases: LeasesDep) -> StateView:
    """Report how an attempt ended; repeating it changes nothing."""
    lease = Lease(RunKey(body.run), body.attempt, agent)
    leases.beat(agent, [lease])
    state = scheduler.end(lease, Exit(**body.exit.model_dump()))
    leases.drop(lease)
    return StateView(state=state)


def _append(scheduler: Scheduler, leases: Leases, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
    leases.beat(lease.agent, [lease])
    return scheduler.append(lease, writer, offset, lines)


def _leases_of(agent: AgentId, given: Sequence[LeaseBody]) -> list[Lease]:
    return [Lease(RunKey(lease.run), lease.attempt, agent) for lease in given]


def _nothing_to_tell(orders: Mapping[Lease, Order]) -> bool:
    return all(order.kind is OrderKind.GO_ON for order in orders.values())


def _json(value: object) -> Response:
    return Response(to_json(value), media_type="application/json")
