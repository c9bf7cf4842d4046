"""Claims that are waited for elsewhere: a search may take its time, and a silent server says nothing for minutes."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from contextlib import suppress

from varre.client.client import Client
from varre.errors import VarreError
from varre.runs import AgentId, Claim, Exit, Over, SweepKey, Wait

__all__ = ["Asking"]

Answer = Claim | Wait | Over


class Asking:
    """One claim at a time, in a thread of its own, while whoever wants its answer looks after its runs.

    The thread is nobody's to wait for: a process that ends leaves it behind.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._asked: Future[Answer] | None = None

    def claim(self, sweep: SweepKey, agent: AgentId, patience_s: float) -> Answer | None:
        """The answer of the server; ``None`` if it has said nothing for so long: ask again later for the same one.

        Raises what `Client.claim` raises.
        """
        if self._asked is None:
            self._asked = Future()
            arguments = self._asked, sweep, agent
            threading.Thread(target=self._ask, args=arguments, name="claim", daemon=True).start()
        asked = self._asked
        with suppress(TimeoutError):
            asked.exception(patience_s)
        if not asked.done():
            return None
        self._asked = None
        return asked.result()

    def close(self, patience_s: float) -> None:
        """Give back what was claimed and is not wanted any more: what comes so soon, or while this process lives."""
        if self._asked is not None:
            with suppress(TimeoutError):
                self._asked.exception(patience_s)
            self._asked.add_done_callback(self._give_back)
            self._asked = None

    def _ask(self, asked: Future[Answer], sweep: SweepKey, agent: AgentId) -> None:
        try:
            answer = self._client.claim(sweep, agent)
        except Exception as error:  # noqa: BLE001 - it is raised where the answer is wanted
            asked.set_exception(error)
        else:
            asked.set_result(answer)

    def _give_back(self, asked: Future[Answer]) -> None:
        answer = None if asked.exception() else asked.result()
        if isinstance(answer, Claim):
            with suppress(OSError, VarreError):  # then its lease expires
                self._client.end(answer.lease, Exit(-1, interrupted=True, error="its agent ended before it began"))
