"""What an agent measures and says of its runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from varre import supervisor
from varre.spool import Tail, WriterState, take_in, writers
from varre.supervisor import Process
from varre.worker.feed import ConsoleFeed
from varre.worker.gauges import TreeGauge
from varre.worker.gpus import GpuGauges, parse
from varre.worker.voice import Voice

MIB = 2**20

# -- gauges ----------------------------------------------------------------------------------------------------------

BUSY = """
import sys, time
kept = bytearray(50 * 2**20)
began = time.process_time()
while time.process_time() - began < 0.5:
    pass
with open(sys.argv[1], "wb") as file:
    file.write(bytes(4 * 2**20))
    file.flush()
print("done", flush=True)
sys.stdin.read()
"""


def test_a_tree_is_measured_with_all_its_processes(tmp_path: Path) -> None:
    gauge = TreeGauge(now=0.0)
    shell = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}, 'file'])"]
    with subprocess.Popen(shell, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"done\n"
        tree = [found for pid in (parent.pid,) if (found := supervisor.identify(pid))]
        tree += supervisor.descendants([parent.pid])
        assert len(tree) == 2
        first = gauge.read(tree, now=10.0)
        second = gauge.read(tree, now=20.0)
        parent.kill()
        os.kill(tree[1].pid, 9)
    assert first["cpu"] >= 5.0  # half a second of ten
    assert first["memory"] >= 50 * MIB
    assert second["cpu"] < first["cpu"]
    assert set(first) == {"cpu", "memory", "disk_read", "disk_write"}


def test_processes_that_are_gone_take_nothing() -> None:
    gone = Process(2**22 - 1, "0")
    assert set(TreeGauge(now=0.0).read([gone], now=0.0).values()) == {0.0}


# -- GPUs ------------------------------------------------------------------------------------------------------------


def test_a_line_of_nvidia_smi_is_read_by_index_and_uuid() -> None:
    line = "1, GPU-5f2c, 87, 2048, 251.30, 64"
    gauges = {"gpu.1.util": 87.0, "gpu.1.memory": 2048.0 * MIB, "gpu.1.power": 251.3, "gpu.1.temperature": 64.0}
    assert parse(line) == {"1": gauges, "GPU-5f2c": gauges}


def test_what_nvidia_smi_does_not_know_is_left_out() -> None:
    assert parse("0, GPU-5f2c, [N/A], 10, [Not Supported], 40")["0"] == {
        "gpu.0.memory": 10.0 * MIB,
        "gpu.0.temperature": 40.0,
    }
    assert parse("NVIDIA-SMI has failed") == {}


def test_an_nvidia_smi_that_keeps_telling_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    smi = tmp_path / "nvidia-smi"
    told = ["0, GPU-a, 1, 1, 1, 1", "0, GPU-a, 9, 1, 1, 1"]
    lines = ["#!/bin/sh", 'echo "$@" > "$0.asked"', *(f'echo "{line}"' for line in told), "exec sleep 60"]
    smi.write_text("\n".join(lines))
    smi.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with GpuGauges(["0"], every_s=5) as gpus:
        eventually(lambda: gpus.read(["0"]).get("gpu.0.util") == 9.0)
        assert gpus.read(["1"]) == {}
        assert "--loop=5" in Path(f"{smi}.asked").read_text()


def test_without_gpus_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    smi = tmp_path / "nvidia-smi"
    smi.write_text('#!/bin/sh\ntouch "$0.asked"\n')
    smi.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with GpuGauges([], every_s=5) as gpus:
        assert gpus.read(["0"]) == {}
    assert not Path(f"{smi}.asked").exists()


def eventually(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        subprocess.run(["sleep", "0.01"], check=True)
    raise AssertionError("it never came to that")


# -- the console -----------------------------------------------------------------------------------------------------


def test_a_console_is_read_from_its_start_as_it_grows(tmp_path: Path) -> None:
    log = tmp_path / "console.log"
    log.write_bytes("before\nä".encode())
    feed = ConsoleFeed(log, start=7)
    assert feed.read(now=0.0) == "ä"
    with log.open("ab") as file:
        file.write("ö".encode()[:1])
    assert feed.read(now=0.5) == ""  # not yet due
    assert feed.read(now=1.0) == ""  # half a character
    with log.open("ab") as file:
        file.write("ö".encode()[1:] + b"end\xff")
    assert feed.read(now=2.0) == "öend�"
    assert feed.rest() == ""


def test_a_flood_leaves_out_its_middle(tmp_path: Path) -> None:
    log = tmp_path / "console.log"
    log.write_bytes(b"a" * MIB + b"the end")
    text = ConsoleFeed(log, start=0).read(now=0.0)
    assert text.endswith("the end")
    assert "bytes left out" in text
    assert len(text) < 40 * 1024


def test_after_so_much_only_the_end_is_told(tmp_path: Path) -> None:
    log = tmp_path / "console.log"
    feed = ConsoleFeed(log, start=0)
    told = 0
    for second in range(400):
        with log.open("ab") as file:
            file.write(b"x" * 32 * 1024)
        told += len(feed.read(float(second)))
    assert 8 * MIB <= told < 8 * MIB + 64 * 1024
    with log.open("ab") as file:
        file.write(b"Traceback: it broke")
    assert feed.rest().endswith("it broke")


def test_a_console_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    feed = ConsoleFeed(tmp_path / "none", start=0)
    assert feed.read(now=0.0) == feed.rest() == ""


# -- the voice -------------------------------------------------------------------------------------------------------


def test_what_an_agent_says_is_taken_in_and_is_no_row(tmp_path: Path) -> None:
    log = tmp_path / "console.log"
    log.write_text("hello\n")
    spool = tmp_path / "spool"
    voice = Voice(spool, 2, ConsoleFeed(log, 0))
    voice.gauges({"cpu": 99.0, "gpu.0.util": 1.0})
    voice.console(now=0.0)
    with log.open("a") as file:
        file.write("bye\n")
    voice.close()
    voice.close()
    (writer,) = writers(spool, 2)
    state, intake = take_in(WriterState(), Tail(spool, writer).read())
    assert (intake.rows, intake.skipped, dict(intake.summary), state.step) == ((), 0, {}, 0)
    assert [dict(gauge.values) for gauge in intake.gauges] == [{"cpu": 99.0, "gpu.0.util": 1.0}]
    assert intake.console == "hello\nbye\n"
    assert not Tail(spool, writer).more_may_come()


def test_without_anything_to_say_there_is_no_file(tmp_path: Path) -> None:
    Voice(tmp_path / "spool", 1).close()
    assert not (tmp_path / "spool").exists()


def test_a_full_disk_silences_and_does_not_fail(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("in the way")
    Voice(tmp_path / "spool", 1).gauges({"cpu": 1.0})
