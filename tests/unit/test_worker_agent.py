"""The agent against a small backend in memory: what it starts, hands on, obeys, and how it ends."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from varre.datadir import DataDir, is_held
from varre.errors import ConflictError, NotFoundError, StoreError, UsageError
from varre.runs import (
    Ack,
    AgentId,
    Claim,
    Exit,
    Lease,
    Order,
    OrderKind,
    Over,
    Reason,
    RunKey,
    RunState,
    StopReason,
    SweepKey,
    Wait,
)
from varre.worker import Agent, AgentEvent, AgentResult, Ended, Note, Started, Stopping

SWEEP = SweepKey("sweep001")
STOP = Order(OrderKind.STOP, StopReason("hyperband", rung=1))


class MemoryBackend:
    """Hands out the claims it is given, and remembers what it is told."""

    def __init__(self, *answers: Claim | Wait | Over) -> None:
        self.answers = list(answers)
        self.lines: dict[RunKey, list[bytes]] = {}
        self.offsets: dict[str, int] = {}
        self.exits: dict[RunKey, Exit] = {}
        self.beats: list[Sequence[Lease]] = []
        self.orders: dict[RunKey, Order] = {}
        self.order_after: dict[bytes, Order] = {}
        self.broken = 0

    def claim(self, sweep: SweepKey, agent: AgentId) -> Claim | Wait | Over:
        if not self.answers:
            return Over("exhausted")
        answer = self.answers.pop(0)
        return replace(answer, lease=replace(answer.lease, agent=agent)) if isinstance(answer, Claim) else answer

    def append(self, lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
        self._break()
        assert offset == self.offsets.get(writer, 0)
        self.lines.setdefault(lease.run, []).extend(lines.splitlines())
        self.offsets[writer] = offset + len(lines)
        orders = [order for mark, order in self.order_after.items() if mark in lines]
        return Ack(self.offsets[writer], orders[0] if orders else Order())

    def heartbeat(self, leases: Sequence[Lease]) -> Mapping[Lease, Order]:
        self.beats.append(leases)
        return {lease: self.orders.get(lease.run, Order()) for lease in leases}

    def end(self, lease: Lease, exit: Exit) -> RunState:
        self._break()
        assert lease.run not in self.exits
        self.exits[lease.run] = exit
        if exit.lost or (exit.interrupted and exit.code):
            return RunState.PREEMPTED
        if exit.code == 0:
            return RunState.FINISHED
        return RunState.STOPPED if exit.ordered else RunState.FAILED

    def _break(self) -> None:
        if self.broken:
            self.broken -= 1
            raise StoreError("the disk is gone")


@pytest.fixture
def datadir(tmp_path: Path) -> DataDir:
    folder = tmp_path / ".varre"
    folder.mkdir(mode=0o700)
    return DataDir(folder)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "train.py"


def claim(number: int = 1, **params: object) -> Claim:
    key = RunKey(f"run{number:05d}")
    return Claim(
        lease=Lease(key, 1, AgentId("nobody-00000000")),
        id=f"id-{number}",
        number=number,
        sweep=SWEEP,
        sweep_id="sweep001",
        project="demo",
        params=params,  # type: ignore[arg-type]
        config=params,  # type: ignore[arg-type]
        reason=Reason("random"),
        program="train.py",
    )


def write(program: Path, text: str) -> None:
    program.write_text(textwrap.dedent(text))


def work(backend: MemoryBackend, datadir: DataDir, **options: object) -> tuple[AgentResult, list[AgentEvent]]:
    events: list[AgentEvent] = []
    agent = Agent(backend, datadir, SWEEP, listener=events.append, **options)  # type: ignore[arg-type]
    return agent.run(), events


def test_a_run_gets_its_parameters_and_what_it_logs_is_handed_on(datadir: DataDir, program: Path) -> None:
    write(
        program,
        """
        import json, os, pathlib, sys
        from varre.spool import SpoolWriter
        spool = pathlib.Path(os.environ["VARRE_DIR"], "spool", os.environ["VARRE_RUN"])
        writer = SpoolWriter(spool, int(os.environ["VARRE_ATTEMPT"]))
        writer.write("row", {"arguments": sys.argv[1:]})
        """,
    )
    backend = MemoryBackend(claim(lr=0.1))
    result, events = work(backend, datadir)
    (line,) = backend.lines[RunKey("run00001")]
    assert json.loads(line)["d"] == {"arguments": ["--lr=0.1"]}
    assert result == AgentResult(started=1, finished=1, over="exhausted")
    assert [type(event) for event in events] == [Started, Ended]


def test_the_parameter_file_and_the_environment_reach_the_program(datadir: DataDir, program: Path) -> None:
    write(
        program,
        """
        import json, os
        assert os.environ["VARRE_PARAMS"] == os.environ["WANDB_SWEEP_PARAM_PATH"]
        assert json.load(open(os.environ["VARRE_PARAMS"])) == {"wandb_version": 1, "lr": {"value": 0.1}}
        assert os.environ["VARRE_RUN_ID"] == os.environ["WANDB_RUN_ID"] == "id-1"
        assert os.environ["VARRE_SWEEP_ID"] == os.environ["WANDB_SWEEP_ID"] == "sweep001"
        assert os.environ["OMP_NUM_THREADS"] == "3"
        assert os.environ["CUDA_VISIBLE_DEVICES"] == "4,5"
        """,
    )
    backend = MemoryBackend(claim(lr=0.1))
    result, _ = work(backend, datadir, threads=3, gpus=["4", "5"])
    assert result.finished == 1, backend.exits


def test_slots_train_at_the_same_time(datadir: DataDir, program: Path) -> None:
    """Each program waits for the other's file: one after the other they would never end."""
    write(
        program,
        """
        import os, pathlib, sys, time
        me = sys.argv[1].partition("=")[2]
        pathlib.Path(f"here{me}").touch()
        while not pathlib.Path(f"here{1 - int(me)}").exists():
            time.sleep(0.01)
        """,
    )
    result, events = work(MemoryBackend(claim(1, me=0), claim(2, me=1)), datadir, slots=2)
    assert result.finished == 2
    assert [event.slot for event in events if isinstance(event, Started)] == [0, 1]


