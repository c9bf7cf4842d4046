"""A searcher's process: asked, told, and what is said of one that ends too early."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from contenders import PEERS
from process import DiedError, Process, StoppedError

PARAMETERS = {"x": {"min": 0.0, "max": 1.0}, "n": {"min": 1, "max": 9}, "kind": {"values": ["a", "b"]}}
BEGIN = {"parameters": PARAMETERS, "seed": 5, "trials": 10, "workers": 1}


@contextmanager
def running(*arguments: str) -> Iterator[tuple[Process, subprocess.Popen[str]]]:
    popen = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    process = Process(popen)
    try:
        yield process, popen
    finally:
        process.close()


def test_random_search_answers_over_lines_of_json():
    with running(str(PEERS / "random_.py")) as (process, _):
        assert process.begin(**BEGIN)
        params, seconds = process.ask(0)
        assert set(params) == {"x", "n", "kind"}
        assert seconds >= 0
        process.tell(0, None)
        assert process.ask(1)[0] != params
        assert process.end() > 1


def test_the_same_seed_is_the_same_search():
    found = []
    for _ in range(2):
        with running(str(PEERS / "random_.py")) as (process, _):
            process.begin(**BEGIN)
            found.append([process.ask(trial)[0] for trial in range(5)])
    assert found[0] == found[1]


def test_one_that_ends_of_itself_has_died():
    with (
        running("-c", "import sys; sys.stdin.readline(); sys.exit(3)") as (process, _),
        pytest.raises(DiedError, match="3"),
    ):
        process.begin(**BEGIN)


def test_one_that_was_killed_was_stopped():
    with running(str(PEERS / "random_.py")) as (process, popen):
        process.begin(**BEGIN)
        popen.send_signal(signal.SIGTERM)
        popen.wait()
        with pytest.raises(StoppedError, match="signal 15"):
            process.ask(0)


def test_what_a_searcher_prints_does_not_disturb_its_answers():
    script = f"""
import sys
sys.path.insert(0, {str(PEERS)!r})
from peer import serve
class Loud:
    def __init__(self, parameters, seed, trials, workers): print("hello")
    def ask(self, trial): print("hm"); return {{"x": 0.5}}
    def tell(self, trial, loss): print(loss)
serve(Loud, "1")
"""
    with running("-c", script) as (process, _):
        assert process.begin(**BEGIN) == "1"
        process.tell(0, 1.0)
        assert process.ask(0)[0] == {"x": 0.5}
