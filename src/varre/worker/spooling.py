"""Hand on what the processes of one attempt have logged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from varre.runs import Ack, Lease, Order
from varre.spool import Tail, writers
from varre.worker.base import Backend

__all__ = ["Forwarder"]


class Forwarder:
    """Tails every writer of an attempt (distributed training has several) and appends in batches."""

    def __init__(self, directory: Path, lease: Lease) -> None:
        self._directory = directory
        self._lease = lease
        self._tails: dict[str, Tail] = {}

    def has_news(self) -> bool:
        """Whether any writer has something that was not handed on."""
        return any(tail.read() for tail in self._all_tails())

    def forward(self, backend: Backend) -> Iterator[Order]:
        """One batch of each writer that has something new, with the order that came back for it."""
        for tail in self._all_tails():
            lines = tail.read()
            if lines:
                yield self._append(backend, tail, lines).order

    def drain(self, backend: Backend) -> None:
        """Everything that is left, once the processes are gone."""
        while any(True for _ in self.forward(backend)):
            pass

    def _append(self, backend: Backend, tail: Tail, lines: bytes) -> Ack:
        ack = backend.append(self._lease, tail.writer, tail.offset, lines)
        tail.advance(ack.next_offset)
        return ack

    def _all_tails(self) -> list[Tail]:
        for writer in writers(self._directory, self._lease.attempt):
            if writer not in self._tails:
                self._tails[writer] = Tail(self._directory, writer)
        return list(self._tails.values())