def test_count_is_of_runs_started(datadir: DataDir, program: Path) -> None:
    write(program, "raise SystemExit(1)")
    result, _ = work(MemoryBackend(claim(1), claim(2), claim(3)), datadir, count=2)
    assert (result.started, result.failed, result.over) == (2, 2, "")


def test_a_failure_brings_its_error_and_the_end_of_its_console(datadir: DataDir, program: Path) -> None:
    write(program, "for i in range(30): print('line', i)\nraise RuntimeError('loss is not finite')")
    backend = MemoryBackend(claim())
    work(backend, datadir)
    exit = backend.exits[RunKey("run00001")]
    assert (exit.code, exit.error) == (1, "RuntimeError: loss is not finite")
    assert len(exit.tail.splitlines()) == 20
    assert exit.tail.endswith("RuntimeError: loss is not finite")


def test_three_failures_in_the_first_minute_end_the_agent(datadir: DataDir, program: Path) -> None:
    write(program, "import numpyy")
    backend = MemoryBackend(*(claim(number) for number in range(1, 10)))
    result, _ = work(backend, datadir)
    assert result.started == 3
    assert result.gave_up.startswith("3 runs failed in the first minute; the last was #3: ModuleNotFoundError")
    assert "Traceback" in result.gave_up


def test_flapping_can_be_allowed(datadir: DataDir, program: Path) -> None:
    write(program, "raise SystemExit(1)")
    result, _ = work(MemoryBackend(*(claim(number) for number in range(1, 8))), datadir, disable_flapping=True)
    assert (result.failed, result.gave_up) == (7, "")


SLEEPER = """
    import os, pathlib, time
    from varre.spool import SpoolWriter
    spool = pathlib.Path(os.environ["VARRE_DIR"], "spool", os.environ["VARRE_RUN"])
    SpoolWriter(spool, int(os.environ["VARRE_ATTEMPT"])).write("row", {"loss": 1})
    time.sleep(60)
"""


