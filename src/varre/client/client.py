"""`Backend` over HTTP: what an agent of another host does with the scheduler."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self, TypeVar

from varre.client.address import Address
from varre.client.connection import Connection
from varre.client.records import run_of, sweep_of
from varre.client.wire import ack_of, answer_of, orders_of, to_json, write_leases
from varre.errors import ConflictError, UsageError
from varre.runs import Ack, AgentId, Claim, Exit, Lease, Order, Over, Run, RunKey, RunState, Sweep, SweepKey, Wait

__all__ = ["Client"]

_THINKING_S = 120.0
"""How long a search may take; others of the same sweep may be before us."""
_MARGIN_S = 10.0
_MOST_TEXT = 10_000

T = TypeVar("T")


class Client:
    """A server's scheduler, for agents. Threads may share it; their calls go one after the other."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection = Connection(address)
        self._turn = threading.Lock()
        self._held: defaultdict[AgentId, set[Lease]] = defaultdict(set)

    def another(self) -> Client:
        """One with a connection of its own, for the same agents: what either claims or ends, both know of."""
        other = Client(self._address)
        other._held = self._held
        return other

    def close(self) -> None:
        """Close the connection."""
        with self._turn:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def claim(self, sweep: SweepKey, agent: AgentId) -> Claim | Wait | Over:
        """See `Backend.claim`.

        What this agent holds is told along: if the answer to an earlier claim got lost, that run is given again.
        """
        body = {"sweep": sweep, "holding": write_leases(self._held[agent].copy())}
        answer = self._post("agents", agent, "claim", read=answer_of, body=to_json(body), timeout_s=_THINKING_S)
        if isinstance(answer, Claim):
            self._held[agent].add(answer.lease)
        return answer

    def append(self, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
        """See `Backend.append`."""
        place = {"run": lease.run, "attempt": lease.attempt, "writer": writer, "offset": offset}
        return self._post("agents", lease.agent, "append", read=ack_of, body=lines, raw=True, **place)

    def heartbeat(self, leases: Sequence[Lease], wait_s: float = 0.0) -> Mapping[Lease, Order]:
        """See `Backend.heartbeat`. The answer may take up to ``wait_s`` seconds, until there is something to tell."""
        of_agents: defaultdict[AgentId, list[Lease]] = defaultdict(list)
        for lease in leases:
            of_agents[lease.agent].append(lease)
        orders: dict[Lease, Order] = {}
        for agent, held in of_agents.items():
            orders.update(self._beat(agent, held, wait_s))
        return orders

    def end(self, lease: Lease, exit: Exit) -> RunState:
        """See `Backend.end`."""
        told = {name: _text(value) if isinstance(value, str) else value for name, value in asdict(exit).items()}
        body = {"run": lease.run, "attempt": lease.attempt, "exit": told}
        try:
            state = self._post("agents", lease.agent, "end", read=_state_of, body=to_json(body))
        except ConflictError:
            self._held[lease.agent].discard(lease)
            raise
        self._held[lease.agent].discard(lease)
        return state

    def find_sweep(self, ref: str, project: str | None = None) -> Sweep:
        """The sweep that ``id``, ``project/id`` or ``entity/project/id`` names; the entity is ignored.

        Raises `NotFoundError`, and `UsageError` where several projects have a sweep of that id.
        """
        parts = ref.split("/")
        if len(parts) > 3 or not all(parts):
            raise UsageError(f"{ref!r} is not an id: id, project/id or entity/project/id is expected")
        named = parts[-2] if len(parts) > 1 else project
        return self._get("sweeps", parts[-1], read=sweep_of, project=named)

    def run(self, key: RunKey) -> Run:
        """A run as it stands now. Raises `NotFoundError`."""
        return self._get("runs", key, read=run_of)

    def best_of(self, sweep: SweepKey) -> RunKey | None:
        """The best run of a sweep."""
        return self._get("sweeps", sweep, read=lambda raw: RunKey(raw["best"]["run"]) if raw["best"] else None)

    def _beat(self, agent: AgentId, leases: list[Lease], wait_s: float) -> Mapping[Lease, Order]:
        body = to_json({"leases": write_leases(leases), "wait": wait_s})
        return self._post(
            "agents",
            agent,
            "heartbeat",
            read=lambda raw: orders_of(raw["orders"], agent),
            body=body,
            timeout_s=wait_s + _MARGIN_S,
        )

    def _post(self, *path: str, read: Callable[[Any], T], body: bytes, **options: Any) -> T:
        with self._turn:
            return _as(read, self._connection.post(*path, body=body, **options))

    def _get(self, *path: str, read: Callable[[Any], T], **query: str | None) -> T:
        with self._turn:
            return _as(read, self._connection.get(*path, **query))


def _as(read: Callable[[Any], T], raw: Any) -> T:
    try:
        return read(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OSError(f"the server's answer cannot be read: {error!r}") from error


def _text(text: str) -> str:
    """A console may hold anything; what is not text becomes question marks, and there is an end to it."""
    return text[-_MOST_TEXT:].encode("utf-8", "replace").decode("utf-8")


def _state_of(raw: Any) -> RunState:
    return RunState(raw["state"])
