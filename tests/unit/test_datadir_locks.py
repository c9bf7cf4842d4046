"""Lock files: seen from this process, from others, and across a fork."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from varre.datadir import hold, is_held, wait_for
from varre.errors import ConflictError

HOLDER = """
import sys
from pathlib import Path
from varre.datadir import hold
lock = hold(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def seen_by_another_process(path: Path) -> bool:
    code = "import sys; from pathlib import Path; from varre.datadir import is_held; print(is_held(Path(sys.argv[1])))"
    result = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return result.stdout == "True\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.lock"


def test_a_lock_is_seen_by_this_process_and_by_others_until_released(path: Path) -> None:
    lock = hold(path)
    assert is_held(path)
    assert seen_by_another_process(path)
    lock.release()
    assert not is_held(path)
    assert not seen_by_another_process(path)
    lock.release()


def test_looking_at_ones_own_lock_does_not_drop_it(path: Path) -> None:
    lock = hold(path)
    link = path.with_name("the same file.lock")
    link.hardlink_to(path)
    assert is_held(path)
    assert is_held(link)
    assert seen_by_another_process(path)
    lock.release()


def test_a_missing_file_is_free(path: Path) -> None:
    assert not is_held(path)


def test_the_file_is_named_by_nothing_else_when_held(path: Path) -> None:
    lock = hold(path)
    assert [entry.name for entry in path.parent.iterdir()] == ["a.lock"]
    lock.release()


def test_one_process_cannot_hold_a_lock_twice(path: Path) -> None:
    lock = hold(path)
    with pytest.raises(ConflictError):
        hold(path)
    assert seen_by_another_process(path)
    lock.release()


def test_a_living_holder_is_respected_and_a_killed_one_inherited(path: Path) -> None:
    with another_holder(path) as process:
        assert is_held(path)
        with pytest.raises(ConflictError):
            hold(path)
        process.kill()
        process.wait()
        assert not is_held(path)
        hold(path).release()


def test_a_forked_child_holds_nothing_and_sees_its_parent(path: Path) -> None:
    lock = hold(path)
    child = os.fork()
    if child == 0:
        lock.release()
        os._exit(0 if is_held(path) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert seen_by_another_process(path)
    lock.release()


def test_waiting_excludes_other_threads(path: Path) -> None:
    inside = threading.Semaphore()
    overlaps = []

    def enter() -> None:
        for _ in range(50):
            with wait_for(path):
                overlaps.append(not inside.acquire(blocking=False))
                inside.release()

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(overlaps) == 200
    assert not any(overlaps)


COUNT = """
import sys
from pathlib import Path
from varre.datadir import wait_for
lock, counter = Path(sys.argv[1]), Path(sys.argv[2])
for _ in range(100):
    with wait_for(lock):
        counter.write_text(str(int(counter.read_text()) + 1))
"""


def test_waiting_excludes_other_processes(path: Path) -> None:
    counter = path.with_name("counter")
    counter.write_text("0")
    command = [sys.executable, "-c", COUNT, str(path), str(counter)]
    processes = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert counter.read_text() == "300"
