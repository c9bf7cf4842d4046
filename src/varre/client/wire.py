"""The values between an agent and a server as JSON, and back.

Python's JSON on both sides: NaN and Infinity are allowed, as in a spool. What does not read as such a value raises
`KeyError`, `TypeError` or `ValueError`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from varre.runs import (
    Ack,
    AgentId,
    Claim,
    Lease,
    Order,
    OrderKind,
    Over,
    Prediction,
    Reason,
    RunKey,
    StopReason,
    Wait,
)

__all__ = [
    "ack_of",
    "answer_of",
    "orders_of",
    "to_json",
    "write_ack",
    "write_answer",
    "write_leases",
    "write_orders",
]

Json = dict[str, Any]
_KINDS = {Claim: "claim", Wait: "wait", Over: "over"}


def to_json(value: object) -> bytes:
    """``value`` as it goes over the wire."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def write_answer(answer: Claim | Wait | Over) -> Json:
    """The answer to a claim, told apart by ``kind``."""
    return {"kind": _KINDS[type(answer)], **asdict(answer)}


def answer_of(raw: Json) -> Claim | Wait | Over:
    """See `write_answer`."""
    fields = dict(raw)
    kind = fields.pop("kind")
    if kind == "claim":
        return _claim_of(fields)
    return Wait(**fields) if kind == "wait" else Over(**fields)


def write_leases(leases: Iterable[Lease]) -> list[Json]:
    """Leases of one agent, which stands in the address."""
    return [{"run": lease.run, "attempt": lease.attempt} for lease in leases]


def write_orders(orders: Mapping[Lease, Order]) -> list[Json]:
    """Orders for the leases of one agent."""
    return [{"run": lease.run, "attempt": lease.attempt, "order": asdict(order)} for lease, order in orders.items()]


def orders_of(raw: Iterable[Json], agent: AgentId) -> dict[Lease, Order]:
    """See `write_orders`."""
    return {Lease(RunKey(each["run"]), each["attempt"], agent): _order_of(each["order"]) for each in raw}


def write_ack(ack: Ack) -> Json:
    """The answer to appended lines."""
    return asdict(ack)


def ack_of(raw: Json) -> Ack:
    """See `write_ack`."""
    return Ack(int(raw["next_offset"]), _order_of(raw["order"]))


def _claim_of(fields: Json) -> Claim:
    lease, reason = fields.pop("lease"), fields.pop("reason")
    predicted = reason.pop("predicted")
    prediction = None if predicted is None else Prediction(**predicted)
    command = tuple(fields.pop("command"))
    return Claim(lease=Lease(**lease), reason=Reason(**reason, predicted=prediction), command=command, **fields)


def _order_of(raw: Json) -> Order:
    reason = raw["reason"]
    return Order(OrderKind(raw["kind"]), None if reason is None else StopReason(**reason))
