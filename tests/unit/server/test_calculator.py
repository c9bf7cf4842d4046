"""The calculator: each thing once, in a process that comes and goes, and never longer than it may take."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

from varre.errors import NotFoundError
from varre.server.calculator import Calculator
from varre.server.reckoner import DiedError, OverdueError, Reckoner

# What the process runs must be importable there, and have no more to do with tests than this:
PID = os.getpid
SLEEP = time.sleep
NOW = time.monotonic_ns
STRICT = json.JSONEncoder(allow_nan=False).encode


@pytest.fixture
def reckoner() -> Iterator[Reckoner]:
    made = Reckoner()
    yield made
    made.end()


@pytest.fixture
def calculator() -> Iterator[Callable[..., Calculator]]:
    made: list[Calculator] = []

    def make(**options: float) -> Calculator:
        made.append(Calculator(**options))
        return made[-1]

    yield make
    for each in made:
        each.close()


def pid_of(reckoner: Reckoner) -> int:
    return int(reckoner.call(PID, (), 30.0))  # type: ignore[arg-type]


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def until(fact: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not fact():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_it_reckons_in_another_process_of_low_priority(reckoner: Reckoner) -> None:
    pid = pid_of(reckoner)
    assert pid != os.getpid()
    assert pid == pid_of(reckoner)
    assert psutil.Process(pid).nice() == psutil.Process().nice() + 10


def test_a_dead_process_is_started_anew(reckoner: Reckoner) -> None:
    pid = pid_of(reckoner)
    os.kill(pid, signal.SIGKILL)
    until(lambda: gone(pid))
    assert pid_of(reckoner) != pid


def test_a_process_that_dies_in_the_middle_says_so_and_the_next_call_works(reckoner: Reckoner) -> None:
    with pytest.raises(DiedError):
        reckoner.call(os._exit, (1,), 30.0)
    assert reckoner.call(json.dumps, ([1],), 30.0) == "[1]"


def test_what_takes_too_long_is_ended(reckoner: Reckoner) -> None:
    pid = pid_of(reckoner)
    with pytest.raises(OverdueError, match=r"more than 0\.05 s"):
        reckoner.call(SLEEP, (600,), 0.05)  # type: ignore[arg-type]
    assert gone(pid)


def test_an_error_is_raised_here_with_its_course(reckoner: Reckoner) -> None:
    with pytest.raises(ValueError, match="Out of range") as caught:
        reckoner.call(STRICT, (float("nan"),), 30.0)
    assert "Traceback" in caught.value.__notes__[0]


def test_it_ends_with_the_server_whatever_kills_that(tmp_path: Any) -> None:
    import subprocess
    import sys

    program = (
        "import os, time\n"
        "from varre.server.reckoner import Reckoner\n"
        "print(Reckoner().call(os.getpid, (), 30.0), flush=True)\n"
        "time.sleep(600)\n"
    )
    server = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    server.kill()
    server.wait()
    server.stdout.close()
    until(lambda: gone(pid))


def test_a_module_of_the_working_directory_is_not_run(
    reckoner: Reckoner, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "threading.py").write_text("raise SystemExit('run from the working directory')")
    monkeypatch.chdir(tmp_path)
    assert reckoner.call(json.dumps, (1,), 30.0) == "1"


def test_equal_requests_share_one_reckoning_and_its_result_is_kept(calculator: Callable[..., Calculator]) -> None:
    async def ask() -> tuple[list[str], str, str]:
        made = calculator()
        shared = await asyncio.gather(*(made.run(("now", 1), NOW) for _ in range(5)))
        again = await made.run(("now", 1), NOW)
        made.forget("now")
        return shared, again, await made.run(("now", 1), NOW)

    shared, again, anew = asyncio.run(ask())
    assert set(shared) == {again}
    assert anew != again


def test_who_goes_away_does_not_take_it_from_the_others(calculator: Callable[..., Calculator]) -> None:
    async def ask() -> str:
        made = calculator()
        impatient = asyncio.create_task(made.run(("x",), json.dumps, [1]))
        patient = asyncio.create_task(made.run(("x",), json.dumps, [1]))
        await asyncio.sleep(0)
        impatient.cancel()
        return await patient

    assert asyncio.run(ask()) == "[1]"


def test_a_failure_is_not_kept(calculator: Callable[..., Calculator]) -> None:
    async def ask() -> str:
        made = calculator()
        with pytest.raises(DiedError):
            await made.run(("x",), os._exit, 1)
        return await made.run(("x",), json.dumps, 2)

    assert asyncio.run(ask()) == "2"


def test_an_idle_process_ends(calculator: Callable[..., Calculator]) -> None:
    async def ask() -> None:
        made = calculator(idle_s=0.01)
        pid = int(await made.run(("pid",), PID))  # type: ignore[arg-type]
        while not gone(pid):
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(ask(), 30))


def test_the_process_is_started_ahead_once_and_is_the_one_that_reckons(calculator: Callable[..., Calculator]) -> None:
    async def ask() -> None:
        made = calculator()
        await made.warm(NOW)  # type: ignore[arg-type]
        children = psutil.Process().children()
        await made.warm(NOW)  # type: ignore[arg-type]
        assert int(await made.run(("pid",), PID)) in [child.pid for child in children]  # type: ignore[arg-type]
        assert psutil.Process().children() == children

    asyncio.run(asyncio.wait_for(ask(), 30))


def test_what_fails_ahead_fails_nobody(calculator: Callable[..., Calculator]) -> None:
    async def ask() -> None:
        made = calculator(budget_s=0.01)
        await made.warm(functools.partial(SLEEP, 600))

    asyncio.run(asyncio.wait_for(ask(), 30))


def test_closing_ends_what_is_under_way(calculator: Callable[..., Calculator]) -> None:
    async def ask() -> None:
        made = calculator()
        pid = int(await made.run(("pid",), PID))  # type: ignore[arg-type]
        sleeping = asyncio.create_task(made.run(("sleep",), SLEEP, 600))  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        made.close()
        with pytest.raises(DiedError):
            await sleeping
        assert gone(pid)

    asyncio.run(asyncio.wait_for(ask(), 30))


def test_closing_starts_nothing_for_those_who_wait_their_turn(calculator: Callable[..., Calculator]) -> None:
    async def ends() -> tuple[BaseException | str, ...]:
        made = calculator()
        first = asyncio.create_task(made.run(("sleep",), SLEEP, 30.0))
        waits = asyncio.create_task(made.run(("next",), SLEEP, 30.0))
        await asyncio.sleep(0.5)
        made.close()
        return tuple(await asyncio.gather(first, waits, return_exceptions=True))

    first, waits = asyncio.run(ends())
    assert isinstance(first, DiedError)
    assert isinstance(waits, DiedError)
    assert str(waits) == "the server is ending"


def test_an_error_that_callers_can_see_comes_through(reckoner: Reckoner, tmp_path: Any) -> None:
    from varre.datadir import find
    from varre.scheduler import Scheduler
    from varre.server import explaining

    directory = find(create=True, env={}, cwd=tmp_path)
    Scheduler.open(directory).close()
    with pytest.raises(NotFoundError):
        reckoner.call(explaining.skip, (directory.path, "nothing0"), 60.0)