def test_an_order_that_comes_with_an_acknowledgement_stops_the_run(datadir: DataDir, program: Path) -> None:
    write(program, SLEEPER)
    backend = MemoryBackend(claim())
    backend.order_after[b'"loss"'] = STOP
    result, events = work(backend, datadir)
    exit = backend.exits[RunKey("run00001")]
    assert (exit.code, exit.ordered, exit.interrupted) == (-15, True, False)
    assert [event.reason for event in events if isinstance(event, Stopping)] == [STOP.reason]
    assert result.stopped == 1


def test_an_order_that_comes_with_a_heartbeat_stops_the_run(datadir: DataDir, program: Path) -> None:
    write(program, "import time; time.sleep(60)")
    backend = MemoryBackend(claim())
    backend.orders[RunKey("run00001")] = STOP
    assert work(backend, datadir)[0].stopped == 1


def test_a_superseded_attempt_is_killed(datadir: DataDir, program: Path) -> None:
    write(program, "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)")
    backend = MemoryBackend(claim())
    backend.orders[RunKey("run00001")] = Order(OrderKind.SUPERSEDED)
    work(backend, datadir)
    assert backend.exits[RunKey("run00001")].code == -9


def interrupting(backend: MemoryBackend, datadir: DataDir, times: int) -> tuple[AgentResult, list[AgentEvent]]:
    """An agent that is interrupted as soon as its first run logs something."""
    events: list[AgentEvent] = []
    agent = Agent(backend, datadir, SWEEP, listener=events.append)
    take_in = backend.append

    def append(lease: Lease, writer: str, offset: int, lines: bytes) -> Ack:
        for _ in range(times):
            agent.interrupt()
        return take_in(lease, writer, offset, lines)

    backend.append = append  # type: ignore[method-assign]
    return agent.run(), events


def test_the_first_interrupt_lets_running_runs_finish(datadir: DataDir, program: Path) -> None:
    write(program, SLEEPER.replace("60", "0.5"))
    result, _ = interrupting(MemoryBackend(claim(1), claim(2)), datadir, 1)
    assert (result.started, result.finished, result.over) == (1, 1, "")


def test_the_second_interrupt_sends_term_and_the_run_goes_back_to_the_queue(datadir: DataDir, program: Path) -> None:
    write(program, SLEEPER)
    backend = MemoryBackend(claim(1), claim(2))
    result, _ = interrupting(backend, datadir, 2)
    exit = backend.exits[RunKey("run00001")]
    assert (exit.code, exit.interrupted, exit.ordered) == (-15, True, False)
    assert (result.started, result.requeued) == (1, 1)


def test_the_third_interrupt_kills(datadir: DataDir, program: Path) -> None:
    write(program, "import signal; signal.signal(15, signal.SIG_IGN)\n" + textwrap.dedent(SLEEPER))
    backend = MemoryBackend(claim(1))
    assert interrupting(backend, datadir, 3)[0].requeued == 1
    assert backend.exits[RunKey("run00001")].code == -9


def test_a_missing_program_burns_no_run(datadir: DataDir, program: Path) -> None:
    backend = MemoryBackend(claim(1), claim(2))
    with pytest.raises(UsageError, match=r"program train\.py not found in"):
        work(backend, datadir)
    assert backend.exits[RunKey("run00001")].interrupted
    assert len(backend.exits) == 1


def test_training_goes_on_while_the_store_is_away(datadir: DataDir, program: Path) -> None:
    write(program, SLEEPER.replace("60", "0"))
    backend = MemoryBackend(claim())
    backend.broken = 2
    result, events = work(backend, datadir)
    assert result.finished == 1
    assert len(backend.lines[RunKey("run00001")]) == 1
    notes = [event.text for event in events if isinstance(event, Note)]
    assert notes == ["the store does not answer, training goes on: the disk is gone", "the store answers again"]


def test_a_run_taken_over_by_another_agent_is_let_go(datadir: DataDir, program: Path) -> None:
    write(program, "")
    backend = MemoryBackend(claim())

    def end(lease: Lease, exit: Exit) -> RunState:
        raise ConflictError("attempt 2 is current")

    backend.end = end  # type: ignore[method-assign]
    result, events = work(backend, datadir)
    assert result == AgentResult(started=1, over="exhausted")
    assert any(isinstance(event, Note) and "attempt 2 is current" in event.text for event in events)


