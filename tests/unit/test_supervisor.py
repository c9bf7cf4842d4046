"""The supervisor as a script: what it starts, obeys, ends and writes down."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from varre import supervisor


def marks(spool: Path, attempt: int = 1) -> dict[str, str]:
    """What the environment of a run's processes says of where they belong."""
    return {"VARRE_DIR": str(spool.parents[1]), "VARRE_RUN": spool.name, "VARRE_ATTEMPT": str(attempt)}


class Supervised:
    """A supervisor with a command of the test's own."""

    def __init__(self, folder: Path, *command: str, kill_delay: float = 20) -> None:
        self.folder = folder
        self.console = folder / "console.log"
        arguments = [str(os.getpid()), str(folder), "1", str(self.console), str(kill_delay), *command]
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", supervisor.__file__, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **marks(folder)},
            start_new_session=True,
        )

    def wait(self) -> dict[str, object]:
        """How it ended, once it has: the end of file on its output says so."""
        assert self.process.stdout
        assert self.process.stdout.read() == b""
        assert self.process.wait() == 0
        report = json.loads((self.folder / "1.exit").read_text())
        assert isinstance(report, dict)
        return report

    def order(self, order: bytes) -> None:
        assert self.process.stdin
        os.write(self.process.stdin.fileno(), order)

    def until_said(self, word: str) -> None:
        """Wait for the program to print a word."""
        for _ in range(2000):
            if self.console.exists() and word in self.console.read_text():
                return
            time.sleep(0.01)
        raise AssertionError(f"never said {word!r}: {self.console.read_text()}")

    def left(self) -> list[int]:
        """The processes of this tree that live, found by the mark in their environment."""
        mark = f"VARRE_DIR={self.folder.parents[1]}".encode()
        return [pid for pid, status in supervisor.table().items() if status.lives and mark in _environment(pid)]

    def close(self) -> None:
        for pid in self.left():
            os.kill(pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            pipe.close()
        self.process.wait()


Start = Callable[..., Supervised]


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    folder = tmp_path / "spool" / "run00001"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def start(spool: Path) -> Iterator[Start]:
    started: list[Supervised] = []

    def begin(*command: str, kill_delay: float = 20) -> Supervised:
        started.append(Supervised(spool, *command, kill_delay=kill_delay))
        return started[-1]

    yield begin
    for supervised in started:
        supervised.close()


def python(text: str) -> tuple[str, str, str]:
    return sys.executable, "-c", text


IGNORE_TERM = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready'); time.sleep(60)"
SLEEP = "import time; print('ready'); time.sleep(60)"


def test_the_exit_code_is_written_down(start: Start) -> None:
    assert start(*python("raise SystemExit(3)")).wait() == {
        "code": 3,
        "ordered": False,
        "signalled": False,
        "error": "",
    }


def test_a_signal_is_a_negative_code(start: Start) -> None:
    assert start(*python("import os; os.kill(os.getpid(), 9)")).wait()["code"] == -9


def test_both_outputs_go_to_the_console_log_and_there_is_no_input(start: Start) -> None:
    text = "import sys; print('out', repr(sys.stdin.read())); print('err', file=sys.stderr)"
    supervised = start(*python(text))
    supervised.wait()
    assert supervised.console.read_text() == "out ''\nerr\n"


def test_a_program_that_cannot_be_started_is_code_127_with_the_reason(start: Start) -> None:
    supervised = start("/nowhere/python")
    assert supervised.wait() == {
        "code": 127,
        "ordered": False,
        "signalled": False,
        "error": "cannot start /nowhere/python: No such file or directory",
    }
    assert "cannot start /nowhere/python" in supervised.console.read_text()


def test_the_child_has_a_session_of_its_own_and_default_signals(start: Start) -> None:
    text = """
import os, signal
print(os.getsid(0) == os.getpid())
print([signal.getsignal(n) in (signal.SIG_DFL, signal.default_int_handler)
       for n in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)])
"""
    supervised = start(*python(text))
    supervised.wait()
    assert supervised.console.read_text() == "True\n[True, True, True, True]\n"


def test_an_order_to_stop_is_term_for_the_program(start: Start) -> None:
    supervised = start(*python(SLEEP))
    supervised.until_said("ready")
    supervised.order(b"T")
    assert supervised.wait() == {"code": -15, "ordered": True, "signalled": False, "error": ""}


def test_a_helper_process_outlives_the_order_until_its_program_ends(start: Start) -> None:
    """A data loader that got TERM first would make the program fail with an error of its own."""
    text = """
import signal, subprocess, sys, time
helper = subprocess.Popen(["sleep", "60"])
def stop(*_):
    print("helper", helper.poll())
    sys.exit(143)
signal.signal(signal.SIGTERM, stop)
print("ready")
time.sleep(60)
"""
    supervised = start(*python(text))
    supervised.until_said("ready")
    supervised.order(b"T")
    assert supervised.wait()["code"] == 143
    assert "helper None" in supervised.console.read_text()
    assert supervised.left() == []


def test_a_program_that_ignores_term_is_killed_after_the_delay(start: Start) -> None:
    supervised = start(*python(IGNORE_TERM), kill_delay=0.3)
    supervised.until_said("ready")
    supervised.order(b"T")
    assert supervised.wait()["code"] == -9


def test_an_order_to_end_kills_the_whole_tree_at_once(start: Start) -> None:
    supervised = start("sh", "-c", f'{sys.executable} -c "{IGNORE_TERM}" & wait')
    supervised.until_said("ready")
    supervised.order(b"K")
    assert supervised.wait()["code"] == -9
    assert supervised.left() == []


def test_a_stopped_program_is_woken_to_hear_the_order(start: Start) -> None:
    supervised = start(*python("import os, signal; print('ready'); os.kill(os.getpid(), signal.SIGSTOP)"))
    supervised.until_said("ready")
    supervised.order(b"T")
    assert supervised.wait()["code"] == -15


DAEMON = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print("daemon", os.getpid())
        time.sleep(60)
    os._exit(0)
os.wait()
"""


def test_what_daemonised_is_ended_after_the_program(start: Start) -> None:
    supervised = start(*python(DAEMON))
    assert supervised.wait()["code"] == 0
    assert "daemon" in supervised.console.read_text()
    assert supervised.left() == []


def test_the_agents_death_ends_the_tree_and_leaves_no_exit(start: Start) -> None:
    supervised = start(*python(SLEEP))
    supervised.until_said("ready")
    supervised.process.stdin.close()
    assert supervised.process.wait() == 0
    assert not (supervised.folder / "1.exit").exists()
    assert supervised.left() == []


def test_a_program_that_finishes_although_its_agent_died_has_finished(start: Start) -> None:
    text = "import signal, sys, time; signal.signal(15, lambda *_: sys.exit(0)); print('ready'); time.sleep(60)"
    supervised = start(*python(text))
    supervised.until_said("ready")
    supervised.process.stdin.close()
    assert supervised.wait()["code"] == 0


def test_a_run_that_was_told_to_stop_before_its_agent_died_is_not_lost(start: Start) -> None:
    """A cluster sends its TERM to the agent, and kills the agent when it has waited long enough."""
    supervised = start(*python(IGNORE_TERM))
    supervised.until_said("ready")
    supervised.order(b"T")
    supervised.process.stdin.close()
    assert supervised.wait() == {"code": -9, "ordered": True, "signalled": False, "error": ""}


def test_a_signal_to_the_supervisor_stops_the_run_and_is_told(start: Start) -> None:
    supervised = start(*python(SLEEP))
    supervised.until_said("ready")
    supervised.process.terminate()
    assert supervised.wait() == {"code": -15, "ordered": False, "signalled": True, "error": ""}


def test_its_lock_is_held_while_it_lives_and_free_after(start: Start) -> None:
    supervised = start(*python(SLEEP))
    supervised.until_said("ready")
    lock = supervised.folder / "1.supervisor.lock"
    assert _is_locked(lock)
    supervised.order(b"K")
    supervised.wait()
    assert not _is_locked(lock)


def _is_locked(path: Path) -> bool:
    with path.open("r+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def test_the_record_names_supervisor_and_program_and_goes_with_them(start: Start) -> None:
    supervised = start(*python("import os, time; print('ready', os.getpid()); time.sleep(60)"))
    supervised.until_said("ready")
    record = json.loads((supervised.folder / "1.processes").read_text())
    assert record["supervisor"] == list(supervisor.identify(supervised.process.pid) or ())
    assert supervised.console.read_text().split() == ["ready", str(record["lead"][0])]
    supervised.order(b"K")
    supervised.wait()
    assert not (supervised.folder / "1.processes").exists()


# -- what a supervisor left ----------------------------------------------------------------------------------------


def test_what_a_living_agent_looks_after_is_spared(start: Start) -> None:
    """Two commands may recover the same run: the slower one must not end the attempt that the faster has begun."""
    supervised = start(*python(SLEEP))
    supervised.until_said("ready")
    before = set(supervised.left())
    supervisor.finish_off(supervised.folder)
    assert set(supervised.left()) == before


def test_an_attempt_that_is_named_is_ended_in_any_case(start: Start) -> None:
    supervised = start(*python(SLEEP))
    supervised.until_said("ready")
    kill_supervisor(supervised)
    supervisor.finish_off(supervised.folder, attempt=2)
    assert (supervised.folder / "1.processes").exists()
    supervisor.finish_off(supervised.folder, attempt=1)
    assert supervised.left() == []
    assert not (supervised.folder / "1.processes").exists()


def kill_supervisor(supervised: Supervised) -> None:
    supervised.process.kill()
    supervised.process.wait()


def test_strays_are_found_by_their_environment_and_those_of_other_places_are_left(spool: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "spool" / spool.name
    other.mkdir(parents=True)
    places = [spool, other, spool.with_name("run00002")]
    strays = [subprocess.Popen(["sleep", "60"], env={**os.environ, **marks(place)}) for place in places]
    try:
        supervisor.finish_off(spool)
        assert strays[0].wait() == -9
        assert [stray.poll() for stray in strays[1:]] == [None, None]
    finally:
        for stray in strays:
            stray.kill()
            stray.wait()


def test_a_record_from_before_a_restart_of_the_machine_names_nobody(spool: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as process:
        record = {"boot": "another", "agent": None, "supervisor": None, "lead": supervisor.identify(process.pid)}
        (spool / "1.processes").write_text(json.dumps(record))
        supervisor.finish_off(spool)
        assert process.poll() is None
        process.kill()
    assert not (spool / "1.processes").exists()


def test_nothing_left_is_nothing_to_do(tmp_path: Path) -> None:
    supervisor.finish_off(tmp_path / "no" / "such" / "folder")


# -- processes -----------------------------------------------------------------------------------------------------


def test_a_signal_is_not_sent_to_a_later_process_of_the_same_number() -> None:
    with subprocess.Popen(["sleep", "60"]) as process:
        supervisor.send(supervisor.Process(process.pid, "another start"), signal.SIGKILL)
        identity = supervisor.identify(process.pid)
        assert identity is not None
        assert process.poll() is None
        supervisor.send(identity, signal.SIGKILL)
    assert process.returncode == -9


def test_the_table_made_from_ps_agrees_with_proc() -> None:
    """Other systems have no /proc; the listing of ps stands in for it."""
    by_ps = {status.process.pid: status for status in supervisor._from_ps()}
    me = by_ps[os.getpid()]
    assert me.parent == os.getppid()
    assert me.lives
