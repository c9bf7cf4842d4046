"""A thread that hands on what this process logs, and hears whether its run should stop.

For function agents and scripts started by hand: they have no agent process that would do it.
"""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

from varre.datadir import DataDir
from varre.errors import ConflictError, VarreError
from varre.runs import Lease, Order, OrderKind, StopReason
from varre.sdk.notices import say, warn_once
from varre.worker.base import Backend
from varre.worker.spooling import Forwarder

__all__ = ["Feed"]

_LOOK_S = 0.1
_BEAT_S = 1.0


class Feed:
    """Tails one attempt's spool from its making until `close`, which hands on the rest.

    `stop_asked` is set once the run should stop, and stays so.
    """

    def __init__(self, backend: Backend, datadir: DataDir, lease: Lease) -> None:
        self.stop_asked = threading.Event()
        self.stop_reason: StopReason | None = None
        self._backend = backend
        self._lease = lease
        self._forwarder = Forwarder(datadir.spool(lease.run), lease)
        self._closing = threading.Event()
        # A daemon: the interpreter joins other threads before it runs the exit handlers, one of which calls `close`.
        self._thread = threading.Thread(target=self._work, name="varre-feed", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread and hand on what is left. The writers of this process must be closed."""
        self._closing.set()
        self._thread.join()
        self._forwarder.drain(self._backend)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _work(self) -> None:
        next_beat = time.monotonic() + _BEAT_S
        while not self._closing.wait(_LOOK_S):
            beat = time.monotonic() >= next_beat
            next_beat = time.monotonic() + _BEAT_S if beat else next_beat
            if not self._look(beat):
                return

    def _look(self, beat: bool) -> bool:
        """Hand on once; whether there is any sense in going on."""
        try:
            for order in self._forwarder.forward(self._backend):
                self._obey(order)
            if beat:
                self._obey(self._backend.heartbeat([self._lease]).get(self._lease, Order()))
        except ConflictError as problem:
            say(f"run {self._lease.run} is no longer this process's: {problem}")
            self.stop_asked.set()
            return False
        except (OSError, VarreError) as problem:  # training goes on; what is logged waits in the spool
            warn_once(f"what is logged waits to be taken in: {problem}")
        return True

    def _obey(self, order: Order) -> None:
        if order.kind is not OrderKind.GO_ON and not self.stop_asked.is_set():
            self.stop_reason = order.reason
            self.stop_asked.set()