def test_a_deleted_sweep_ends_the_agent(datadir: DataDir) -> None:
    class Gone(MemoryBackend):
        def claim(self, sweep: SweepKey, agent: AgentId) -> Claim | Wait | Over:
            raise NotFoundError("no sweep sweep001")

    assert work(Gone(), datadir)[0].over == "no sweep sweep001"


def test_it_waits_as_long_as_it_is_told_and_says_why_once(datadir: DataDir, program: Path) -> None:
    write(program, "")
    backend = MemoryBackend(Wait(0.01, "the sweep is paused"), Wait(0.01, "the sweep is paused"), claim())
    result, events = work(backend, datadir)
    assert result.finished == 1
    assert [event.text for event in events if isinstance(event, Note)] == ["waiting: the sweep is paused"]


def test_its_lock_is_held_from_the_first_claim_to_its_end(datadir: DataDir) -> None:
    agent = AgentId("host-0123abcd")
    path = datadir.agent_lock(agent)
    held: list[bool] = []

    class Looking(MemoryBackend):
        def claim(self, sweep: SweepKey, agent: AgentId) -> Claim | Wait | Over:
            held.append(is_held(path))
            return Over("exhausted")

    work(Looking(), datadir, agent=agent)
    assert held == [True]
    assert not path.exists()


def test_an_error_of_the_agent_ends_its_runs(datadir: DataDir, program: Path) -> None:
    write(program, "import pathlib, os, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(60)")

    class Faulty(MemoryBackend):
        def heartbeat(self, leases: Sequence[Lease]) -> Mapping[Lease, Order]:
            if (text := program.with_name("pid")).exists() and text.read_text():
                raise ZeroDivisionError
            return {}

    with pytest.raises(ZeroDivisionError):
        work(Faulty(claim()), datadir)
    pid = int(program.with_name("pid").read_text())
    assert not Path(f"/proc/{pid}").exists()


def test_several_writers_of_one_run_are_all_handed_on(datadir: DataDir, program: Path) -> None:
    write(
        program,
        """
        import os, pathlib
        from varre.spool import SpoolWriter
        spool = pathlib.Path(os.environ["VARRE_DIR"], "spool", os.environ["VARRE_RUN"])
        children = []
        for rank in range(3):
            pid = os.fork()
            if not pid:
                writer = SpoolWriter(spool, 1)
                for step in range(100):
                    writer.write("row", {"rank": rank, "step": step})
                os._exit(0)
            children.append(pid)
        for pid in children:
            os.waitpid(pid, 0)
        """,
    )
    backend = MemoryBackend(claim())
    work(backend, datadir)
    rows = [json.loads(line)["d"] for line in backend.lines[RunKey("run00001")]]
    for rank in range(3):
        assert [row["step"] for row in rows if row["rank"] == rank] == list(range(100))


def test_attempts_share_a_console_log_and_each_failure_shows_its_own_part(datadir: DataDir, program: Path) -> None:
    first = claim()
    again = replace(first, lease=replace(first.lease, attempt=2))
    write(program, "import os; print('this is', os.environ['VARRE_ATTEMPT']); raise SystemExit(1)")
    for each in (first, again):
        backend = MemoryBackend(each)
        work(backend, datadir)
    console = (datadir.run_dir(first.lease.run) / "console.log").read_text().splitlines()
    assert [line for line in console if line.startswith("this")] == ["this is 1", "this is 2"]
    assert sum(line.startswith("--- attempt") for line in console) == 2
    assert backend.exits[first.lease.run].tail == "this is 2"


@pytest.mark.parametrize("slots", [0, -1])
def test_fewer_than_one_slot_is_refused(datadir: DataDir, slots: int) -> None:
    with pytest.raises(UsageError, match="slots must be at least 1"):
        Agent(MemoryBackend(), datadir, SWEEP, slots=slots)


def test_the_interpreter_is_the_agents_own(datadir: DataDir, program: Path) -> None:
    write(program, f"import sys; assert sys.executable == {sys.executable!r}, sys.executable")
    backend = MemoryBackend(claim())
    assert work(backend, datadir)[0].finished == 1, backend.exits
