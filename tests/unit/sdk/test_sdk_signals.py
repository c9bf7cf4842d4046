"""SIGTERM ends a script as Ctrl-C would: at once, or at the end of the SDK call that it interrupts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from typing import Any

import pytest

import varre
from varre.sdk import hosts


def terminate_myself() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_sigterm_raises_system_exit_at_once(attempt: Any) -> None:
    run = varre.init()
    with pytest.raises(SystemExit) as ended:
        terminate_myself()
    assert ended.value.code == 143
    run.log({"still": "open"})


def test_sigterm_in_the_middle_of_log_raises_at_its_end(attempt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = varre.init()
    write = hosts.SpoolWriter.write

    def interrupted(self: Any, *args: Any, **others: Any) -> None:
        terminate_myself()
        write(self, *args, **others)

    monkeypatch.setattr(hosts.SpoolWriter, "write", interrupted)
    with pytest.raises(SystemExit) as ended:
        run.log({"loss": 1.0})
    assert ended.value.code == 143
    assert [line["d"] for line in attempt.lines("row")] == [{"loss": 1.0}]
    assert run.summary["loss"] == 1.0
    assert run.step == 1
    monkeypatch.undo()


def test_a_signal_is_told_once(attempt: Any) -> None:
    run = varre.init()
    with pytest.raises(SystemExit):
        terminate_myself()
    run.log({"a": 1})
    run.finish()


def test_a_scripts_own_handler_stays(attempt: Any) -> None:
    heard: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        run = varre.init()
        terminate_myself()
        run.finish()
        terminate_myself()
        assert heard == [signal.SIGTERM] * 2
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def test_finish_gives_the_default_back(attempt: Any) -> None:
    with varre.init():
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_handler_set_after_init_stays_after_finish(attempt: Any) -> None:
    run = varre.init()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    run.finish()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def test_init_in_another_thread_takes_no_signal(attempt: Any) -> None:
    def train() -> None:
        with varre.init() as run:
            run.log({"a": 1})
            handlers.append(signal.getsignal(signal.SIGTERM))

    handlers: list[Any] = []
    thread = threading.Thread(target=train)
    thread.start()
    thread.join()
    assert handlers == [signal.SIG_DFL]
    assert len(attempt.lines("row")) == 1


@pytest.mark.parametrize("forking_thread", ["main", "other"])
def test_terminate_ends_a_forked_child(attempt: Any, forking_thread: str) -> None:
    varre.init()
    child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(600,))
    if forking_thread == "main":
        child.start()
    else:
        thread = threading.Thread(target=child.start)
        thread.start()
        thread.join()
    child.terminate()
    child.join(60)
    assert child.exitcode == -signal.SIGTERM


def test_the_parent_keeps_its_handler_when_it_forks(attempt: Any) -> None:
    varre.init()
    child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(0,))
    child.start()
    child.join()
    with pytest.raises(SystemExit):
        terminate_myself()
