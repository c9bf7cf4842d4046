"""Writing and tailing: what was written is read, whole lines only, also after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from varre.errors import UsageError
from varre.spool import LINE_LIMIT, SpoolWriter, Tail, writer, writers


def lines(tail: Tail) -> list[dict[str, Any]]:
    return [json.loads(line) for line in tail.read().splitlines()]


def test_a_line_carries_what_was_logged(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path / "new folder", 2)
    writer.write(
        "row", {"loss": 0.5, "tag": "ä\n\ud800", "nan": float("nan"), "deep": {"list": [1, None, True]}}, step=7
    )
    writer.write("row", {}, commit=False)
    first, second = lines(Tail(tmp_path / "new folder", writer.writer))
    assert first["k"] == "row"
    assert first["d"]["tag"] == "ä\n\ud800"
    assert first["d"]["nan"] != first["d"]["nan"]
    assert first["d"]["deep"] == {"list": [1, None, True]}
    assert (first["step"], first["commit"]) == (7, True)
    assert (second["step"], second["commit"]) == (None, False)
    assert 0 <= first["r"] <= second["r"]
    assert writer.writer.startswith(f"2.{os.getpid()}-")
    writer.close()


def test_a_tail_goes_on_from_what_was_acknowledged_only(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path, 1)
    tail = Tail(tmp_path, writer.writer)
    writer.write("row", {"a": 1})
    once = tail.read()
    assert tail.read() == once
    tail.advance(len(once))
    assert tail.read() == b""
    writer.write("row", {"a": 2})
    assert json.loads(tail.read())["d"] == {"a": 2}
    writer.close()


def test_a_torn_line_is_never_handed_out(tmp_path: Path) -> None:
    (tmp_path / "1.1-00000000.0.jsonl").write_bytes(b'{"a": 1}\n{"a": ')
    tail = Tail(tmp_path, "1.1-00000000")
    assert tail.read() == b'{"a": 1}\n'
    tail.advance(9)
    assert tail.read() == b""


def test_a_small_limit_still_gives_a_whole_line(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path, 1)
    for index in range(3):
        writer.write("row", {"text": "x" * 100, "index": index})
    tail = Tail(tmp_path, writer.writer)
    seen = []
    while chunk := tail.read(limit=10):
        seen += [json.loads(line)["d"]["index"] for line in chunk.splitlines()]
        tail.advance(tail.offset + len(chunk))
    assert seen == [0, 1, 2]
    writer.close()


def test_more_may_come_while_the_writer_lives(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path, 1)
    tail = Tail(tmp_path, writer.writer)
    assert tail.more_may_come()
    writer.close()
    writer.close()
    assert not tail.more_may_come()


def test_writers_are_listed_by_attempt(tmp_path: Path) -> None:
    assert writers(tmp_path / "nothing") == []
    made = [SpoolWriter(tmp_path, attempt) for attempt in (10, 2, 2)]
    (tmp_path / "2.supervisor.lock").write_text("")
    (tmp_path / "2.exit").write_text("")
    assert writers(tmp_path, 10) == [made[0].writer]
    assert writers(tmp_path) == [*sorted([made[1].writer, made[2].writer]), made[0].writer]
    for one in made:
        one.close()


@pytest.mark.parametrize("name", ["../../x", "1.2", "1.2-3.0", "x.1-00000000", "1.1-00000000/"])
def test_a_writer_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        Tail(tmp_path, name)


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x\n")
    (tmp_path / "1.1-00000000.0.jsonl").symlink_to(secret)
    with pytest.raises(OSError, match="symbolic links"):
        Tail(tmp_path, "1.1-00000000").read()


def test_data_that_is_not_json_or_too_long_writes_nothing(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path, 1)
    with pytest.raises(TypeError):
        writer.write("row", {"a": object()})  # type: ignore[dict-item]
    with pytest.raises(UsageError, match="at most"):
        writer.write("row", {"a": "x" * LINE_LIMIT})
    assert Tail(tmp_path, writer.writer).read() == b""
    writer.close()


def test_a_part_that_a_full_disk_took_is_cut_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = SpoolWriter(tmp_path, 1)
    log.write("row", {"a": 1})
    real = os.write
    with monkeypatch.context() as patch:
        patch.setattr(writer.os, "write", lambda fd, data: real(fd, data[:10]))
        with pytest.raises(OSError, match="No space left"):
            log.write("row", {"a": 2})
    log.write("row", {"a": 3})
    assert [line["d"] for line in lines(Tail(tmp_path, log.writer))] == [{"a": 1}, {"a": 3}]
    log.close()


def test_threads_share_a_writer(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path, 1)

    def log(thread: int) -> None:
        for index in range(200):
            writer.write("row", {"thread": thread, "index": index})

    threads = [threading.Thread(target=log, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = [line["d"] for line in lines(Tail(tmp_path, writer.writer))]
    for number in range(4):
        assert [row["index"] for row in seen if row["thread"] == number] == list(range(200))
    writer.close()


def test_a_forked_child_has_a_file_of_its_own(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path, 1)
    child = os.fork()
    if child == 0:
        writer.write("row", {"who": "child"})
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    writer.write("row", {"who": "parent"})
    names = writers(tmp_path)
    assert len(names) == 2
    assert sorted(lines(Tail(tmp_path, name))[0]["d"]["who"] for name in names) == ["child", "parent"]
    assert [Tail(tmp_path, name).more_may_come() for name in names if name != writer.writer] == [False]
    assert Tail(tmp_path, writer.writer).more_may_come()
    writer.close()


LOGGER = """
import sys
from pathlib import Path
from varre.spool import SpoolWriter
writer = SpoolWriter(Path(sys.argv[1]), 1)
index = 0
while True:
    writer.write("row", {"index": index})
    print(index, flush=True)
    index += 1
"""


def test_every_line_whose_write_returned_survives_a_kill(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", LOGGER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(100):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        returned = 100 + len(process.stdout.read().splitlines())
    (name,) = writers(tmp_path)
    tail = Tail(tmp_path, name)
    assert not tail.more_may_come()
    seen = [line["d"]["index"] for line in lines(tail)]
    assert seen == list(range(len(seen)))
    assert len(seen) >= returned
