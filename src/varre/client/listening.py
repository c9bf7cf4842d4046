"""A client that listens: orders arrive as soon as the server has them, and the caller never waits for one."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from varre.client.address import Address
from varre.client.asking import Asking
from varre.client.client import Client
from varre.errors import UsageError
from varre.runs import Ack, AgentId, Claim, Exit, Lease, Order, OrderKind, Over, RunState, SweepKey, Wait

__all__ = ["ListeningClient"]

_BEAT_S = 10.0
"""How long a heartbeat may wait for something to tell; so the server hears of us at least that often."""
_TOLD_S = 1.0
_LEAST_S = 0.2
_FIRST_S, _LONGEST_S = 0.5, 10.0
_PROMPT_S = 1.0
_NOT_YET = Wait(0.5)


class ListeningClient:
    """`Client` whose heartbeats go on in a thread of their own, each waiting at the server for an order.

    `heartbeat` tells at once what is known. It raises the `OSError` of the last call as long as the server is away.
    `claim` waits a second at most and is then to be made again, so that a server that says nothing holds up no runs.
    """

    def __init__(self, address: Address) -> None:
        self._calls = Client(address)
        self._beats = Client(address)
        self._asking = Asking(self._calls.another())
        self._random = random.Random()
        self._news = threading.Condition()
        self._leases: frozenset[Lease] = frozenset()
        self._orders: Mapping[Lease, Order] = {}
        self._trouble: OSError | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._listen, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End at once; a beat that waits at the server is left to itself, a claim is waited for a second more."""
        with self._news:
            self._closed = True
            self._news.notify()
        self._asking.close(_PROMPT_S)
        self._calls.close()

    def claim(self, sweep: SweepKey, agent: AgentId) -> Claim | Wait | Over:
        """See `Backend.claim`."""
        try:
            answer = self._asking.claim(sweep, agent, _PROMPT_S)
        except OSError as error:
            self._note(error)
            raise
        if answer is not None:
            self._note(None)
            return answer
        with self._news:
            if self._trouble is not None:  # to wait is no sign that the server is back
                raise self._trouble
        return _NOT_YET

    def append(self, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
        """See `Backend.append`."""
        with self._noting_trouble():
            return self._calls.append(lease, writer, offset, lines)

    def end(self, lease: Lease, exit: Exit) -> RunState:
        """See `Backend.end`."""
        with self._noting_trouble():
            return self._calls.end(lease, exit)

    def heartbeat(self, leases: Sequence[Lease]) -> Mapping[Lease, Order]:
        """The orders that are known; from now on it is these leases that are kept alive."""
        with self._news:
            self._leases = frozenset(leases)
            self._news.notify()
            if self._trouble is not None:
                raise self._trouble
            return {lease: self._orders.get(lease, Order()) for lease in leases}

    @contextmanager
    def _noting_trouble(self) -> Iterator[None]:
        """What fails or succeeds for one call is to be expected of the next heartbeat."""
        trouble = None
        try:
            yield
        except OSError as error:
            trouble = error
            raise
        finally:
            self._note(trouble)

    def _note(self, trouble: OSError | None) -> None:
        with self._news:
            self._trouble = trouble

    def _listen(self) -> None:
        failures = 0
        while (leases := self._next()) is not None:
            begun = time.monotonic()
            try:
                orders, trouble = self._beats.heartbeat(sorted(leases, key=str), _BEAT_S), None
                failures = 0
            except (OSError, UsageError) as error:
                orders, trouble = self._orders, OSError(str(error))
                failures = min(failures + 1, 10)
            with self._news:
                self._orders, self._trouble = orders, trouble
            self._pause(self._until_next(failures, begun))

    def _until_next(self, failures: int, begun: float) -> float:
        if failures:
            return min(_LONGEST_S, _FIRST_S * 2.0**failures) * self._random.uniform(0.5, 1.0)
        told = any(order.kind is not OrderKind.GO_ON for order in self._orders.values())
        return (_TOLD_S if told else _LEAST_S) - (time.monotonic() - begun)

    def _next(self) -> frozenset[Lease] | None:
        """What to keep alive, once there is something; ``None`` at the end."""
        with self._news:
            while not self._leases and not self._closed:
                self._news.wait()
            return None if self._closed else self._leases

    def _pause(self, seconds: float) -> None:
        """Woken early by the end only: leases may come and go faster than that."""
        until = time.monotonic() + seconds
        with self._news:
            while not self._closed and (left := until - time.monotonic()) > 0:
                self._news.wait(left)
