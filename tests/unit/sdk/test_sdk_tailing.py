"""The thread that hands on what this process logs, against a backend in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from varre.datadir import DataDir
from varre.errors import ConflictError, StoreError
from varre.runs import Ack, AgentId, Exit, Lease, Order, OrderKind, Over, RunKey, RunState, StopReason, SweepKey
from varre.sdk.tailing import Feed
from varre.spool import SpoolWriter

LEASE = Lease(RunKey("abcd1234"), 1, AgentId("host-00000000"))
STOP = Order(OrderKind.STOP, StopReason("person"))


class Memory:
    """Keeps what is appended; ``answer`` decides what each append does."""

    def __init__(self, answer: Callable[[int], Order] = lambda calls: Order()) -> None:
        self.lines = b""
        self.calls = 0
        self.called = threading.Event()
        self.order = Order()
        self._answer = answer

    def claim(self, sweep: SweepKey, agent: AgentId) -> Over:
        return Over("never")

    def append(self, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
        self.calls += 1
        self.called.set()
        order = self._answer(self.calls)
        assert offset == len(self.lines)
        self.lines += lines
        return Ack(len(self.lines), order)

    def heartbeat(self, leases: Sequence[Lease]) -> Mapping[Lease, Order]:
        return dict.fromkeys(leases, self.order)

    def end(self, lease: Lease, exit: Exit) -> RunState:
        return RunState.FINISHED


@pytest.fixture
def datadir(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path)


@pytest.fixture
def writer(datadir: DataDir) -> SpoolWriter:
    return SpoolWriter(datadir.spool(LEASE.run), LEASE.attempt)


def test_close_hands_on_all_that_was_logged(datadir: DataDir, writer: SpoolWriter) -> None:
    backend = Memory()
    feed = Feed(backend, datadir, LEASE)
    for step in range(200):
        writer.write("row", {"step": step})
    writer.close()
    feed.close()
    assert backend.lines.count(b"\n") == 200
    assert not feed.stop_asked.is_set()


def test_an_order_to_stop_comes_with_a_row(datadir: DataDir, writer: SpoolWriter) -> None:
    with Feed(Memory(lambda _: STOP), datadir, LEASE) as feed:
        writer.write("row", {"a": 1})
        assert feed.stop_asked.wait(60)
    assert feed.stop_reason == STOP.reason
    writer.close()


def test_an_order_to_stop_comes_with_a_heartbeat_too(datadir: DataDir) -> None:
    backend = Memory()
    backend.order = STOP
    with Feed(backend, datadir, LEASE) as feed:
        assert feed.stop_asked.wait(60)


def test_a_backend_that_is_away_loses_nothing(
    datadir: DataDir, writer: SpoolWriter, capsys: pytest.CaptureFixture[str]
) -> None:
    back = threading.Event()

    def away(calls: int) -> Order:
        if calls < 3:
            raise StoreError("the disk is away")
        back.set()
        return Order()

    backend = Memory(away)
    with Feed(backend, datadir, LEASE) as feed:
        writer.write("row", {"a": 1})
        assert back.wait(60)
        assert not feed.stop_asked.is_set()
    writer.close()
    assert backend.lines.count(b"\n") == 1
    assert capsys.readouterr().err.count("waits to be taken in: the disk is away") == 1


def test_a_run_that_is_someone_elses_now_is_told_to_stop(
    datadir: DataDir, writer: SpoolWriter, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(calls: int) -> Order:
        if calls == 1:
            raise ConflictError("a newer attempt has it")
        return Order()

    with Feed(Memory(refuse), datadir, LEASE) as feed:
        writer.write("row", {"a": 1})
        assert feed.stop_asked.wait(60)
    writer.close()
    assert "is no longer this process's: a newer attempt has it" in capsys.readouterr().err
