"""A run's console, piece by piece."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from varre.datadir import DataDir
from varre.runs import AgentId, Claim, Lease, Reason, RunKey
from varre.server.consoles import MOST_BYTES, Piece, bounds, read_piece
from varre.worker import console

Client = Any  # the one of conftest.py


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "console.log"


@pytest.fixture
def opened(log: Path) -> Iterator[int]:
    log.touch()
    fd = os.open(log, os.O_RDONLY)
    yield fd
    os.close(fd)


def begun(log: Path, attempt: int, number: int | None = 7) -> None:
    lease = Lease(RunKey("abcd1234"), attempt, AgentId("host-01234567"))
    claim = Claim(lease, "abcd1234", number, None, None, "p", {}, {}, Reason("start"))
    console.begin(log, claim, 1_700_000_000.0)


def all_of(fd: int, after: int | None = 0, low: int = 0, high: int | None = None) -> str:
    """What a follower collects, piece by piece."""
    text, piece = "", read_piece(fd, after, low, high)
    while True:
        text += piece.text
        if piece.end:
            return text
        piece = read_piece(fd, piece.offset, low, high)


def test_a_short_log_is_one_piece(log: Path, opened: int) -> None:
    log.write_text("a\nb\n")
    assert read_piece(opened, None) == Piece(0, 4, "a\nb\n", True)


def test_a_follower_gets_what_is_new(log: Path, opened: int) -> None:
    log.write_text("a\n")
    offset = read_piece(opened, 0).offset
    assert read_piece(opened, offset) == Piece(2, 2, "", True)
    with log.open("a") as file:
        file.write("\x1b[31mb\x1b[0m\r")
    assert read_piece(opened, offset).text == "\x1b[31mb\x1b[0m\r"


def test_a_long_log_is_followed_to_its_end(log: Path, opened: int) -> None:
    text = "".join(f"line {number} äöü 😀\n" for number in range(40_000))
    log.write_text(text)
    assert all_of(opened) == text


def test_first_the_last_part_is_shown_from_a_line_on(log: Path, opened: int) -> None:
    log.write_text("".join(f"line {number:06}\n" for number in range(100_000)))
    piece = read_piece(opened, None)
    assert piece.end
    assert piece.text.startswith("line ")
    assert piece.text.endswith("line 099999\n")
    assert piece.start + len(piece.text) == piece.offset == log.stat().st_size
    assert MOST_BYTES - 20 < len(piece.text) <= MOST_BYTES


def test_a_character_that_is_half_written_is_waited_for(log: Path, opened: int) -> None:
    whole = "😀".encode()
    log.write_bytes(b"a" + whole[:2])
    piece = read_piece(opened, 0)
    assert (piece.text, piece.offset) == ("a", 1)
    log.write_bytes(b"a" + whole)
    assert read_piece(opened, piece.offset).text == "😀"


def test_bytes_that_are_no_text_are_shown_as_such(log: Path, opened: int) -> None:
    log.write_bytes(b"a\xff\xfe\x80b")
    assert read_piece(opened, 0).text == "a\ufffd\ufffd\ufffdb"


def test_an_offset_beyond_the_end_is_the_end(log: Path, opened: int) -> None:
    log.write_text("abc")
    assert read_piece(opened, 99) == Piece(3, 3, "", True)


def test_attempts_are_told_apart(log: Path, opened: int) -> None:
    begun(log, 1)
    with log.open("a") as file:
        file.write("one\n")
    second = log.stat().st_size
    begun(log, 2)
    with log.open("a") as file:
        file.write("two\n")
    assert bounds(opened, 1) == (0, second)
    assert bounds(opened, 2) == (second, None)
    assert bounds(opened, 3) is None
    first = all_of(opened, None, *(bounds(opened, 1) or ()))
    assert first.startswith("--- attempt 1 of #7")
    assert first.endswith("one\n")
    assert all_of(opened, None, *(bounds(opened, 2) or ())).endswith("two\n")


def test_attempts_are_found_across_blocks(log: Path, opened: int) -> None:
    places = []
    for attempt in (1, 2, 3):
        places.append(log.stat().st_size)
        begun(log, attempt, None)
        with log.open("ab") as file:
            file.write(b"x" * 79 + b"\n")
            file.write((b"x" * 79 + b"\n") * (5 * 2**20 // 80))
    assert [bounds(opened, attempt) for attempt in (1, 2, 3)] == [
        (places[0], places[1]),
        (places[1], places[2]),
        (places[2], None),
    ]


# -- over HTTP -------------------------------------------------------------------------------------------------------


def test_the_console_of_a_run_is_read_over_http(program: Client, datadir: DataDir, run: str) -> None:
    assert program.get(f"/api/runs/{run}/console").json() == {"start": 0, "offset": 0, "text": "", "end": True}
    folder = datadir.run_dir(RunKey(run))
    folder.mkdir(parents=True)
    begun(folder / "console.log", 1)
    with (folder / "console.log").open("a") as file:
        file.write("hello\n")
    seen = program.get(f"/api/runs/{run}/console").json()
    assert seen["text"].endswith("hello\n")
    more = program.get(f"/api/runs/{run}/console?after={seen['offset']}").json()
    assert more == {"start": seen["offset"], "offset": seen["offset"], "text": "", "end": True}
    assert program.get(f"/api/runs/{run}/console?attempt=1").json()["text"] == seen["text"]
    assert program.get(f"/api/runs/{run}/console?attempt=2").json()["text"] == ""


def test_a_console_that_is_a_link_is_not_followed(program: Client, datadir: DataDir, run: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    folder = datadir.run_dir(RunKey(run))
    folder.mkdir(parents=True)
    (folder / "console.log").symlink_to(tmp_path / "secret")
    assert program.get(f"/api/runs/{run}/console").json()["text"] == ""
